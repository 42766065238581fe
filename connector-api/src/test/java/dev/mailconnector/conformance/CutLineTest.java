package dev.mailconnector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.BulkMessage;
import dev.mailconnector.Lab;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.conformance.ToyServer.Cut;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The line ends at every byte, of what the client says and of what the server says. No receipt
 * without an acceptance, no failure of what may have been accepted, no second copy (rule 6).
 */
class CutLineTest {
  /**
   * Each way is tried at every byte once. The variants of it, by RST and on a used connection, take
   * one byte in so many, but all with {@code -Dmailconnector.everyByte=true}, as CI does.
   */
  private static final int STEP = Boolean.getBoolean("mailconnector.everyByte") ? 1 : 5;

  private static final int NEVER = Integer.MAX_VALUE;
  private static final String MAIL = "MAIL FROM:<robot@example.com>\r\n";
  private static final String RCPTS = "RCPT TO:<ann@example.com>\r\nRCPT TO:<bob@example.com>\r\n";
  private static final String REPLIES = "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n250 2.1.5 Ok\r\n";

  /** How a message may go, and how many bytes pass before its own may leave. */
  private enum Way {
    ONE_FLIGHT(TransactionLevel.BDAT, false, "", ""),
    TWO_FLIGHTS(TransactionLevel.BDAT, true, MAIL + RCPTS, REPLIES),
    PIPELINED(
        TransactionLevel.PIPELINED, false, MAIL + RCPTS + "DATA\r\n", REPLIES + "354 Go ahead\r\n"),
    PIPELINED_ENVELOPE(
        TransactionLevel.PIPELINED, true, MAIL + RCPTS + "DATA\r\n", REPLIES + "354 Go ahead\r\n"),
    ONE_BY_ONE(
        TransactionLevel.PLAIN, false, MAIL + RCPTS + "DATA\r\n", REPLIES + "354 Go ahead\r\n");

    final TransactionLevel level;
    final SendOptions options;
    final String saidBefore;
    final String heardBefore;

    Way(TransactionLevel level, boolean allOrNothing, String saidBefore, String heardBefore) {
      this.level = level;
      this.options = ConnectorTrial.to(List.of("ann", "bob")).withAllOrNothing(allOrNothing);
      this.saidBefore = saidBefore;
      this.heardBefore = heardBefore;
    }
  }

  /**
   * A row of cuts.
   *
   * @param bulk whether it goes with others, by sendAll
   * @param used whether another message went over the connection before, so that a second attempt
   *     may follow
   * @param reset whether the line is reset, with replies kept back, or closed, with replies said
   * @param ownWords whether the server leaves in the middle of what it says itself
   */
  private record Cuts(Way way, boolean bulk, boolean used, boolean reset, boolean ownWords) {
    Cut at(int bytes) {
      return ownWords ? new Cut(NEVER, bytes, reset, false) : new Cut(bytes, NEVER, reset, reset);
    }

    /** The bytes to cut at, if so many pass; where not all, then others in each row. */
    int[] bytes(int last) {
      int step = reset || used != bulk ? STEP : 1;
      int row = way.ordinal() + (reset ? 1 : 0) + (ownWords ? 2 : 0) + (used ? 4 : 0);
      return IntStream.iterate(row % step, bytes -> bytes <= last, bytes -> bytes + step).toArray();
    }

    /** Before so many bytes nothing of the message can have left. */
    int bytesBeforeTheMessage() {
      return (ownWords ? way.heardBefore : way.saidBefore).length();
    }
  }

  @Test
  void line_cutAtEveryByte_neverMakesAnOutcomeUntrue() throws Exception {
    List<Callable<Integer>> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      for (int i = 0; i < 8; i++) {
        Cuts cuts = new Cuts(way, false, (i & 1) > 0, (i & 2) > 0, (i & 4) > 0);
        rows.add(() -> tryAll(cuts));
      }
    }

