package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user may exclude MSAL4J, google-auth or both: every way to a token either needs what is missing
 * and says so by its coordinates, or brings its token all the same.
 */
@Timeout(120)
class ExcludedLibraryTest {
  private static final String MSAL4J = "com.microsoft.azure:msal4j";
  private static final String GOOGLE_AUTH = "com.google.auth:google-auth-library-oauth2-http";
  private static final Set<String> BY_MSAL4J =
      Set.of(
          "Microsoft client secret",
          "Microsoft certificate",
          "Microsoft federated",
          "Microsoft refresh token",
          "Microsoft refresh token of a public client");
  private static final Set<String> BY_GOOGLE_AUTH =
      Set.of(
          "Google service account",
          "Google refresh token",
          "Google keyless by a key",
          "Google keyless by federation from a file",
          "Google keyless by federation from a URL, with impersonation");

  private @TempDir Path folder;

  @Test
  void withoutMsal4j_onlyMicrosoftsRequestsAreMissing() throws Exception {
    assertOutcomes(jar -> jar.startsWith("msal4j"), BY_MSAL4J, Set.of());
  }

  @Test
  void withoutGoogleAuth_onlyGooglesRequestsAreMissing() throws Exception {
    assertOutcomes(jar -> jar.startsWith("google-"), Set.of(), BY_GOOGLE_AUTH);
  }

  @Test
  void withoutBoth_whatNeedsNeitherBringsTokens() throws Exception {
    assertOutcomes(
        jar -> jar.startsWith("msal4j") || jar.startsWith("google-"), BY_MSAL4J, BY_GOOGLE_AUTH);
  }

  @Test
  void withBoth_everyWayBringsAToken() throws Exception {
    assertOutcomes(jar -> false, Set.of(), Set.of());
  }

  private void assertOutcomes(
      Predicate<String> excluded, Set<String> withoutMsal4j, Set<String> withoutGoogleAuth)
      throws Exception {
    Map<String, String> outcomes = outcomes(excluded);
    assertThat(outcomes).hasSameSizeAs(TokenWay.all());
    assertThat(saying(outcomes, MSAL4J)).isEqualTo(withoutMsal4j);
    assertThat(saying(outcomes, GOOGLE_AUTH)).isEqualTo(withoutGoogleAuth);
    outcomes.keySet().removeAll(withoutMsal4j);
    outcomes.keySet().removeAll(withoutGoogleAuth);
    assertThat(outcomes.values()).containsOnly(TokenWay.ACCESS_TOKEN);
  }

  private static Set<String> saying(Map<String, String> outcomes, String coordinates) {
    Set<String> names = new TreeSet<>(outcomes.keySet());
    names.removeIf(
        name -> !outcomes.get(name).contains("This login needs " + coordinates + ", which is"));
    return names;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> outcomes(Predicate<String> excluded) throws Exception {
    try (URLClassLoader loader = classPathWithout(excluded)) {
      return (Map<String, String>)
          loader
              .loadClass(EveryWay.class.getName())
              .getMethod("take", Path.class)
              .invoke(null, folder);
    }
  }

  private static URLClassLoader classPathWithout(Predicate<String> excluded) {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> !excluded.test(path.getFileName().toString()))
            .map(ExcludedLibraryTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
