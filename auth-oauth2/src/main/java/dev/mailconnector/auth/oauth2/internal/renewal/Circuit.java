package dev.mailconnector.auth.oauth2.internal.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether something that many accounts depend on is asked at all. After three failures in a row, of
 * three different members, it is left alone; when the pause is over one request probes it, and only
 * a success lets everybody through again. Not thread-safe; reads no clock and calls nobody.
 */
final class Circuit {
  private static final int MANY = 3;

  /** A failure so soon after a recovery belongs to the same outage. */
  private static final Duration CONVALESCENCE = Duration.ofMinutes(1);

  private final Set<Object> struck = new HashSet<>();
  private @Nullable Outage outage;
  private @Nullable Object prober;
  private Instant troubledSince = Instant.EPOCH;
  private long probeLimit;
  private long recoveredAt;
  private int openings;

  /**
   * What is known of an outage.
   *
   * @param since when the first of the failures in a row came
   * @param said the last of them
   * @param until when the next request may be made, by the monotonic clock
   * @param untilInstant the same by the calendar
   */
  record Outage(Instant since, String said, long until, Instant untilInstant) {}

  /** A moment by both clocks. */
  record Moment(long nanos, Instant instant) {}

  /** The outage that forbids a request now, or null. */
  @Nullable Outage outage(long now) {
    Outage current = outage;
    return current != null && (now - current.until() < 0 || isProbed(now)) ? current : null;
  }

  /**
   * A request is made, which {@link #outage} did not forbid: during an outage it is the probe.
   *
   * @param limit how long nobody else probes, should nothing be heard of it
   */
  void asked(Object member, long now, Duration limit) {
    if (outage != null) {
      prober = member;
      probeLimit = now + limit.toNanos();
    }
  }

  /** A request was answered as it should be: the outage is over, for whoever it was. */
  void answered(long now) {
    struck.clear();
    prober = null;
    if (outage != null) {
      outage = null;
      recoveredAt = now;
    }
  }

  /** A request ended in a way that tells nothing: the next one may probe. */
  void toldNothing(Object member) {
    if (member.equals(prober)) {
      prober = null;
    }
  }

  /**
   * A request failed for everybody.
   *
   * @param member who asked
   * @param strike in whose name it counts: three different ones make an outage
   * @param retryAfter what the issuer wishes, or null
   */
  void failed(
      Object member,
      Object strike,
      String said,
      @Nullable Duration retryAfter,
      double roll,
      Moment now) {
    if (outage == null) {
      troubledSince = struck.isEmpty() ? now.instant() : troubledSince;
      struck.add(strike);
      if (struck.size() >= MANY) {
        boolean again = openings > 0 && now.nanos() - recoveredAt < CONVALESCENCE.toNanos();
        openings = again ? openings + 1 : 1;
        open(said, retryAfter, roll, now);
      }
    } else if (member.equals(prober)) {
      openings++;
      open(said, retryAfter, roll, now);
    }
  }

  private void open(String said, @Nullable Duration retryAfter, double roll, Moment now) {
    Duration pause = Backoff.shared(openings, retryAfter, roll);
    prober = null;
    outage =
        new Outage(troubledSince, said, now.nanos() + pause.toNanos(), now.instant().plus(pause));
  }

  private boolean isProbed(long now) {
    return prober != null && now - probeLimit < 0;
  }
}
