package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mail transaction (RFC 5321, section 3.3): MAIL, RCPT, and the content by DATA or BDAT. */
final class MailTransaction {
  private static final Pattern PATH =
      Pattern.compile("\\s*<((?:\"(?:\\\\.|[^\"\\\\])*\"|[^>\"])*)>(?:\\s+(.*?))?\\s*");
  private static final Pattern CHUNK =
      Pattern.compile("(\\d{1,18})(\\s+LAST)?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> KEYWORD_OF_PARAMETER =
      Map.of(
          "SIZE", "SIZE",
          "BODY", "8BITMIME",
          "SMTPUTF8", "SMTPUTF8",
          "RET", "DSN",
          "ENVID", "DSN",
          "NOTIFY", "DSN",
          "ORCPT", "DSN",
          "AUTH", "AUTH");
  private static final Set<String> MAIL_PARAMETERS =
      Set.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH");

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
    Path path = Path.parse("FROM:", rest);
    if (path == null) {
      return Reply.of("501 5.5.4 Syntax: MAIL FROM:<address>");
    }
    String problem = problemWith(path, true);
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
    Path path = Path.parse("TO:", rest);
    if (path == null || path.address().isEmpty()) {
      return Reply.of("501 5.5.4 Syntax: RCPT TO:<address>");
    }
    String problem = problemWith(path, false);
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
    if (recipients.isEmpty()) {
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
    for (long left = size; left > 0; left--) {
      chunk.write(read(false));
      meetContentFault();
    }
    connection.transcript.note(size + " octets of content");
    return chunk.toByteArray();
  }

  private void readData() throws IOException {
    DotReader dots = new DotReader();
    while (!dots.isComplete()) {
      dots.accept(read(received == 0));
      meetContentFault();
    }
    connection.transcript.note(dots.raw().length + " octets of content");
    connection.player.answer(
        () -> keep(dots.raw(), dots.content(), false), new Trigger.Point.ContentEnd());
    forget();
  }

  private int read(boolean first) throws IOException {
    int octet = connection.wire.readContent(first);
    if (octet < 0) {
      throw new SessionEnd();
    }
    received++;
    return octet;
  }

  private void meetContentFault() throws IOException {
    if (connection.player.marksContentAt(received)) {
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
      return tooBig();
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

  private @Nullable String problemWith(Path path, boolean mail) {
    for (String name : path.parameters().keySet()) {
      String keyword = KEYWORD_OF_PARAMETER.get(name);
      if (keyword == null
          || MAIL_PARAMETERS.contains(name) != mail
          || !script.offers(keyword, connection.wire.tls())) {
        return "555 5.5.4 Unsupported parameter " + name;
      }
    }
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(path.address());
    boolean utf8 = (mail ? path.parameters() : parameters).containsKey("SMTPUTF8");
    if (!ascii && !utf8) {
      return "553 5.6.7 The address needs SMTPUTF8";
    }
    String size = path.parameters().getOrDefault("SIZE", "0");
    return size.matches("\\d{1,18}") && Long.parseLong(size) <= script.sizeLimit()
        ? null
        : "552 5.3.4 Message size exceeds fixed maximum message size";
  }

  private static Reply tooBig() {
    return Reply.of("552 5.3.4 Message size exceeds fixed maximum message size");
  }

  private static Reply noRecipients() {
    return Reply.of("503 5.5.2 Need RCPT command: no valid recipients");
  }

  /** The argument of MAIL or RCPT. */
  private record Path(String address, Map<String, String> parameters) {
    static @Nullable Path parse(String word, String argument) {
      if (!argument.regionMatches(true, 0, word, 0, word.length())) {
        return null;
      }
      Matcher matcher = PATH.matcher(argument.substring(word.length()));
      if (!matcher.matches()) {
        return null;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      String rest = matcher.group(2);
      for (String parameter : rest == null ? new String[0] : rest.split(" +")) {
        String[] parts = parameter.split("=", 2);
        parameters.put(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
      }
      return new Path(matcher.group(1), parameters);
    }
  }
}
