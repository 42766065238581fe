package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.BulkPeer;
import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
import dev.mailconnector.benchmarks.peer.SimpleJavaMailPeer;
import dev.mailconnector.benchmarks.peer.SpringPeer;
import dev.mailconnector.benchmarks.peer.VertxPeer;
import java.util.List;

/** The senders, in the order of the report. */
final class Peers {
  /** Those that need nothing but a JVM. */
  static final List<Peer> JAVA =
      List.of(
          MailConnectorPeer.MESSAGES,
          MailConnectorPeer.BYTES,
          MailConnectorPeer.PIPELINED,
          BulkPeer.MESSAGES,
          BulkPeer.BYTES,
          BulkPeer.PIPELINED,
          AngusPeer.REUSED,
          AngusPeer.NO_DELAY,
          AngusPeer.BYTES,
          AngusPeer.PER_MESSAGE,
          new SpringPeer(),
          new SimpleJavaMailPeer(),
          new VertxPeer(),
          RawPeer.ONE,
          RawPeer.SIXTEEN);

  /** Where one more of another kind belongs: before those that are no library. */
  static final int AFTER_OTHERS = JAVA.size() - 2;

  private Peers() {}
}
