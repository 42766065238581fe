package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.google.CallerIdentity;
import dev.mailconnector.auth.oauth2.internal.google.CredentialFile;
import dev.mailconnector.auth.oauth2.internal.google.MetadataServer;
import dev.mailconnector.auth.oauth2.internal.google.UnusableFileException;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who this program is at Google, so that it may have something signed for a service account: see
 * {@link Gmail#impersonate}. Immutable and thread-safe.
 */
public final class GoogleIdentity {
  static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";
  static final String METADATA_HOST = MetadataServer.HOST;

  private final CallerIdentity caller;
  private final boolean key;

  private GoogleIdentity(CallerIdentity caller, boolean key) {
    this.caller = caller;
    this.key = key;
  }

  /**
   * By a file: the key of a service account, or the configuration of workload identity federation
   * ({@code external_account}) whose subject token is in a file or at a URL. Read again for every
   * token.
   *
   * @throws ConfigurationException if it cannot be read or used, or google-auth is not on the class
   *     path
   */
  public static GoogleIdentity file(Path credentials) {
    Gmail.checkLibrary();
    SecretSource source = SecretSource.file(credentials);
    try {
      CredentialFile.Kind kind = CredentialFile.kindOf(source.read());
      return new GoogleIdentity(new CredentialFile(source), kind == CredentialFile.Kind.KEY);
    } catch (UnusableFileException unusable) {
      throw ConfigurationException.of(
          "auth.key-file",
          credentials.toString(),
          "The file " + unusable.why() + ". " + unusable.remedy());
    } catch (MailConnectorException unreadable) {
      throw ConfigurationException.of(
          "auth.key-file",
          credentials.toString(),
          "The file does not exist or cannot be read by this process.");
    }
  }

  /**
   * The same with the JSON from elsewhere, such as a vault.
   *
   * @throws ConfigurationException if google-auth is not on the class path
   */
  public static GoogleIdentity json(SecretSource credentials) {
    Gmail.checkLibrary();
    return new GoogleIdentity(new CredentialFile(credentials), false);
  }

  /**
   * The service account that Google gave to the machine, pod or Cloud Run service this runs on.
   * Works without google-auth.
   *
   * @param environment where another place of the metadata server may be named ({@code
   *     GCE_METADATA_HOST}): {@code System.getenv()}
   * @throws ConfigurationException if that is no host
   */
  public static GoogleIdentity metadataServer(Map<String, String> environment) {
    return new GoogleIdentity(MetadataServer.of(environment), false);
  }

  /**
   * The file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, else the {@link #metadataServer}.
   *
   * @param environment {@code System.getenv()}
   * @throws ConfigurationException as {@link #file} and {@link #metadataServer} do
   */
  public static GoogleIdentity applicationDefault(Map<String, String> environment) {
    String file = environment.get(CREDENTIALS);
    return file == null || file.isEmpty() ? metadataServer(environment) : file(Path.of(file));
  }

  CallerIdentity caller() {
    return caller;
  }

  /** Whether it is a key that somebody must keep secret. */
  boolean isKey() {
    return key;
  }

  @Override
  public String toString() {
    return caller.toString();
  }
}
