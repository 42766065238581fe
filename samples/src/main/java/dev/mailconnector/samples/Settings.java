package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a recipe reads from the environment. {@code MAIL_HOST}, {@code MAIL_PORT} and {@code
 * MAIL_CA_FILE} point any recipe at another server than the provider's; so does the build.
 */
final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  static Settings of(Map<String, String> values) {
    return new Settings(values);
  }

  static Settings ofEnvironment() {
    return of(System.getenv());
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("Set the environment variable " + name + ".");
    }
    return value;
  }

  boolean has(String name) {
    return !values.getOrDefault(name, "").isEmpty();
  }

  /** Everything, for a login that looks up what its platform hands to every process. */
  Map<String, String> environment() {
    return values;
  }

  Secret secret(String name) {
    return Secret.of(text(name));
  }

  Path file(String name) {
    return Path.of(text(name));
  }

  SmtpEndpoint server(SmtpEndpoint usual) {
    String host = values.getOrDefault("MAIL_HOST", usual.host());
    String port = values.getOrDefault("MAIL_PORT", String.valueOf(usual.port()));
    return new SmtpEndpoint(host, Integer.parseInt(port), usual.tls());
  }

  /** A provider's account; at {@code MAIL_HOST} with STARTTLS instead, where that is set. */
  Account.Builder redirected(Account.Builder account) {
    if (values.containsKey("MAIL_HOST")) {
      account.endpoint(server(SmtpEndpoint.submission(text("MAIL_HOST"))));
    }
    return account.trust(trust());
  }

  Trust trust() {
    String file = values.get("MAIL_CA_FILE");
    return file == null ? Trust.platform() : Trust.caFile(Path.of(file));
  }

  URI url(String name) {
    return URI.create(text(name));
  }

  URI url(String name, String usual) {
    return URI.create(values.getOrDefault(name, usual));
  }
}
