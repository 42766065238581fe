package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step of Thand through its own providers: {@code --dialect thand send --message}. */
class ThandStepTest {
  private static final String MESSAGE =
      """
      provider: email-internal
      subject: "Access Request Approval Required"
      to:
        - approver@example.com
      body:
        text: "A new access request requires your approval."
        html: |
          <h2>Access Request</h2>
          <p>A new access request requires your approval.</p>
      """;

  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder().loginRequired(false).tls(ServerTls.NONE).start();

  @TempDir private Path folder;
  private Path providers;

  @BeforeEach
  void writeProviders() throws IOException {
    providers =
        Files.writeString(
            folder.resolve("providers.yaml"),
            """
            version: "1.0"
            providers:
              email:
                provider: email
                config: {host: elsewhere.example, port: 25, from: agent@example.com}
              email-internal:
                name: Relay
                provider: email.smtp
                config: {host: %s, port: %d, from: agent@example.com}
            """
                .formatted(server.host(), server.port()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Ran send(String step, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("step.yaml"), step);
    String[] line = {
      "--config", providers.toString(), "--dialect", "thand", "send", "--message", file.toString()
    };
    String[] all = Arrays.copyOf(line, line.length + options.length);
    System.arraycopy(options, 0, all, line.length, options.length);
    return Ran.with(all);
  }

  private static String below(String head, String indent) {
    return head + MESSAGE.indent(indent.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workflows:\n  - name: access-approval\n    steps:\n      - task: notify\n"
            + "        type: email\n        config:\n|          ",
        "- notify:\n    thand: notify\n    with:\n|      ",
        "thand: notify\nthen: end\nwith:\n|  ",
        "do:\n  - validate:\n      thand: validate\n  - tell:\n      thand: notify\n      with:\n|"
            + "        "
      })
  void step_whereverItStands_isDeliveredThroughItsProvider(String place) throws IOException {
    int bar = place.indexOf('|');

    Ran ran = send(below(place.substring(0, bar), place.substring(bar + 1)));

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.messages()).hasSize(1);
    ReceivedMessage message = server.messages().get(0);
    assertThat(message.recipients()).containsExactly("approver@example.com");
    assertThat(message.sender()).isEqualTo("agent@example.com");
    assertThat(message.header("Subject")).contains("Access Request Approval Required");
    assertThat(message.header("Content-Type").orElseThrow()).startsWith("multipart/alternative");
    assertThat(message.body())
        .contains("A new access request requires your approval.", "<h2>Access Request</h2>");
  }

  @Test
  void step_withAMessageAlone_isText() throws IOException {
    Ran ran =
        send(
            "- tell:\n    thand: notify\n    with: {provider: email-internal, to:"
                + " ann@example.com, message: Access granted}\n");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.messages().get(0).body()).isEqualTo("Access granted\r\n");
  }

  @Test
  void account_onTheCommandLine_counts() throws IOException {
    Ran ran =
        send(
            "thand: notify\nwith: {provider: email, to: ann@example.com, message: x}\n",
            "--account",
            "email-internal");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "with: {provider: slack, to: a@b.example} | slack",
        "with: {to: '${ $context.user.email }'} | :2: an expression of a workflow (${ ... }) is not"
            + " computed here",
        "with: {to: a@b.example, mesage: x} | :2: unknown key \"mesage\"; The step may have the keys"
      })
  void step_thatCannotBeSent_saysWhy(String rest, String problem) throws IOException {
    Ran ran = send("thand: notify\n" + rest + "\n", "--text", "x");

    assertThat(ran.status()).isNotZero();
    assertThat(ran.err()).contains(problem);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void steps_twoOfThem_areAskedAbout() throws IOException {
    Ran ran =
        send(
            "- a: {thand: notify, with: {to: a@b.example}}\n"
                + "- b: {thand: notify, with: {to: a@b.example}}\n");

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err())
        .contains("step.yaml:2: a second step that notifies; keep the one that is to be sent");
  }
}
