package dev.mailconnector.spi;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.SecretRows;
import java.time.Duration;

/** Secrets that do not come, in words. */
final class SecretFailures {
  private SecretFailures() {}

  /** The source threw what it should not. */
  static CredentialException broken(String identity, Throwable fault) {
    return new CredentialException(
        FailureDetail.of(
                Stage.CREDENTIAL,
                "The password of "
                    + identity
                    + " could not be read: its source failed with a "
                    + fault.getClass().getName(),
                Advice.RETRY_LATER,
                SecretRows.SOURCE_BROKEN)
            .withCause(fault));
  }

  /** The source has not come back within the limit that this key sets. */
  static CredentialException late(String identity, Duration limit, String key) {
    return new CredentialException(
        FailureDetail.of(
            Stage.CREDENTIAL,
            "The password of " + identity + " was not read within " + limit.toSeconds() + " s",
            Advice.RETRY_LATER,
            SecretRows.SOURCE_SLOW.remedy("Its limit must lie below " + key + ".")));
  }

  /** Whoever waits for it was told to stop. */
  static CredentialException interrupted(String identity, InterruptedException interrupt) {
    return new CredentialException(
        FailureDetail.of(
                Stage.CREDENTIAL,
                "The wait for the password of " + identity + " was interrupted",
                Advice.RETRY_LATER,
                ConnectRows.INTERRUPTED)
            .withCause(interrupt));
  }
}
