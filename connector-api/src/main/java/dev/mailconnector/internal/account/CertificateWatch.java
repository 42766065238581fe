package dev.mailconnector.internal.account;

import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the end of an account's client certificate, at most once a day, when a connection is
 * opened: who opens none needs no certificate. Thread-safe.
 */
final class CertificateWatch {
  private static final Duration DAY = Duration.ofDays(1);

  private final String account;
  private final ConnectorRuntime runtime;
  private final AtomicReference<@Nullable Instant> told = new AtomicReference<>();

  CertificateWatch(String account, ConnectorRuntime runtime) {
    this.account = account;
    this.runtime = runtime;
  }

  void look(@Nullable CredentialEnd end) {
    if (end == null) {
      return;
    }
    Instant now = runtime.now();
    Instant last = told.get();
    boolean isTime = last == null || !now.isBefore(last.plus(DAY));
    if (!now.isBefore(end.warnFrom()) && isTime && told.compareAndSet(last, now)) {
      CredentialWarning.Ending warning = CredentialWarning.Ending.of(account, now, end, null);
      WarningLog.hear(warning);
      runtime.publish(warning);
    }
  }
}
