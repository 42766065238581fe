package dev.mailconnector.testkit;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One connection from greeting to end: reads commands and hands them on. */
final class SmtpConversation {
  private static final Set<String> NOT_PART_OF_A_MESSAGE =
      Set.of("EHLO", "HELO", "STARTTLS", "AUTH", "NOOP");
  private static final int COMMAND_LIMIT = 4096;

  private final Connection connection;
  private final ServerScript script;
  private final AuthCommand auth;
  private MailTransaction transaction;
  private boolean greeted;

  SmtpConversation(Connection connection) {
    this.connection = connection;
    this.script = connection.script;
    this.auth = new AuthCommand(connection);
    this.transaction = new MailTransaction(connection);
  }

  void run() throws IOException {
    if (script.tls() == ServerTls.IMPLICIT) {
      handshake();
    }
    connection.player.answer(
        () ->
            Reply.of(script.texts().greetingAt(script.clock().instant().atOffset(ZoneOffset.UTC))),
        new Trigger.Point.Connect());
    Wire.Line line = connection.wire.readLine();
    while (line != null) {
      connection.transcript.client(line.text());
      command(line);
      line = connection.wire.readLine();
    }
  }

  private void command(Wire.Line line) throws IOException {
    String[] words = line.text().split(" ", 2);
    String verb = words[0].toUpperCase(Locale.ROOT);
    String rest = words.length > 1 ? words[1] : "";
    connection.ledger.command(verb);
    if (NOT_PART_OF_A_MESSAGE.contains(verb)) {
      connection.wire.forgetRoundTrips();
    }
    if (verb.equals("BDAT")) {
      transaction.bdat(rest, script.offers("CHUNKING", connection.wire.tls()));
      return;
    }
    Trigger.Point command = new Trigger.Point.Command(verb);
    if (verb.equals("AUTH")) {
      String mechanism = rest.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      connection.player.answer(
          () -> auth(rest, line.length()), command, new Trigger.Point.Auth(mechanism));
    } else if (line.length() > COMMAND_LIMIT) {
      connection.player.answer(() -> Reply.of("500 5.5.2 Line too long"), command);
    } else {
      connection.player.answer(() -> execute(verb, rest), command);
    }
  }

  private Reply execute(String verb, String rest) throws IOException {
    return switch (verb) {
      case "EHLO" -> ehlo(rest);
      case "HELO" -> helo(rest);
      case "STARTTLS" -> startTls();
      case "MAIL" -> greeted ? transaction.mail(rest) : ehloFirst();
      case "RCPT" -> transaction.rcpt(rest);
      case "DATA" -> transaction.data();
      case "RSET" -> {
        transaction = new MailTransaction(connection);
        yield Reply.of("250 2.0.0 Resetting");
      }
      case "NOOP" -> Reply.of("250 2.0.0 OK");
      case "VRFY" -> Reply.of("252 2.1.5 Cannot VRFY user, but will accept message");
      case "QUIT" ->
          Reply.of(script.texts().quit())
              .then(
                  () -> {
                    throw new SessionEnd();
                  });
      default -> Reply.of("500 5.5.1 Unrecognized command");
    };
  }

  private Reply ehlo(String client) {
    if (client.isBlank()) {
      return Reply.of("501 5.5.4 EHLO needs a domain or an address literal");
    }
    greeted = true;
    transaction = new MailTransaction(connection);
    List<String> texts = new ArrayList<>();
    texts.add(script.texts().ehloTitle());
    texts.addAll(script.keywords(connection.wire.tls()));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      lines.add((i < texts.size() - 1 ? "250-" : "250 ") + texts.get(i));
    }
    return new Reply(lines, () -> {});
  }

  private Reply helo(String client) {
    if (client.isBlank()) {
      return Reply.of("501 5.5.4 HELO needs a domain");
    }
    greeted = true;
    transaction = new MailTransaction(connection);
    return Reply.of("250 " + script.texts().ehloTitle());
  }

  private Reply startTls() throws IOException {
    if (script.tls() != ServerTls.STARTTLS) {
      return Reply.of("502 5.5.1 STARTTLS is not available");
    }
    if (!connection.awaitsTls()) {
      return Reply.of("503 5.5.1 TLS is on already");
    }
    if (connection.wire.hasUnreadLines()) {
      return Reply.of("454 4.5.0 SMTP protocol violation, no commands allowed after STARTTLS");
    }
    return Reply.of(script.texts().startTlsReady()).then(this::handshake);
  }

  private void handshake() throws IOException {
    connection.player.answer(
        () -> {
          connection.handshake();
          return Reply.silence();
        },
        new Trigger.Point.Tls());
    greeted = false;
    transaction = new MailTransaction(connection);
  }

  private Reply auth(String rest, int length) {
    if (length > script.authLineLimit()) {
      return auth.refuse("500 5.5.2 Line too long");
    }
    if (!greeted) {
      return ehloFirst();
    }
    if (transaction.isOpen()) {
      return Reply.of("503 5.5.1 AUTH is not permitted during a mail transaction");
    }
    return auth.start(rest);
  }

  private static Reply ehloFirst() {
    return Reply.of("503 5.5.1 EHLO/HELO first");
  }
}
