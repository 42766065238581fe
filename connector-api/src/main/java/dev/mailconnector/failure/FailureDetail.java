package dev.mailconnector.failure;

import dev.mailconnector.reply.SmtpReply;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MailConnectorException} tells: immutable, built step by step by whoever throws one.
 *
 * @param stage how far the send came
 * @param what what was tried and what happened, in one sentence without a final stop
 * @param reply the server's answer, or null if it gave none
 * @param explanation what the server explained beside its reply (the error JSON of an OAuth2
 *     login), or null
 * @param advice what the caller may do
 * @param remedy what it means and who must do what, in whole sentences
 * @param diagnosis the row of the catalogue that the remedy is made of, or null where there is none
 * @param retryAfter the server's wish how long to wait, or null
 * @param account the account's name, or null where none is known yet
 * @param correlationId the id of the send, or null
 * @param attempts which attempt failed: 2 if the first connection turned out dead and another was
 *     tried, otherwise 1, also where it never came to a connection or the login was refused. A
 *     second login on the way to a connection does not count
 * @param cause the technical cause, or null
 */
public record FailureDetail(
    Stage stage,
    String what,
    @Nullable SmtpReply reply,
    @Nullable String explanation,
    Advice advice,
    String remedy,
    @Nullable Diagnosis diagnosis,
    @Nullable Duration retryAfter,
    @Nullable String account,
    @Nullable String correlationId,
    int attempts,
    @Nullable Throwable cause)
    implements Serializable {

  /** A failure at this stage, with this advice and remedy; everything else is still unset. */
  public static FailureDetail of(Stage stage, String what, Advice advice, String remedy) {
    return new FailureDetail(
        stage, what, null, null, advice, remedy, null, null, null, null, 1, null);
  }

  /** A failure at this stage, with this advice, whose remedy is a row of the catalogue. */
  public static FailureDetail of(Stage stage, String what, Advice advice, Diagnosis diagnosis) {
    return of(stage, what, advice, diagnosis.remedy());
  }

  /** A failure at this stage, with this advice, whose remedy is a row and what the case adds. */
  public static FailureDetail of(Stage stage, String what, Advice advice, Remedy remedy) {
    return new FailureDetail(
        stage,
        what,
        null,
        null,
        advice,
        remedy.text(),
        remedy.diagnosis(),
        null,
        null,
        null,
        1,
        null);
  }

  /** The same with these sentences behind its remedy. */
  public FailureDetail adding(String further) {
    return new FailureDetail(
        stage,
        what,
        reply,
        explanation,
        advice,
        remedy.strip() + " " + further,
        diagnosis,
        retryAfter,
        account,
        correlationId,
        attempts,
        cause);
  }

  /** The same with the server's reply. */
  public FailureDetail withReply(@Nullable SmtpReply newReply) {
    return new FailureDetail(
        stage,
        what,
        newReply,
        explanation,
        advice,
        remedy,
        diagnosis,
        retryAfter,
        account,
        correlationId,
        attempts,
        cause);
  }

  /** The same with what the server explained beside its reply. */
  public FailureDetail withExplanation(@Nullable String newExplanation) {
    return new FailureDetail(
        stage,
        what,
        reply,
        newExplanation,
        advice,
        remedy,
        diagnosis,
        retryAfter,
        account,
        correlationId,
        attempts,
        cause);
  }

  /** The same with the server's wish how long to wait. */
  public FailureDetail withRetryAfter(@Nullable Duration newRetryAfter) {
    return new FailureDetail(
        stage,
        what,
        reply,
        explanation,
        advice,
        remedy,
        diagnosis,
        newRetryAfter,
        account,
        correlationId,
        attempts,
        cause);
  }

  /** The same with a technical cause. */
  public FailureDetail withCause(@Nullable Throwable newCause) {
    return new FailureDetail(
        stage,
        what,
        reply,
        explanation,
        advice,
        remedy,
        diagnosis,
        retryAfter,
        account,
        correlationId,
        attempts,
        newCause);
  }

  /** The same, told for one send. */
  public FailureDetail forSend(
      String newAccount, @Nullable String newCorrelationId, int newAttempts) {
    return new FailureDetail(
        stage,
        what,
        reply,
        explanation,
        advice,
        remedy,
        diagnosis,
        retryAfter,
        newAccount,
        newCorrelationId,
        newAttempts,
        cause);
  }

  /**
   * The whole story in the order an operator reads it: what, where, what the server said, what to
   * do.
   */
  String message() {
    StringBuilder text = new StringBuilder(256).append(what);
    if (account != null) {
      text.append(" (account ").append(account).append(')');
    }
    if (reply != null) {
      text.append("; the server said \"").append(reply.text()).append('"');
    }
    if (explanation != null) {
      text.append(reply == null ? ": " : " and explained ").append(explanation);
    }
    text.append(". ").append(remedy);
    if (retryAfter != null) {
      text.append(" Not before ").append(retryAfter.toSeconds()).append(" s from now.");
    }
    if (attempts > 1) {
      text.append(" [attempt ").append(attempts).append(']');
    }
    if (correlationId != null) {
      text.append(" [").append(correlationId).append(']');
    }
    return text.toString();
  }
}
