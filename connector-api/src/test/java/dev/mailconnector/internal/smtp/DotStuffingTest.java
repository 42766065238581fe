package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.MessageWriter;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.net.SocketOpener;
import dev.mailconnector.internal.net.Watchdog;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What crosses the wire after DATA, read by a server that knows only RFC 5321 section 4.5.2. */
class DotStuffingTest {
  private static final String HEADER = "From: a@b.example\r\nTo: c@d.example\r\n\r\n";
  private static final char[] ALPHABET = {'\r', '\n', '.', 'a'};

  @Test
  void write_everySmugglingSequence_isOneMessageWithCanonicalLineEnds() throws Exception {
    List<String> bodies = allBodies(7);
    MessageWriter writer = new MessageWriter(null);
    Account account =
        Account.builder("robot", new SmtpEndpoint("localhost", 25, TlsMode.NONE)).build();
    List<byte[]> contents = new ArrayList<>();
    for (String body : bodies) {
      RawMessage raw = RawMessage.of((HEADER + body).getBytes(StandardCharsets.US_ASCII));
      try (OutgoingMessage message = writer.write(raw, account, SendOptions.defaults());
          InputStream in = message.content().open()) {
        contents.add(in.readAllBytes());
      }
    }

    List<String> received = messages(overTheWire(contents));

    assertThat(bodies).hasSize(21845);
    assertThat(received).hasSameSizeAs(bodies);
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(received.get(i)).isEqualTo(HEADER + canonical(bodies.get(i)));
    }
  }

  @Test
  void write_dotsAcrossChunkBoundaries_arriveAsTheyWere() throws Exception {
    Random random = new Random(5321);
    List<String> contents = new ArrayList<>();
    for (int size : new int[] {16_383, 16_384, 16_385, 32_763, 32_765, 32_767, 32_768, 100_000}) {
      StringBuilder text = new StringBuilder(size + 4);
      while (text.length() < size - 2) {
        text.append(random.nextInt(3) == 0 ? "\r\n" : random.nextBoolean() ? "." : "a");
      }
      text.setLength(size - 2);
      contents.add(canonical(text.toString()));
      contents.add("." + "\r\n.".repeat(size / 3) + "\r\n");
    }

    List<String> received =
        messages(
            overTheWire(
                contents.stream().map(text -> text.getBytes(StandardCharsets.US_ASCII)).toList()));

    assertThat(received).isEqualTo(contents);
  }

  /** All strings over the alphabet up to this length. */
  private static List<String> allBodies(int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        for (char c : ALPHABET) {
          all.add(all.get(i) + c);
        }
      }
      from = to;
    }
    return all;
  }

  /** The reference: every CRLF, CR and LF is a line end, and the last line is complete. */
  private static String canonical(String text) {
    String lines = text.replaceAll("\r+\n", "\n").replace('\r', '\n');
    String whole = lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
    return whole.replace("\n", "\r\n");
  }

  private static String overTheWire(List<byte[]> contents) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> readAll(listener));
      ManualScheduler scheduler = new ManualScheduler(SettableClock.at("2026-11-21T10:00:00Z"));
      ProxyLogins noProxy = new ProxyLogins(Clocks.calendar(), Clocks.monotonic(), Runnable::run);
      SocketOpener opener = new SocketOpener(Runnable::run, new Watchdog(scheduler), noProxy);
      Deadline limit = Deadline.in(Duration.ofSeconds(30), Clocks.monotonic());
      SmtpEndpoint endpoint = new SmtpEndpoint("127.0.0.1", listener.getLocalPort(), TlsMode.NONE);
      SmtpWire wire = new SmtpWire("test", opener.open(endpoint, null, limit), null);
      for (byte[] content : contents) {
        new DotStuffing(wire, new Until(limit))
            .write(new ByteArrayInputStream(content), new byte[0]);
      }
      wire.abort();
      return received.get();
    }
  }

  private static String readAll(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the flow apart at CRLF.CRLF and takes the stuffed dots out, and nothing else. */
  private static List<String> messages(String flow) {
    List<String> messages = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    int start = 0;
    for (int end = flow.indexOf("\r\n"); end >= 0; end = flow.indexOf("\r\n", start)) {
      String line = flow.substring(start, end);
      start = end + 2;
      if (line.equals(".")) {
        messages.add(message.toString());
        message.setLength(0);
      } else {
        message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
    }
    assertThat(start).as("nothing follows the last message").isEqualTo(flow.length());
    return messages;
  }

  private record Until(Deadline piece) implements PieceLimits {
    @Override
    public Deadline last() {
      return piece;
    }
  }
}
