package dev.mailconnector.live;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;

/** What there is to find out at a mail server without handing in a message. */
final class SmtpFlows {
  private static final int LONGEST_LINE = 512;
  private static final int CONNECTIONS = 4;
  private static final List<String> MECHANISMS = List.of("XOAUTH2", "OAUTHBEARER");

  private final SmtpEndpoint endpoint;
  private final SSLContext tls;
  private final String user;
  private final Secret token;
  private final Ticker ticker;

  SmtpFlows(SmtpEndpoint endpoint, SSLContext tls, String user, Secret token, Ticker ticker) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.user = user;
    this.token = token;
    this.ticker = ticker;
  }

  List<FlowResult> run() {
    List<FlowResult> results = new ArrayList<>();
    results.add(flow("greeting and EHLO", this::greeting));
    for (String mechanism : MECHANISMS) {
      results.add(flow("login by " + mechanism + " on one line", said -> oneLine(mechanism, said)));
      results.add(flow("login by " + mechanism + " in two steps", said -> steps(mechanism, said)));
    }
    results.add(flow("login with a token that must be refused", this::refused));
    results.add(flow("MAIL and RCPT in one flight, taken back", this::pipelined));
    results.add(flow(CONNECTIONS + " connections at once", this::connections));
    return results;
  }

  private FlowResult flow(String name, Flow.Steps steps) {
    return Flow.run(name, ticker, steps);
  }

  private SmtpLine open() throws IOException {
    return SmtpLine.open(endpoint, tls);
  }

  private boolean greeting(List<String> said) throws IOException {
    try (SmtpLine line = open()) {
      said.add(line.greeting());
      if (!line.ehloBeforeTls().isEmpty()) {
        said.add("before TLS:\n" + line.ehloBeforeTls());
      }
      said.add(line.tlsProtocol() + ":\n" + line.ehlo());
      return line.ehlo().startsWith("250") && !line.offer("AUTH").isEmpty();
    }
  }

  private boolean oneLine(String mechanism, List<String> said) throws IOException {
    try (SmtpLine line = open()) {
      if (isNotOffered(line, mechanism, said)) {
        return true;
      }
      String command = "AUTH " + mechanism + " " + response(mechanism, token.reveal());
      int octets = command.length() + 2;
      said.add("a line of " + octets + " octets");
      String reply = line.say(command);
      said.add(reply);
      return reply.startsWith("235") || octets > LONGEST_LINE;
    }
  }

  private boolean steps(String mechanism, List<String> said) throws IOException {
    try (SmtpLine line = open()) {
      return isNotOffered(line, mechanism, said)
          || login(line, mechanism, token.reveal(), said).startsWith("235");
    }
  }

  private static boolean isNotOffered(SmtpLine line, String mechanism, List<String> said) {
    if (line.offersLogin(mechanism)) {
      return false;
    }
    said.add("not offered");
    return true;
  }

  private String login(SmtpLine line, String mechanism, String value, List<String> said)
      throws IOException {
    String reply = line.say("AUTH " + mechanism);
    said.add(reply);
    if (!reply.startsWith("334")) {
      return reply;
    }
    reply = line.say(response(mechanism, value));
    said.add(reply.startsWith("334") ? reply + explained(reply) : reply);
    if (reply.startsWith("334")) {
      reply = line.say(mechanism.equals("XOAUTH2") ? "" : "AQ==");
      said.add(reply);
    }
    return reply;
  }

  /** The error that a server explains in JSON, in base64. */
  private static String explained(String reply) {
    try {
      byte[] json = Base64.getDecoder().decode(reply.substring(3).trim());
      return "\nwhich says: " + new String(json, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException other) {
      return "";
    }
  }

  private String response(String mechanism, String value) {
    String text =
        mechanism.equals("XOAUTH2")
            ? "user=" + user + "\u0001auth=Bearer " + value + "\u0001\u0001"
            : "n,a="
                + user
                + ",\u0001host="
                + endpoint.host()
                + "\u0001port="
                + endpoint.port()
                + "\u0001auth=Bearer "
                + value
                + "\u0001\u0001";
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean refused(List<String> said) throws IOException {
    try (SmtpLine line = open()) {
      String wrong = LiveLogin.broken(token.reveal());
      return login(line, offered(line), wrong, said).startsWith("5");
    }
  }

  private static String offered(SmtpLine line) throws IOException {
    return MECHANISMS.stream()
        .filter(line::offersLogin)
        .findFirst()
        .orElseThrow(() -> new IOException("No login by token is offered: " + line.offer("AUTH")));
  }

  private boolean pipelined(List<String> said) throws IOException {
    try (SmtpLine line = open()) {
      if (line.offer("PIPELINING").isEmpty()) {
        said.add("PIPELINING is not offered");
        return true;
      }
      if (!login(line, offered(line), token.reveal(), said).startsWith("235")) {
        return false;
      }
      line.send("MAIL FROM:<" + user + ">\r\nRCPT TO:<" + user + ">\r\nRSET\r\n");
      boolean good = true;
      for (int reply = 0; reply < 3; reply++) {
        String text = line.read();
        said.add(text);
        good &= text.startsWith("250");
      }
      return good;
    }
  }

  /** How many a server takes is its own affair; that it takes one is not. */
  private boolean connections(List<String> said) throws IOException {
    List<SmtpLine> lines = new ArrayList<>();
    try {
      int accepted = 0;
      for (int i = 1; i <= CONNECTIONS; i++) {
        List<String> dialogue = new ArrayList<>();
        SmtpLine line = open();
        lines.add(line);
        String reply = login(line, offered(line), token.reveal(), dialogue);
        said.add(i + ": " + reply);
        accepted += reply.startsWith("235") ? 1 : 0;
      }
      return accepted > 0;
    } catch (IOException refused) {
      said.add((lines.size() + 1) + ": " + refused.getMessage());
      return !lines.isEmpty();
    } finally {
      for (SmtpLine line : lines) {
        line.close();
      }
    }
  }
}
