package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The KDC is left alone after a failure, the longer the more there were in a row.
 *
 * @param detail the failure
 * @param kind its kind
 * @param failures how many in a row
 * @param counted how many of them counted towards a lock-out
 * @param since the first of them
 * @param until when it is over, by the ticker
 * @param stamp of the origin that failed
 */
record TicketPause(
    FailureDetail detail,
    TicketFailure.Kind kind,
    int failures,
    int counted,
    Instant since,
    long until,
    @Nullable Object stamp) {
  private static final int MOST_DOUBLINGS = 16;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** What follows this failure. */
  static TicketPause after(
      @Nullable TicketPause before,
      TicketFailure failure,
      Instant now,
      long ticks,
      @Nullable Object stamp) {
    int failures = before == null ? 1 : before.failures + 1;
    int counts = failure.kind() == TicketFailure.Kind.COUNTED ? 1 : 0;
    int counted = before == null ? counts : before.counted + counts;
    Duration length = length(failure.kind(), counts == 0 ? failures : counted);
    return new TicketPause(
        failure.detail(),
        failure.kind(),
        failures,
        counted,
        before == null ? now : before.since,
        ticks + length.toNanos(),
        stamp);
  }

  /** How long to wait after so many failures in a row. */
  static Duration length(TicketFailure.Kind kind, int failures) {
    return switch (kind) {
      case PASSING -> doubled(Duration.ofSeconds(1), Duration.ofMinutes(1), failures);
      case LASTING -> doubled(Duration.ofSeconds(30), Duration.ofMinutes(10), failures);
      // Never two within a quarter of an hour, nor three within half an hour: domains lock accounts
      // after three to ten failures, and forget one 10 to 30 minutes after the last.
      case COUNTED -> doubled(Duration.ofMinutes(16), Duration.ofMinutes(256), failures);
    };
  }

  private static Duration doubled(Duration first, Duration most, int failures) {
    Duration length = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return length.compareTo(most) < 0 ? length : most;
  }

  boolean isOver(long now) {
    return now - until >= 0;
  }

  /**
   * From when on another origin may be tried within this pause: at once, but a source that gives
   * one wrong password after the other is not followed into a lock-out.
   */
  long nextLook(long now) {
    if (kind != TicketFailure.Kind.COUNTED || counted == 1) {
      return now;
    }
    return counted == 2 ? now + LOOK_AGAIN.toNanos() : until;
  }

  /** Whether another origin may help; a silent KDC is as silent to that. */
  boolean mayBeCorrected() {
    return kind != TicketFailure.Kind.PASSING;
  }

  /** Whether that was the failure of another origin than this. */
  boolean isAboutAnother(@Nullable Object newStamp) {
    return newStamp != null && !newStamp.equals(stamp);
  }

  /** The failure once more, with what is left of the pause. */
  CredentialException again(long now) {
    return new CredentialException(
        detail.withRetryAfter(Duration.ofNanos(Math.max(0, until - now))));
  }
}
