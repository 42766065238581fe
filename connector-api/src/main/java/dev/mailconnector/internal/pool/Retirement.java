package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The rules by which a connection must go. Immutable; pure but for the draw of {@link #term}. */
record Retirement(PoolSettings settings) {
  private static final long LONGEST_LEAD = Duration.ofMinutes(15).toNanos();

  /**
   * When a connection's time is up; moments are by the monotonic clock.
   *
   * @param due from when on a successor may take its place
   * @param lead how long before its end that can be at the earliest
   * @param endOfAge when it must go for its age
   * @param reason what it is succeeded for then: its age or the end of its credential
   * @param wear after how many messages its successor is due at any time
   */
  record Term(long due, long lead, long endOfAge, CloseReason reason, int wear) {}

  /**
   * What the pool has heard of refused credentials.
   *
   * @param generation the highest that was refused
   * @param count how many refusals there were
   */
  record Refusals(long generation, int count) {

    /**
     * Whether this connection's credential was refused after its opening began. One that was let in
     * after the refusal is good: a password that is refused and later accepted is the same issue.
     */
    boolean concern(PoolEntry<?> entry) {
      long opened = entry.connection().generation();
      return opened != 0 && opened <= generation && entry.birth().refusals() < count;
    }
  }

  /**
   * The term of a connection that was opened now. Its successor is due within the last tenth of its
   * age, or between four fifths and three tenths of its credential's last quarter (or quarter of an
   * hour, if that is less): then the next credential has usually come, and there is time left to
   * try again. Or after four fifths to 19 twentieths of its messages. Where in these windows is
   * drawn once, so that connections of one age go one by one.
   */
  Term term(PooledConnection connection, long now, RandomGenerator random) {
    double draw = random.nextDouble();
    long age = Deadline.nanos(settings.maxAge());
    long tenth = age / 10;
    long end = now + age;
    int wear = (int) Math.ceil(settings.maxMessages() * (0.95 - 0.15 * draw));
    Term byAge = new Term(end - (long) (tenth * draw), tenth, end, CloseReason.AGE, wear);
    Deadline credentialEnd = credentialEnd(connection);
    if (credentialEnd == null) {
      return byAge;
    }
    long lead = Math.min(LONGEST_LEAD, Deadline.nanos(connection.credentialLife()) / 4);
    long before = (long) (lead * (0.3 + 0.5 * draw));
    Term byCredential =
        new Term(credentialEnd.nanos() - before, lead, end, CloseReason.CREDENTIAL, wear);
    return byCredential.due() - byAge.due() < 0 ? byCredential : byAge;
  }

  private @Nullable Deadline credentialEnd(PooledConnection connection) {
    return settings.retireWithCredential() ? connection.credentialEnd() : null;
  }

  /**
   * Why this connection must not carry another message, or null if it may.
   *
   * @param now the monotonic clock
   * @param refusals what was refused
   * @param epoch connections opened before this epoch are evicted
   */
  @Nullable CloseReason reason(PoolEntry<?> entry, long now, Refusals refusals, int epoch) {
    PooledConnection connection = entry.connection();
    Deadline credentialEnd = credentialEnd(connection);
    if (entry.birth().epoch() != epoch) {
      return CloseReason.EVICTED;
    }
    if (refusals.concern(entry)) {
      return CloseReason.CREDENTIAL;
    }
    if (credentialEnd != null && credentialEnd.nanos() - now <= 0) {
      return CloseReason.CREDENTIAL;
    }
    if (connection.messages() >= settings.maxMessages()) {
      return CloseReason.MESSAGES;
    }
    if (entry.term().endOfAge() - now <= 0) {
      return CloseReason.AGE;
    }
    if (entry.hasSuccessor()) {
      return entry.reasonToBeSucceeded();
    }
    return now - entry.restingSince() >= Deadline.nanos(settings.idleTimeout())
        ? CloseReason.IDLE
        : null;
  }

  /** When the rules may first speak against this resting connection; the monotonic clock. */
  long nextCheck(PoolEntry<?> entry) {
    long next = entry.restingSince() + Deadline.nanos(settings.idleTimeout());
    if (entry.term().endOfAge() - next < 0) {
      next = entry.term().endOfAge();
    }
    Deadline credentialEnd = credentialEnd(entry.connection());
    if (credentialEnd != null && credentialEnd.nanos() - next < 0) {
      next = credentialEnd.nanos();
    }
    return next;
  }
}
