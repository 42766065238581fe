package dev.mailconnector.internal.angus;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Which Angus is at hand: applications bring their own, as {@code angus-mail} or as the bundle
 * {@code jakarta.mail}, and what happens before the login rests on its inner ways.
 */
public final class AngusVersion {
  private static final List<String> TESTED = List.of("2.0.5");
  private static final List<String> PACKAGINGS = List.of("angus-mail", "jakarta.mail");

  private AngusVersion() {}

  /** What to say about the version at hand; empty if it is one that was tested. */
  public static Optional<String> warning() {
    return warning(atHand());
  }

  static Optional<String> warning(@Nullable String version) {
    if (version != null && TESTED.contains(version)) {
      return Optional.empty();
    }
    return Optional.of(
        "Angus Mail "
            + (version == null ? "of an unknown version" : version)
            + " was not tested with this release, only "
            + String.join(", ", TESTED)
            + ": send a mail through your server in a test before you rely on it");
  }

  /** Its own word first: the manifest of a jar that was made of many tells another version. */
  static @Nullable String atHand() {
    return PACKAGINGS.stream()
        .map(AngusVersion::ofPackaging)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> SMTPTransport.class.getPackage().getImplementationVersion());
  }

  private static Optional<String> ofPackaging(String artifact) {
    String file = "/META-INF/maven/org.eclipse.angus/" + artifact + "/pom.properties";
    try (InputStream in = SMTPTransport.class.getResourceAsStream(file)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
