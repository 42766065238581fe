package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;

/**
 * A connection with the pool's own notes on it. The notes are written by the thread that holds the
 * connection, or by the one that looks for its successor; anybody may read them.
 */
final class PoolEntry<C extends PooledConnection> {
  private final C connection;
  private final Birth birth;
  private final Retirement.Term term;
  private volatile long restingSince;
  private volatile long quietSince;
  private volatile long nextTry;
  private volatile boolean worn;
  private volatile boolean leased;
  private volatile boolean succeeded;
  private volatile boolean marked;
  private volatile boolean leaving;

  /**
   * When its opening began.
   *
   * @param epoch the pool's epoch
   * @param refusals how many refusals the pool had heard of
   */
  record Birth(int epoch, int refusals) {}

  /** A connection that has just been opened. */
  PoolEntry(C connection, Birth birth, Retirement.Term term, long now) {
    this.connection = connection;
    this.birth = birth;
    this.term = term;
    this.restingSince = now;
    this.quietSince = now;
    this.nextTry = term.due();
  }

  C connection() {
    return connection;
  }

  Birth birth() {
    return birth;
  }

  /** When it is to be succeeded, and when it must go. */
  Retirement.Term term() {
    return term;
  }

  /** Since when it, or the one it succeeds, has carried nothing. */
  long restingSince() {
    return restingSince;
  }

  /** Since when its server has not been heard. */
  long quietSince() {
    return quietSince;
  }

  /** It has carried something until now. */
  void rests(long now) {
    restingSince = now;
    quietSince = now;
  }

  /** Its server was heard just now, but it carried nothing. */
  void wasHeard(long now) {
    quietSince = now;
  }

  /** It takes the place of this one, and was used no later. */
  void takesThePlaceOf(PoolEntry<C> old) {
    restingSince = old.restingSince;
  }

  /** Nobody has had it yet. */
  boolean isUntouched() {
    return !leased;
  }

  void lease() {
    // Read first: a volatile write with every send would cost more than this one ever does.
    if (!leased) {
      leased = true;
    }
  }

  /** When to look for a successor next; the monotonic clock. */
  long nextTry() {
    return nextTry;
  }

  void postpone(long until) {
    nextTry = until;
  }

  /** Whoever holds it asks: whether it has carried nearly as many messages as it may. */
  boolean isNearlyWornOut() {
    return connection.messages() >= term.wear();
  }

  /** It has carried nearly as many messages as it may: its successor is due now. */
  void wear(long now) {
    if (!worn) {
      worn = true;
      nextTry = now;
    }
  }

  CloseReason reasonToBeSucceeded() {
    return worn ? CloseReason.MESSAGES : term.reason();
  }

  /** Its successor is there, so it goes. */
  void succeed() {
    succeeded = true;
  }

  boolean hasSuccessor() {
    return succeeded;
  }

  /** It is to be replaced as soon as it is given back. */
  void markForReplacement() {
    marked = true;
  }

  /** It serves on, until somebody looks for a successor again. */
  void stay() {
    marked = false;
  }

  boolean isMarkedForReplacement() {
    return marked;
  }

  /** It will carry nothing any more. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }
}
