package dev.mailconnector.benchmarks.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One client: answers what has arrived in one batch, then waits for more. */
final class SinkConnection implements SinkInput.BeforeRead {
  private static final byte[] OK = bytes("250 2.0.0 OK\r\n");
  private static final byte[] GO_AHEAD = bytes("354 go ahead\r\n");
  private static final byte[] CHALLENGE = bytes("334 \r\n");
  private static final byte[] LOGGED_IN = bytes("235 2.7.0 OK\r\n");
  private static final byte[] BYE = bytes("221 2.0.0 bye\r\n");
  private static final byte[] OUT_OF_ORDER = bytes("503 5.5.1 out of order\r\n");
  private static final byte[] UNKNOWN = bytes("500 5.5.2 unknown\r\n");
  private static final byte[] GREETING = bytes("220 sink ESMTP\r\n");

  private final DelayLine line;
  private final Tally tally;
  private final SinkInput input;
  private final byte[] capabilities;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream(512);
  private boolean answered;
  private boolean mail;
  private boolean recipient;
  private long chunks;

  SinkConnection(InputStream in, DelayLine line, Tally tally) {
    this.line = line;
    this.tally = tally;
    this.input = new SinkInput(in, this);
    this.capabilities =
        bytes(
            "250-sink\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250-SIZE 268435456\r\n"
                + "250-AUTH PLAIN LOGIN XOAUTH2\r\n250 ENHANCEDSTATUSCODES\r\n");
  }

  /** Serves until QUIT; the end of the line ends it with an exception. */
  void serve() throws IOException {
    batch.writeBytes(GREETING);
    boolean open = true;
    while (open) {
      open = answer(input.line());
    }
    flush();
  }

  @Override
  public void blocking() throws IOException {
    flush();
  }

  @Override
  public void arrived() {
    if (answered && line.isEmpty()) {
      answered = false;
      tally.turns.increment();
    }
  }

  private void flush() throws IOException {
    if (batch.size() > 0) {
      line.send(batch.toByteArray());
      batch.reset();
      answered = true;
    }
  }

  private boolean answer(String command) throws IOException {
    String verb = command.substring(0, Math.min(4, command.length())).toUpperCase(Locale.ROOT);
    switch (verb) {
      case "MAIL" -> mail();
      case "RCPT" -> recipient();
      case "BDAT" -> chunk(command);
      case "DATA" -> data();
      case "RSET" -> reset();
      case "NOOP", "HELO" -> batch.writeBytes(OK);
      case "EHLO" -> batch.writeBytes(capabilities);
      case "AUTH" -> login(command);
      case "QUIT" -> batch.writeBytes(BYE);
      default -> wrong(UNKNOWN);
    }
    return !verb.equals("QUIT");
  }

  private void mail() {
    if (mail) {
      wrong(OUT_OF_ORDER);
    } else {
      mail = true;
      batch.writeBytes(OK);
    }
  }

  private void recipient() {
    if (mail) {
      recipient = true;
      batch.writeBytes(OK);
    } else {
      wrong(OUT_OF_ORDER);
    }
  }

  private void chunk(String command) throws IOException {
    String[] words = command.split(" ");
    long length = Long.parseLong(words[1]);
    input.skip(length);
    if (!recipient) {
      wrong(OUT_OF_ORDER);
      return;
    }
    chunks += length;
    if (words.length > 2) {
      accept(chunks);
    } else {
      batch.writeBytes(OK);
    }
  }

  private void data() throws IOException {
    if (!recipient || chunks > 0) {
      wrong(OUT_OF_ORDER);
      return;
    }
    batch.writeBytes(GO_AHEAD);
    accept(input.skipToDot());
  }

  private void accept(long length) {
    tally.messages.increment();
    tally.bytes.add(length);
    reset();
  }

  private void reset() {
    mail = false;
    recipient = false;
    chunks = 0;
    batch.writeBytes(OK);
  }

  private void login(String command) throws IOException {
    String[] words = command.split(" ");
    int steps = words[1].equalsIgnoreCase("LOGIN") ? 2 : 1;
    for (int step = words.length - 2; step < steps; step++) {
      batch.writeBytes(CHALLENGE);
      input.line();
    }
    batch.writeBytes(LOGGED_IN);
  }

  private void wrong(byte[] reply) {
    tally.errors.increment();
    batch.writeBytes(reply);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
