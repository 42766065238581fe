package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Letter;
import java.time.Duration;

/**
 * One situation in which all senders are measured.
 *
 * @param roundTrip milliseconds by which each batch of replies is held back
 * @param tls whether TLS is spoken (from the first byte) and a login done
 * @param large whether the message has 100 KB, else 2 KB
 * @param connections how many connections, and sending threads
 * @param recipients how many recipients a message has
 */
record Cell(int roundTrip, boolean tls, boolean large, int connections, int recipients) {
  Letter letter() {
    return large ? Letter.large(recipients) : Letter.small(recipients);
  }

  Duration delay() {
    return Duration.ofMillis(roundTrip);
  }

  @Override
  public String toString() {
    return "RTT %d ms, %s, %s, %d connection%s, %d recipient%s"
        .formatted(
            roundTrip,
            tls ? "TLS" : "plain",
            large ? "100 KB" : "2 KB",
            connections,
            connections == 1 ? "" : "s",
            recipients,
            recipients == 1 ? "" : "s");
  }
}
