package dev.mailconnector.config;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the trust of an account, and opens its files once so that a wrong one is found now and not
 * at the first send.
 */
final class TrustReader {
  private static final String PIN = "trust.pin-sha256";

  private final Settings settings;
  private final References references;
  private final Problems problems;

  TrustReader(Settings settings, References references, Problems problems) {
    this.settings = settings;
    this.references = references;
    this.problems = problems;
  }

  Trust read() {
    boolean none = "none".equals(settings.text("trust.verify"));
    if (none) {
      nobodyIsChecked();
    }
    String first = settings.isGiven("trust.ca-file") ? "trust.ca-file" : "trust.truststore";
    if (none && settings.isGiven(first)) {
      refuse(first, "With trust.verify: none nothing is checked. Remove one of the two.");
    } else if (settings.isGiven("trust.ca-file") && settings.isGiven("trust.truststore")) {
      refuse("trust.truststore", "There is a trust.ca-file already. Keep one of the two.");
    }
    if (settings.isGiven("trust.password")
        && !settings.isGiven("trust.truststore")
        && settings.sound()) {
      refuse("trust.password", "This is the password of trust.truststore, and there is none.");
    }
    boolean pinned = settings.isGiven(PIN);
    if (pinned && (none || settings.isGiven(first))) {
      refuse(PIN, "With a pin nothing else is checked. Remove it, or the other keys of trust.");
      return Trust.platform();
    }
    if (pinned && "none".equals(settings.text("tls"))) {
      refuse(
          PIN,
          "With tls: none there is no certificate to look at. Set tls: starttls, or remove it.");
    }
    if (pinned) {
      return pinned();
    }
    try {
      return none ? Trust.dangerouslyNone() : fromFiles();
    } catch (RuleBroken broken) {
      refuse(first, broken.rule());
      return Trust.platform();
    }
  }

  private Trust pinned() {
    try {
      return Trust.pin(ValueKind.list(String.valueOf(settings.text(PIN))).toArray(String[]::new));
    } catch (ConfigurationException broken) {
      refuse(PIN, broken.remedy());
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
    return Trust.platform();
  }

  private void nobodyIsChecked() {
    Preset preset = publicProvider();
    if (preset != null) {
      refuse(
          "trust.verify",
          "The servers of the preset "
              + preset.name()
              + " have certificates that everybody can check, so nobody but an attacker needs this."
              + " Remove it; if a company proxy re-signs TLS, name its CA in trust.ca-file.");
    } else {
      problems.warning(
          settings.origin("trust.verify"),
          settings.full("trust.verify"),
          "none",
          "Anybody on the way can pose as this server and read the login. Name the server's CA in"
              + " trust.ca-file instead.");
    }
  }

  /** Whose server it is, whether the preset says so or the host alone. */
  private @Nullable Preset publicProvider() {
    Preset preset = settings.preset();
    return preset != null && preset.isPublic() ? preset : Preset.ofHost(settings.text("host"));
  }

  private Trust fromFiles() throws RuleBroken {
    String caFile = settings.text("trust.ca-file");
    if (caFile != null) {
      Path file = references.path(caFile);
      certificatesIn(file);
      return Trust.caFile(file);
    }
    String truststore = settings.text("trust.truststore");
    if (truststore != null) {
      SecretSource source = settings.secret("trust.password");
      Secret password = source == null ? null : References.now(source);
      Path file = references.path(truststore);
      entriesIn(file, password);
      return Trust.truststore(file, password);
    }
    return Trust.platform();
  }

  private static void certificatesIn(Path file) throws RuleBroken {
    try (InputStream in = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        throw new RuleBroken(
            "The file has no certificate. PEM is needed: -----BEGIN CERTIFICATE-----.");
      }
    } catch (CertificateException | IOException broken) {
      throw new RuleBroken(
          "The file has no readable certificates. PEM is needed: -----BEGIN CERTIFICATE-----.");
    }
  }

  private static void entriesIn(Path file, @Nullable Secret password) throws RuleBroken {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password == null ? null : password.reveal().toCharArray());
      if (store.size() == 0) {
        throw new RuleBroken(
            password == null
                ? "The store shows no certificate. Is trust.password missing?"
                : "The store has no certificate.");
      }
    } catch (GeneralSecurityException | IOException broken) {
      throw new RuleBroken(
          "The file cannot be opened: it is no PKCS#12 store, or trust.password is not its"
              + " password.");
    }
  }

  private void refuse(String path, String rule) {
    problems.error(settings.origin(path), settings.full(path), settings.shown(path), rule);
  }
}
