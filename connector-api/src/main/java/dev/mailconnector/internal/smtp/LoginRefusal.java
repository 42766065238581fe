package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a login: by which mechanism, with which reply, and what it explained beside
 * it.
 */
public final class LoginRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String mechanism;
  private final transient SmtpReply reply;
  private final @Nullable String explanation;
  private final @Nullable Remedy remedy;

  LoginRefusal(
      String mechanism, SmtpReply reply, @Nullable String explanation, @Nullable Remedy remedy) {
    super(reply.text());
    this.mechanism = mechanism;
    this.reply = reply;
    this.explanation = explanation;
    this.remedy = remedy;
  }

  /** One that says nothing but its reply. */
  public static LoginRefusal of(String mechanism, SmtpReply reply) {
    return new LoginRefusal(mechanism, reply, null, null);
  }

  /** The mechanism that was used. */
  public String mechanism() {
    return mechanism;
  }

  /** The final reply, verbatim. */
  public SmtpReply reply() {
    return reply;
  }

  /** The content of the server's error challenge, or null. */
  public @Nullable String explanation() {
    return explanation;
  }

  /** What the mechanism makes of the refusal, and who must do what; or null. */
  public @Nullable Remedy remedy() {
    return remedy;
  }
}
