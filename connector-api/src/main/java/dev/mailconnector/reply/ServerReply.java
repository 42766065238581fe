package dev.mailconnector.reply;

/** What a server answered. {@link SmtpReply} is the first kind; a web API may follow. */
public sealed interface ServerReply permits SmtpReply {

  /** The whole answer as the server gave it, for people: lines joined by {@code " | "}. */
  String text();
}