    assertThat(inParallel(rows)).hasSize(40).allMatch(bytes -> bytes > 40);
  }

  /** In flight together with BDAT, and each behind the one before with DATA. */
  @Test
  void line_cutAtEveryByteOfABulkSend_neverMakesAnOutcomeUntrue() throws Exception {
    List<Callable<Integer>> rows = new ArrayList<>();
    for (Way way : List.of(Way.ONE_FLIGHT, Way.PIPELINED)) {
      for (int i = 0; i < 4; i++) {
        Cuts cuts = new Cuts(way, true, true, (i & 1) > 0, (i & 2) > 0);
        rows.add(() -> tryBulk(cuts));
      }
    }

    assertThat(inParallel(rows)).hasSize(8).allMatch(bytes -> bytes > 100);
  }

  private static int tryAll(Cuts cuts) {
    try (ToyServer server = new ToyServer();
        MailConnector connector = connector(server, cuts.way())) {
      server.repliesAfter(cuts.way() == Way.ONE_FLIGHT ? 1 : 0);
      server.cut(cuts.at(NEVER));
      send(connector, cuts.way(), Texts.TRIED);
      int last = cuts.ownWords() ? server.bytesSaid() : server.bytesHeard();
      connector.evictConnections();
      int cut = 0;
      for (int bytes : cuts.bytes(last)) {
        if (cuts.used()) {
          assertThat(send(connector, cuts.way(), Texts.FIRST)).isEqualTo(Observation.SENT);
        }
        server.forget();
        int before = server.connections();
        server.cut(cuts.at(bytes));
        String told = send(connector, cuts.way(), Texts.TRIED);

        String where = cuts + " after " + bytes + " bytes: " + told;
        requireTrue(where, told, server, Texts.TRIED);
        if (bytes < cuts.bytesBeforeTheMessage()) {
          assertThat(told).as(where).isEqualTo(cuts.used() ? Observation.SENT : Observation.LOST);
        }
        if (!cuts.used()) {
          assertThat(server.connections() - before).as(where).isEqualTo(1);
        }
        int met = ++cut;
        Lab.until(() -> server.cutsMet() == met);
      }
      return last;
    }
  }

  private static int tryBulk(Cuts cuts) {
    try (ToyServer server = new ToyServer();
        MailConnector connector = connector(server, cuts.way())) {
      server.repliesAfter(cuts.way() == Way.ONE_FLIGHT ? 3 : 0);
      send(connector, cuts.way(), Texts.FIRST);
      server.cut(cuts.at(NEVER));
      sendAll(connector, cuts.way());
      int last = cuts.ownWords() ? server.bytesSaid() : server.bytesHeard();
      connector.evictConnections();
      int cut = 0;
      for (int bytes : cuts.bytes(last)) {
        assertThat(send(connector, cuts.way(), Texts.FIRST)).isEqualTo(Observation.SENT);
        server.forget();
        server.cut(cuts.at(bytes));
        List<String> told = sendAll(connector, cuts.way());

        String where = cuts + " after " + bytes + " bytes: " + told;
        requireTrue(where, told.get(0), server, Texts.BEFORE);
        requireTrue(where, told.get(1), server, Texts.TRIED);
        requireTrue(where, told.get(2), server, Texts.BEHIND);
        int met = ++cut;
        Lab.until(() -> server.cutsMet() == met);
      }
      return last;
    }
  }

  private static void requireTrue(String where, String told, ToyServer server, String subject) {
    long copies =
        server.kept().stream()
            .filter(kept -> Texts.subjectOf(kept.content()).equals(subject))
            .count();
    switch (told) {
      case Observation.SENT -> assertThat(copies).as(where).isEqualTo(1);
      case Observation.UNKNOWN -> assertThat(copies).as(where).isLessThanOrEqualTo(1);
      case Observation.LOST -> assertThat(copies).as(where).isZero();
      default -> throw new AssertionError(where);
    }
  }

  private static String send(MailConnector connector, Way way, String subject) {
    return ConnectorTrial.told(() -> connector.send(message(subject), way.options));
  }

  private static List<String> sendAll(MailConnector connector, Way way) {
    List<BulkMessage> messages =
        Stream.of(Texts.BEFORE, Texts.TRIED, Texts.BEHIND)
            .map(subject -> BulkMessage.of(message(subject)).with(way.options))
            .toList();
    try (Stream<SendOutcome> outcomes = connector.sendAll(messages)) {
      return outcomes
          .sorted(Comparator.comparingLong(SendOutcome::index))
          .map(outcome -> ConnectorTrial.told(outcome::receipt))
          .toList();
    }
  }

  private static byte[] message(String subject) {
    return Lab.raw("From: robot@example.com", "Subject: " + subject, "", ".", "");
  }

  private static MailConnector connector(ToyServer server, Way way) {
    return new Lab()
        .connector(
            Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                .ehloName("client.example")
                .timeouts(Lab.TIMEOUTS)
                .transactionLevel(way.level)
                .pool(PoolSettings.defaults().withMaxConnections(1))
                .build());
  }

  private static List<Integer> inParallel(List<Callable<Integer>> rows) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Integer> tried = new ArrayList<>();
      for (Future<Integer> row : threads.invokeAll(rows)) {
        tried.add(row.get());
      }
      return tried;
    } finally {
      threads.shutdownNow();
    }
  }
}
