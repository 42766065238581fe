package dev.mailconnector.internal.account;

import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import java.time.Duration;

/** A login to which the server gave no answer about the credential. */
final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  private final MailConnectorException failure;

  private NoAnswer(MailConnectorException failure) {
    super(failure);
    this.failure = failure;
  }

  static NoAnswer of(MailConnectorException failure) {
    return new NoAnswer(failure);
  }

  MailConnectorException failure() {
    return failure;
  }

  /** The same for whoever comes within the pause. */
  MailConnectorException again(Duration retryAfter) {
    return failure instanceof LoginRefusedException
        ? new LoginRefusedException(failure.detail().withRetryAfter(retryAfter))
        : new ConnectionFailedException(failure.detail().withRetryAfter(retryAfter));
  }
}
