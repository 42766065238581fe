package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;

/** How a command ends, after sysexits.h so that mail software knows the numbers. */
public enum ExitStatus {
  /** Accepted for every recipient. */
  OK(0),
  /** The command line is wrong. */
  USAGE(64),
  /** The message is unusable, or refused for good. */
  MESSAGE(65),
  /** Some recipients have the message, others were refused. This one number is ours. */
  PARTLY(68),
  /** The server or the token issuer cannot be reached. */
  UNREACHABLE(69),
  /** A fault of this program; here nobody closes a connector that is in use. */
  INTERNAL(70),
  /** The message may have been sent: sending it again may deliver it twice. */
  UNKNOWN(74),
  /** Nothing was sent; try later. */
  TRY_LATER(75),
  /** The login is refused, by the server or by the token issuer. */
  LOGIN_REFUSED(77),
  /** A setting must change: configuration, TLS, certificate, no common login, a permission. */
  CONFIGURATION(78);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }

  /** The status of a send or set-up that failed like this. */
  public static ExitStatus of(MailConnectorException failure) {
    if (failure instanceof PartlyAcceptedException) {
      return PARTLY;
    }
    if (failure instanceof DeliveryUnknownException
        || failure.advice() == Advice.MAY_HAVE_BEEN_SENT) {
      return UNKNOWN;
    }
    if (failure instanceof InvalidMessageException) {
      return MESSAGE;
    }
    if (failure instanceof SendRefusedException) {
      return ofRefusedSend(failure);
    }
    if (failure instanceof ConnectionFailedException) {
      return ofFailedConnection(failure);
    }
    if (failure instanceof ConnectionLostException || failure instanceof PoolExhaustedException) {
      return TRY_LATER;
    }
    if (failure instanceof LoginRefusedException) {
      return mayPass(failure) ? TRY_LATER : LOGIN_REFUSED;
    }
    if (failure instanceof CredentialException) {
      return ofMissingCredential(failure);
    }
    if (failure instanceof LoginImpossibleException || failure instanceof ConfigurationException) {
      return CONFIGURATION;
    }
    return INTERNAL;
  }

  /**
   * A message that is refused for want of a permission is a good message: whoever drops mail on 65
   * must not drop it.
   */
  private static ExitStatus ofRefusedSend(MailConnectorException failure) {
    if (mayPass(failure)) {
      return TRY_LATER;
    }
    return failure.advice() == Advice.FIX_CONFIGURATION ? CONFIGURATION : MESSAGE;
  }

  private static ExitStatus ofFailedConnection(MailConnectorException failure) {
    if (failure.reply().map(SmtpReply::isTransient).orElse(false)) {
      return TRY_LATER;
    }
    // Some resolvers say "no such name" while they are down. What a proxy refuses stays refused,
    // and
    // a script that tries again on 69 would lock out the user of its login.
    return failure.stage() == Stage.RESOLVE || mayPass(failure) ? UNREACHABLE : CONFIGURATION;
  }

  /** What an issuer explained is its refusal; without it, it was not asked or not reached. */
  private static ExitStatus ofMissingCredential(MailConnectorException failure) {
    if (mayPass(failure)) {
      return failure.retryAfter().isPresent() || wasNotTried(failure) ? TRY_LATER : UNREACHABLE;
    }
    return failure.explanation().isPresent() ? LOGIN_REFUSED : CONFIGURATION;
  }

  /** No answer and no broken line: somebody else has the refresh token, or no user came. */
  private static boolean wasNotTried(MailConnectorException failure) {
    return failure.explanation().isEmpty()
        && failure.getCause() instanceof TokenException untried
        && untried.getCause() == null;
  }

  private static boolean mayPass(MailConnectorException failure) {
    return failure.advice() == Advice.RETRY_LATER
        || failure.advice() == Advice.RETRY_OTHER_CONNECTION;
  }
}
