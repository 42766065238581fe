package dev.mailconnector.auth.basic.internal.scram;

import org.jspecify.annotations.Nullable;

/** What a server says in place of its signature (server-error-value, RFC 5802 section 7). */
final class ServerError {
  private static final int LONGEST = 64;

  private ServerError() {}

  /** The error as it may be shown, with its meaning where it has a known one. */
  static String shown(String message) {
    int end = message.indexOf(',');
    String value = message.substring(2, end < 0 ? message.length() : end);
    String plain = value.replaceAll("[^A-Za-z0-9._-]", "?");
    String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    String meaning = meaning(value);
    return "e=" + cut + (meaning == null ? "" : " (" + meaning + ")");
  }

  private static @Nullable String meaning(String value) {
    return switch (value) {
      case "invalid-encoding" -> "it cannot read the answer";
      case "extensions-not-supported" -> "it does not know an extension";
      case "invalid-proof" -> "the password is wrong";
      case "channel-bindings-dont-match" ->
          "this end sees another TLS channel than the server: something between them ends TLS";
      case "server-does-support-channel-binding" ->
          "it offers channel binding, but its offer did not arrive here: something between may have"
              + " taken it away";
      case "channel-binding-not-supported" -> "it cannot bind to the channel";
      case "unsupported-channel-binding-type" -> "it does not know this type of channel binding";
      case "unknown-user" -> "it does not know the user";
      case "invalid-username-encoding" -> "it cannot read the user name";
      case "no-resources" -> "it has no resources left";
      case "other-error" -> "it does not say why";
      default -> null;
    };
  }
}
