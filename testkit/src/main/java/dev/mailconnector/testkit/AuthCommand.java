package dev.mailconnector.testkit;

import dev.mailconnector.testkit.ServerMechanism.Exchange;
import dev.mailconnector.testkit.ServerMechanism.Step;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** AUTH (RFC 4954) on one connection. */
final class AuthCommand {
  private static final byte[] NOTHING = new byte[0];

  private final Connection connection;
  private final ServerScript script;

  AuthCommand(Connection connection) {
    this.connection = connection;
    this.script = connection.script;
  }

  Reply start(String arguments) {
    if (connection.login() != null) {
      return Reply.of("503 5.5.1 Already authenticated");
    }
    String[] words = arguments.split(" ", 2);
    String name = words[0].toUpperCase(Locale.ROOT);
    ServerMechanism mechanism = script.offered(name, connection.wire.tls());
    if (mechanism == null) {
      return refuse(
          connection.awaitsTls()
              ? script.texts().tlsRequired()
              : "504 5.7.4 Unrecognized authentication type");
    }
    Exchange exchange = mechanism.start(connection.mechanismContext());
    return words.length == 1
        ? answer(name, exchange, exchange.next(null))
        : proceed(name, exchange, words[1].equals("=") ? "" : words[1]);
  }

  Reply refuse(String text) {
    connection.ledger.loginRefused();
    return Reply.of(text);
  }

  private Reply proceed(String name, Exchange exchange, String base64) {
    byte[] response = decode(base64);
    return response == null
        ? refuse("501 5.5.2 Cannot decode the response")
        : answer(name, exchange, exchange.next(response));
  }

  private Reply answer(String name, Exchange exchange, Step step) {
    if (step instanceof Step.Challenge challenge) {
      String data = Base64.getEncoder().encodeToString(challenge.data());
      return Reply.of("334 " + data).then(() -> readResponse(name, exchange));
    }
    if (step instanceof Step.Text text) {
      return Reply.of("334 " + text.text()).then(() -> readResponse(name, exchange));
    }
    if (step instanceof Step.Accepted accepted) {
      connection.login(new Login(name, accepted.user()));
      connection.ledger.loginAccepted();
      return Reply.of(script.texts().loginOk());
    }
    String reply = ((Step.Refused) step).reply();
    return refuse(reply == null ? script.texts().loginRefused() : reply);
  }

  private void readResponse(String name, Exchange exchange) throws IOException {
    Wire.Line line = connection.wire.readLine();
    if (line == null) {
      throw new SessionEnd();
    }
    connection.transcript.client(line.text());
    connection.player.answer(
        () -> {
          if (line.length() > script.authResponseLimit()) {
            return refuse("500 5.5.6 Authentication exchange line is too long");
          }
          return line.text().equals("*")
              ? refuse("501 5.7.0 Authentication aborted")
              : proceed(name, exchange, line.text());
        },
        new Trigger.Point.AuthResponse());
    connection.wire.forgetRoundTrips();
  }

  private static byte @Nullable [] decode(String base64) {
    if (base64.isEmpty()) {
      return NOTHING;
    }
    try {
      return base64.length() % 4 == 0 ? Base64.getDecoder().decode(base64) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
