package dev.mailconnector.failure;

import dev.mailconnector.reply.SmtpReply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A send, or the set-up of a connector, that failed. Unchecked, so that it rolls back transactions
 * and passes through lambdas. The family is sealed but may grow in a minor version, so a {@code
 * switch} over its types needs a default branch; one over {@link Advice} does not.
 *
 * <p>In a transaction: decide by {@link #advice()}, not by the type. Only {@link
 * Advice#MAY_HAVE_BEEN_SENT} and {@link PartlyAcceptedException} mean that somebody may have the
 * message already.
 *
 * <p>{@link #diagnosis()} names the known cause, if it is one of those in {@code
 * docs/troubleshooting.md}.
 */
public abstract sealed class MailConnectorException extends RuntimeException
    permits ConfigurationException,
        ConnectionFailedException,
        ConnectionLostException,
        ConnectorClosedException,
        CredentialException,
        DeliveryUnknownException,
        InvalidMessageException,
        LoginImpossibleException,
        LoginRefusedException,
        PartlyAcceptedException,
        PoolExhaustedException,
        SendRefusedException {

  private static final long serialVersionUID = 1L;

  private final FailureDetail detail;

  MailConnectorException(FailureDetail detail) {
    super(detail.message(), detail.cause());
    this.detail = detail;
  }

  /** A failure whose text goes on after what the detail tells. */
  MailConnectorException(FailureDetail detail, String further) {
    super(detail.message() + further, detail.cause());
    this.detail = detail;
  }

  /** What the caller may safely do. */
  public final Advice advice() {
    return detail.advice();
  }

  /** What it means and who must do what, in words that can be forwarded. */
  public final String remedy() {
    return detail.remedy();
  }

  /**
   * The row of the catalogue that the remedy is made of: its id is stable, and {@code
   * docs/troubleshooting.md} lists all. Empty where none fits, as in a setting that breaks a rule.
   */
  public final Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(detail.diagnosis());
  }

  /** How far the send came. */
  public final Stage stage() {
    return detail.stage();
  }

  /** What the server answered, verbatim, if it answered. */
  public final Optional<SmtpReply> reply() {
    return Optional.ofNullable(detail.reply());
  }

  /** What the server explained beside its reply: the error JSON of an OAuth2 login. */
  public final Optional<String> explanation() {
    return Optional.ofNullable(detail.explanation());
  }

  /** How long the server asked to wait, if it did. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(detail.retryAfter());
  }

  /** The account, if it was known. */
  public final Optional<String> account() {
    return Optional.ofNullable(detail.account());
  }

  /** The id of the send, if there was one. */
  public final Optional<String> correlationId() {
    return Optional.ofNullable(detail.correlationId());
  }

  /**
   * Which attempt failed: 2 if the first connection turned out dead and another was tried,
   * otherwise 1, also where it never came to a connection or the login was refused.
   */
  public final int attempts() {
    return detail.attempts();
  }

  /** Everything in one value. */
  public final FailureDetail detail() {
    return detail;
  }

  /** The same failure, with the same cause and stack trace, told for one send. */
  public final MailConnectorException forSend(
      String account, @Nullable String correlationId, int attempts) {
    MailConnectorException told = with(detail.forSend(account, correlationId, attempts));
    told.setStackTrace(getStackTrace());
    for (Throwable each : getSuppressed()) {
      told.addSuppressed(each);
    }
    return told;
  }

  /**
   * The same failure for one of several senders who meet it (a token endpoint that is down): an
   * exception of its own, with the stack trace of its own thread and this one as its cause.
   */
  public final MailConnectorException shared() {
    return with(detail.withCause(this));
  }

  abstract MailConnectorException with(FailureDetail other);
}
