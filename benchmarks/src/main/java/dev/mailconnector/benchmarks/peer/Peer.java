package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.spi.Ticker;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One way to send mail. Stateless. */
public interface Peer {

  /** How it is called in the report. */
  String title();

  /** What it is, in a line. */
  String description();

  /** Sets it up for a target. */
  Fleet open(Target target) throws Exception;

  /** Whose it is. */
  default Kind kind() {
    return Kind.OTHER;
  }

  /** Whether it sends finished bytes. */
  default boolean sendsBytes() {
    return false;
  }

  /** How many threads call it. */
  default int threads(Target target) {
    return target.connections();
  }

  /** Whether connections stay open between calls, so that opening them is no part of a send. */
  default boolean keepsConnections() {
    return true;
  }

  /** Whether its processor time and allocation can be seen from here. */
  default boolean isInThisProcess() {
    return true;
  }

  /** Whose a way to send mail is. */
  enum Kind {
    /** Ours. */
    OURS,
    /** Another library's. */
    OTHER,
    /** No library at all: what a socket can do. */
    LIMIT
  }

  /** A sender that is set up. */
  interface Fleet extends AutoCloseable {

    /** One for each thread. */
    Worker worker() throws Exception;

    @Override
    default void close() throws IOException, MessagingException {}
  }

  /** What one thread calls. For one thread. */
  interface Worker extends AutoCloseable {

    /** Sends, waits until the server has accepted, and returns how many messages it were. */
    int send() throws Exception;

    /**
     * Sends one after the other for this long. Whole sends only, so that a slow sender is not cut
     * off in the middle of one.
     */
    default Pace sendFor(Duration time, Ticker ticker) throws Exception {
      List<Double> millis = new ArrayList<>();
      long messages = 0;
      long start = ticker.nanos();
      long before = start;
      do {
        int sent = send();
        long now = ticker.nanos();
        millis.add((now - before) / 1e6 / sent);
        messages += sent;
        before = now;
      } while (before - start < time.toNanos());
      return new Pace(
          messages, before - start, millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    default void close() throws IOException, MessagingException {}
  }
}
