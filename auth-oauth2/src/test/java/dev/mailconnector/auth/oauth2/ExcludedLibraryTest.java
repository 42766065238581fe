package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A user may exclude MSAL4J or google-auth; the other half works and the error names the lack. */
class ExcludedLibraryTest {

  @Test
  void microsoft365_withoutMsal_namesTheArtifactAtConstruction() throws Exception {
    try (URLClassLoader without = classPathWithout(jar -> jar.startsWith("msal4j"))) {
      assertThatThrownBy(() -> microsoft(without))
          .hasMessageContaining("com.microsoft.azure:msal4j")
          .extracting(failure -> failure.getClass().getName())
          .isEqualTo(ConfigurationException.class.getName());
      Method azure =
          without.loadClass(Microsoft365.class.getName()).getMethod("managedIdentity", Map.class);
      assertThat(login(invoke(azure, null, Map.of()))).isNotNull();
      assertThat(call(without, Gmail.class, "refreshToken", "desktop")).isNotNull();
      assertThat(keyless(without, "metadataServer", Map.class, Map.of())).isNotNull();
      assertThat(keyless(without, "json", secretSource(without), null)).isNotNull();
      assertThat(generic(without)).isNotNull();
    }
  }

  @Test
  void gmail_withoutGoogleAuth_namesTheArtifactAtConstruction() throws Exception {
    try (URLClassLoader without = classPathWithout(jar -> jar.startsWith("google-"))) {
      assertThatThrownBy(() -> call(without, Gmail.class, "refreshToken", "desktop"))
          .hasMessageContaining("com.google.auth:google-auth-library-oauth2-http")
          .extracting(failure -> failure.getClass().getName())
          .isEqualTo(ConfigurationException.class.getName());
      assertThatThrownBy(() -> keyless(without, "json", secretSource(without), null))
          .hasMessageContaining("com.google.auth:google-auth-library-oauth2-http");
      assertThat(keyless(without, "metadataServer", Map.class, Map.of())).isNotNull();
      assertThat(microsoft(without)).hasSize(3);
      assertThat(generic(without)).isNotNull();
    }
  }

  private static URLClassLoader classPathWithout(Predicate<String> excluded) {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> !excluded.test(path.getFileName().toString()))
            .map(ExcludedLibraryTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  /** Calls the factory with these texts and secrets for the rest, and makes a login of it. */
  private static Object call(ClassLoader loader, Class<?> front, String factory, String... texts)
      throws Exception {
    Class<?> secretClass = loader.loadClass(Secret.class.getName());
    Object secret = secretClass.getMethod("of", String.class).invoke(null, "s3cret-value");
    for (Method method : loader.loadClass(front.getName()).getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (method.getName().equals(factory) && types[types.length - 1] == secretClass) {
        Object[] arguments = new Object[types.length];
        Arrays.fill(arguments, secret);
        System.arraycopy(texts, 0, arguments, 0, texts.length);
        return login(invoke(method, null, arguments));
      }
    }
    throw new AssertionError("no such factory");
  }

  /** An application by its secret, by its certificate, and for a user. */
  private static List<Object> microsoft(ClassLoader loader) throws Exception {
    Class<?> front = loader.loadClass(Microsoft365.class.getName());
    Method application = front.getMethod("application", String.class, String.class);
    Object app = invoke(application, null, "contoso.com", "app");
    Class<?> secretClass = loader.loadClass(Secret.class.getName());
    Object secret = secretClass.getMethod("of", String.class).invoke(null, "s3cret-value");
    Class<?> certificateClass = loader.loadClass(ClientCertificate.class.getName());
    Path pem = Files.createTempFile("app", ".pem");
    TestClientKey.rsa(Instant.now()).writePem(pem);
    try {
      Object certificate = certificateClass.getMethod("file", Path.class).invoke(null, pem);
      return List.of(
          login(invoke(front.getMethod("secret", secretClass), app, secret)),
          login(invoke(front.getMethod("certificate", certificateClass), app, certificate)),
          login(invoke(front.getMethod("refreshToken", secretClass), app, secret)));
    } finally {
      Files.delete(pem);
    }
  }

  private static Object keyless(
      ClassLoader loader, String factory, Class<?> type, @Nullable Object argument)
      throws Exception {
    Class<?> identity = loader.loadClass(GoogleIdentity.class.getName());
    Object caller = invoke(identity.getMethod(factory, type), null, argument);
    Method impersonate =
        loader.loadClass(Gmail.class.getName()).getMethod("impersonate", String.class, identity);
    return login(invoke(impersonate, null, "mailer@p.iam.gserviceaccount.com", caller));
  }

  private static Class<?> secretSource(ClassLoader loader) throws Exception {
    return loader.loadClass(SecretSource.class.getName());
  }

  private static Object generic(ClassLoader loader) throws Exception {
    Class<?> front = loader.loadClass(GenericOAuth2.class.getName());
    Object server =
        front.getMethod("at", URI.class).invoke(null, URI.create("https://id.example/token"));
    Class<?> secretClass = loader.loadClass(Secret.class.getName());
    Object secret = secretClass.getMethod("of", String.class).invoke(null, "s3cret-value");
    Method clientCredentials = front.getMethod("clientCredentials", String.class, secretClass);
    return login(invoke(clientCredentials, server, "mailer", secret));
  }

  private static Object login(Object builder) throws Exception {
    return invoke(builder.getClass().getMethod("login", String.class), builder, "ann@b.example");
  }

  private static Object invoke(
      Method method, @Nullable Object target, @Nullable Object... arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(new IOException(e));
    }
  }
}
