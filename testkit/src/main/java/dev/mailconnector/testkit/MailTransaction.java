package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mail transaction (RFC 5321, section 3.3): MAIL, RCPT, and the content by DATA or BDAT. */
final class MailTransaction {
  static final String TOO_BIG = "552 5.3.4 Message size exceeds fixed maximum message size";

  private static final Pattern CHUNK =
      Pattern.compile("(\\d{1,18})(\\s+LAST)?", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final ServerScript script;
  private final List<String> recipients = new ArrayList<>();
  private final List<Map<String, String>> recipientParameters = new ArrayList<>();
  private @Nullable String sender;
  private Map<String, String> parameters = Map.of();
  private @Nullable ByteArrayOutputStream chunks;
  private long received;

  MailTransaction(Connection connection) {
    this.connection = connection;
    this.script = connection.script;
  }

  boolean isOpen() {
    return sender != null;
  }

  Reply mail(String rest) {
    if (script.loginRequired() && connection.login() == null) {
      return Reply.of(
          connection.awaitsTls() ? script.texts().tlsRequired() : script.texts().loginRequired());
    }
    if (sender != null) {
      return Reply.of("503 5.5.1 Sender already specified");
    }
    MailPath path = MailPath.parse("FROM:", rest);
    if (path == null) {
      return Reply.of("501 5.5.4 Syntax: MAIL FROM:<address>");
    }
    String problem = path.problemOfSender(script, connection.wire.tls());
    if (problem != null) {
      return Reply.of(problem);
    }
    sender = path.address();
    parameters = path.parameters();
    return Reply.of(script.texts().senderOk());
  }

  Reply rcpt(String rest) {
    if (sender == null) {
      return Reply.of("503 5.5.2 Need MAIL command");
    }
    MailPath path = MailPath.parse("TO:", rest);
    if (path == null || path.address().isEmpty()) {
      return Reply.of("501 5.5.4 Syntax: RCPT TO:<address>");
    }
    String problem =
        path.problemOfRecipient(parameters.containsKey("SMTPUTF8"), script, connection.wire.tls());
    if (problem != null) {
      return Reply.of(problem);
    }
    String rule = script.recipients().get(path.address().toLowerCase(Locale.ROOT));
    if (rule == null || rule.startsWith("2")) {
      recipients.add(path.address());
      recipientParameters.add(path.parameters());
    }
    return Reply.of(rule == null ? script.texts().recipientOk() : rule);
  }

  Reply data() {
    if (chunks != null) {
      return Reply.of("503 5.5.1 DATA after BDAT");
    }
    boolean inOrder = sender != null && (!recipients.isEmpty() || script.dataWithoutRecipients());
    if (!inOrder) {
      return noRecipients();
    }
    return Reply.of(script.texts().startContent()).then(this::readData);
  }

  /** Reads the chunk whatever becomes of it, then answers. */
  void bdat(String rest, boolean offered) throws IOException {
    Matcher matcher = CHUNK.matcher(rest.strip());
    Trigger.Point command = new Trigger.Point.Command("BDAT");
    if (!offered || !matcher.matches()) {
      String text = offered ? "501 5.5.4 Syntax: BDAT size [LAST]" : "502 5.5.1 No CHUNKING";
      connection.player.answer(() -> Reply.of(text), command);
      return;
    }
    byte[] chunk = readChunk(Long.parseLong(matcher.group(1)));
    boolean last = matcher.group(2) != null;
    if (last) {
      connection.player.answer(() -> bdat(chunk, true), command, new Trigger.Point.ContentEnd());
    } else {
      connection.player.answer(() -> bdat(chunk, false), command);
    }
  }

  private Reply bdat(byte[] chunk, boolean last) {
    if (recipients.isEmpty()) {
      return noRecipients();
    }
    if (chunks == null) {
      chunks = new ByteArrayOutputStream();
    }
    chunks.writeBytes(chunk);
    if (!last) {
      return Reply.of("250 2.0.0 " + chunk.length + " octets received");
    }
    byte[] content = chunks.toByteArray();
    return keep(content, content, true);
  }

  private byte[] readChunk(long size) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (long left = size; left > 0; ) {
      long most = Math.min(left, connection.player.octetsToNextMark(received));
      byte[] part = connection.wire.readChunk(most);
      if (part.length == 0) {
        throw new SessionEnd();
      }
      chunk.writeBytes(part);
      left -= part.length;
      count(part.length, part.length == most);
    }
    connection.transcript.note(size + " octets of content");
    return chunk.toByteArray();
  }

  private void readData() throws IOException {
    DotReader dots = new DotReader();
    while (!dots.isComplete()) {
      int octet = connection.wire.readContent(received == 0);
      if (octet < 0) {
        throw new SessionEnd();
      }
      dots.accept(octet);
      count(1, connection.player.octetsToNextMark(received) == 1);
    }
    connection.transcript.note(dots.raw().length + " octets of content");
    connection.player.answer(
        () -> keep(dots.raw(), dots.content(), false), new Trigger.Point.ContentEnd());
    forget();
  }

  private void count(int octets, boolean mayMeetFault) throws IOException {
    received += octets;
    if (mayMeetFault) {
      connection.player.answer(Reply::silence, new Trigger.Point.ContentBytes(received));
    }
  }

  private Reply keep(byte[] raw, byte[] content, boolean chunked) {
    String from = sender;
    if (from == null || recipients.isEmpty()) {
      return noRecipients();
    }
    if (content.length > script.sizeLimit()) {
      forget();
      return Reply.of(TOO_BIG);
    }
    int number =
        connection.ledger.keep(
            new ReceivedMessage(
                from,
                recipients,
                parameters,
                recipientParameters,
                raw,
                content,
                chunked,
                connection.login(),
                connection.tlsProtocol(),
                connection.number,
                connection.wire.roundTrips()));
    connection.wire.forgetRoundTrips();
    forget();
    return Reply.of(script.texts().contentOk().formatted("%08X".formatted(number)));
  }

  private void forget() {
    sender = null;
    parameters = Map.of();
    recipients.clear();
    recipientParameters.clear();
    chunks = null;
    received = 0;
  }

  private static Reply noRecipients() {
    return Reply.of("503 5.5.2 Need RCPT command: no valid recipients");
  }
}
