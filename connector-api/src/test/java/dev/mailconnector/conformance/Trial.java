package dev.mailconnector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.MailConnector;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.TlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One behaviour met by one sender: the message under test, and then the next one. */
final class Trial {
  private final Behaviour behaviour;
  private final Sender sender;
  private final boolean tls;

  Trial(Behaviour behaviour, Sender sender, boolean tls) {
    this.behaviour = behaviour;
    this.sender = sender;
    this.tls = tls;
  }

  Observation run() throws Exception {
    try (Peer peer = peer()) {
      return sender.isAngus() ? byAngus(peer) : byConnector(peer);
    }
  }

  private Peer peer() {
    return behaviour.toy != null
        ? behaviour.toy.get()
        : new ScriptedPeer(behaviour, sender.isBulk(), tls ? ServerTls.IMPLICIT : ServerTls.NONE);
  }

  private Observation byConnector(Peer peer) {
    ConnectorTrial trial = new ConnectorTrial(behaviour, sender);
    try (MailConnector connector =
        trial.connector(peer.port(), tls ? TlsMode.IMPLICIT : TlsMode.NONE)) {
      String told;
      if (sender.isBulk()) {
        // Before the server has taken a message in one flight, no other would follow it.
        ConnectorTrial.sendOther(connector, Texts.FIRST);
        placeFaults(peer, 1);
        List<String> all = trial.sendInBulk(connector);
        told = all.get(1);
        boolean inDoubt = told.equals(Observation.UNKNOWN);
        boolean over = behaviour.expectedOf(sender).next().equals(Observation.NEW);
        // In a chain a verdict is believed when the replies to the next message's commands are in.
        boolean unconfirmed = sender == Sender.CHAIN && over;
        requireHonest(peer, Texts.BEFORE, all.get(0), inDoubt || unconfirmed);
        requireHonest(peer, Texts.BEHIND, all.get(2), inDoubt || over);
      } else {
        placeFaults(peer, 0);
        told = trial.send(connector);
      }
      String delivered = delivered(peer);
      between(peer);
      int before = peer.connections();
      String next = ConnectorTrial.sendOther(connector, Texts.NEXT);
      return new Observation(delivered, told, next(peer, next, before));
    }
  }

  private Observation byAngus(Peer peer) throws Exception {
    try (AngusTrial trial = new AngusTrial(behaviour, peer.port())) {
      placeFaults(peer, 0);
      String told = trial.send();
      String delivered = delivered(peer);
      between(peer);
      int before = peer.connections();
      return new Observation(delivered, told, next(peer, trial.sendOther(Texts.NEXT), before));
    }
  }

  private static void placeFaults(Peer peer, int others) {
    if (peer instanceof ScriptedPeer scripted) {
      scripted.placeFaults(others);
    }
  }

  private void between(Peer peer) {
    if (peer instanceof ScriptedPeer scripted) {
      behaviour.between.accept(scripted.server());
    }
  }

  /** Only where the message under test ends the line may its neighbours be in doubt. */
  private static void requireHonest(Peer peer, String subject, String told, boolean mayBeInDoubt) {
    long copies =
        peer.kept().stream()
            .filter(kept -> Texts.subjectOf(kept.content()).equals(subject))
            .count();
    if (mayBeInDoubt && told.equals(Observation.UNKNOWN)) {
      assertThat(copies).as(subject).isLessThanOrEqualTo(1);
    } else {
      assertThat(told).as(subject).isEqualTo(Observation.SENT);
      assertThat(copies).as(subject).isEqualTo(1);
    }
  }

  private String delivered(Peer peer) {
    String all =
        peer.kept().stream()
            .filter(kept -> Texts.subjectOf(kept.content()).equals(Texts.TRIED))
            .map(this::describe)
            .collect(Collectors.joining(" and again "));
    return all.isEmpty() ? Observation.NOBODY : all;
  }

  private String describe(Peer.Kept kept) {
    byte[] sent = sender == Sender.TWO_FLIGHTS ? Texts.large(behaviour.message) : behaviour.message;
    String names = kept.recipients().stream().map(Texts::name).collect(Collectors.joining(", "));
    return Arrays.equals(sent, kept.content()) ? names : names + ", but not as it was sent";
  }

  private static String next(Peer peer, String told, int connectionsBefore) {
    long copies =
        peer.kept().stream()
            .filter(kept -> Texts.subjectOf(kept.content()).equals(Texts.NEXT))
            .count();
    if (!told.equals(Observation.SENT) || copies != 1) {
      return told + ", " + copies + " delivered";
    }
    return peer.connections() == connectionsBefore && connectionsBefore == 1
        ? Observation.SAME
        : Observation.NEW;
  }
}
