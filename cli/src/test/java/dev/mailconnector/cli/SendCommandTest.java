package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendCommandTest {
  private static final String PASSWORD = "correct horse battery";
  private static final byte[] EML =
      ("From: Ann <ann@example.com>\r\n"
              + "To: Bob <bob@example.com>, carl@example.com\r\n"
              + "Subject: kept\r\n"
              + "X-Odd:   spaces  stay\r\n"
              + "\r\n"
              + ".dots stay\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD, "mistaken identity");

  private final TestAuthority authority = TestAuthority.create();
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .certificate(authority.issue())
          .password("robot", PASSWORD)
          .start();
  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    authority.writePem(folder);
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    config = configuration(server.port());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void send_ofANewMessage_printsTheReceipt() {
    Ran ran = send("--to", "Bob <bob@example.com>", "--subject", "Grüße", "--text", "It works.");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("account     robot (logged in as robot)")
        .containsPattern("connection  \\S+")
        .contains("reply       250 2.0.0 Ok: queued as")
        .contains("recipient   bob@example.com: 250 2.1.5 Ok");
    ReceivedMessage message = received();
    assertThat(message.sender()).isEqualTo("robot@example.com");
    assertThat(message.header("Subject")).contains("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
    assertThat(message.header("Date")).isPresent();
    assertThat(message.body()).isEqualTo("It works.\r\n");
  }

  @Test
  void send_withJson_printsOneObject() {
    Ran ran = send("--json", "--to", "bob@example.com", "--text", "x");

    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isZero();
    assertThat(json.get("account").getAsString()).isEqualTo("robot");
    assertThat(json.getAsJsonObject("reply").get("code").getAsInt()).isEqualTo(250);
    assertThat(json.getAsJsonArray("recipients")).hasSize(1);
    assertThat(ran.out().lines()).hasSize(1);
  }

  @Test
  void send_ofBlindCopies_hidesThemInTheMessage() {
    assertThat(send("--to", "bob@example.com", "--bcc", "eve@example.com", "--text", "x").status())
        .isZero();

    assertThat(received().recipients()).containsExactly("bob@example.com", "eve@example.com");
    assertThat(received().text()).doesNotContain("eve@example.com");
  }

  @Test
  void eml_fromAFile_goesByteForByteToItsOwnRecipients() throws IOException {
    Path file = Files.write(folder.resolve("a message.eml"), EML);

    assertThat(send("--eml", file.toString()).status()).isZero();

    assertThat(received().content()).isEqualTo(EML);
    assertThat(received().recipients()).containsExactly("bob@example.com", "carl@example.com");
  }

  @Test
  void eml_fromStandardInputWithTo_goesByteForByteToThatEnvelope() {
    Ran ran =
        Ran.with(
            EML,
            Map.of("MAILCONNECTOR_CONFIG", config.toString()),
            "send",
            "--eml",
            "-",
            "--to",
            "dora@example.com");

    assertThat(ran.status()).isZero();
    assertThat(received().content()).isEqualTo(EML);
    assertThat(received().recipients()).containsExactly("dora@example.com");
    assertThat(received().sender()).isEqualTo("robot@example.com");
  }

  @Test
  void eml_withFrom_takesItAsTheEnvelopeSender() throws IOException {
    Path file = Files.write(folder.resolve("a.eml"), EML);

    send("--eml", file.toString(), "--from", "bounces@example.com");

    assertThat(received().sender()).isEqualTo("bounces@example.com");
    assertThat(received().recipients()).containsExactly("bob@example.com", "carl@example.com");
  }

  @Test
  void eml_withSeveralRecipientsInOneOptionAndNoSender_takesThemAsTheEnvelope() throws IOException {
    Path file = Files.write(folder.resolve("a.eml"), EML);

    send("--eml", file.toString(), "--from", "<>", "--to", "Eve <eve@example.com>,f@example.com");

    assertThat(received().sender()).isEmpty();
    assertThat(received().recipients()).containsExactly("eve@example.com", "f@example.com");
  }

  @Test
  void message_inYaml_isSentAsItSays() throws IOException {
    Path file =
        message(
            """
            from: Robot <news@example.com>
            to: [Bob <bob@example.com>, carl@example.com]
            cc: dora@example.com
            bcc: eve@example.com
            subject: 2026
            body:
              text: |
                Plain.
              html: <p>Rich.</p>
            """);

    Ran ran = send("--message", file.toString());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    ReceivedMessage message = received();
    assertThat(message.header("From")).contains("Robot <news@example.com>");
    assertThat(message.header("To")).contains("Bob <bob@example.com>, carl@example.com");
    assertThat(message.header("Cc")).contains("dora@example.com");
    assertThat(message.header("Bcc")).isEmpty();
    assertThat(message.header("Subject")).contains("2026");
    assertThat(message.header("Content-Type").orElseThrow()).startsWith("multipart/alternative");
    assertThat(message.body()).contains("Plain.", "<p>Rich.</p>");
    assertThat(message.recipients())
        .containsExactly(
            "bob@example.com", "carl@example.com", "dora@example.com", "eve@example.com");
  }

  @Test
  void message_inYamlWithFiles_findsThemBesideIt() throws IOException {
    Files.write(folder.resolve("report.pdf"), new byte[] {1});
    Files.write(folder.resolve("logo.png"), new byte[] {2});
    Path file =
        message(
            """
            to: bob@example.com
            reply-to: help@example.com
            body: {html: "<img src='cid:logo'>"}
            inline: {logo: logo.png}
            attach: [report.pdf]
            headers: {X-Campaign: spring, Sender: Jörg <joerg@example.com>}
            """);

    Ran ran = send("--message", file.toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(received().header("Reply-To")).contains("help@example.com");
    assertThat(received().header("X-Campaign")).contains("spring");
    assertThat(received().header("Sender")).contains("=?UTF-8?Q?J=C3=B6rg?= <joerg@example.com>");
    assertThat(received().body()).contains("filename=report.pdf", "Content-ID: <logo>");
  }

  @Test
  void messageId_ofASendWithoutFrom_isOfTheAccountsDomain() {
    send("--to", "bob@example.com", "--text", "x");

    assertThat(received().header("Message-ID").orElseThrow()).endsWith("@example.com>");
  }

  @Test
  void message_withOptionsBesideIt_takesTheOptions() throws IOException {
    Path file = message("{to: bob@example.com, subject: Old, body: {text: Kept}}");

    send("--message", file.toString(), "--to", "eve@example.com", "--subject", "New");

    assertThat(received().recipients()).containsExactly("eve@example.com");
    assertThat(received().header("Subject")).contains("New");
    assertThat(received().body()).isEqualTo("Kept\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{to: bob@example.com, text: x} | unknown key \"text\"; The file may have the keys [attach,",
        "{to: bob@example.com, body: {plain: x}} | unknown key \"plain\"; body may have",
        "{to: bob@example.com, headers: x} | headers must have keys",
        "{to: bob@example.com, headers: {A: 1, A: 2}} | headers has the key \"A\" twice",
        "{to: bob@example.com, inline: {logo: missing.png}} | missing.png cannot be read",
        "{to: bob@example.com, body: x} | body must have keys, of [html, text]",
        "{to: {a: b}, body: {text: x}} | to must be text",
        "{to: bob@example.com, to: x} | the key \"to\" is there twice",
        "{to: bob@example.com | is no YAML",
        "just text | The file must have keys",
        "{to: not an address} | is not an address"
      })
  void message_thatCannotBe_endsWith65AndSaysWhy(String yaml, String why) throws IOException {
    Ran ran = send("--message", message(yaml).toString());

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err()).contains(why);
    assertThat(server.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"subjekt, subject", "form, from", "text, body.text"})
  void message_withAMisspeltKey_isToldWhereAndWhatWasMeant(String key, String meant)
      throws IOException {
    Path file = message("to: bob@example.com\n" + key + ": x\n");

    assertThat(send("--message", file.toString()).err())
        .contains(
            "The message file " + file + ":2: unknown key \"" + key + '"',
            ". Did you mean " + meant + "? Write ");
  }

  @Test
  void message_withoutARecipient_endsWith64() throws IOException {
    assertThat(send("--message", message("subject: x").toString()).status()).isEqualTo(64);
  }

  @Test
  void message_besideAFinishedMessage_endsWith64() {
    assertThat(send("--eml", "-", "--message", "x").status()).isEqualTo(64);
  }

  private Path message(String yaml) throws IOException {
    return Files.writeString(folder.resolve("message.yaml"), yaml);
  }

  @Test
  void send_withOneOfTwoRecipientsRefused_endsWith68() {
    server.recipient("bob@example.com", "550 5.1.1 No such user");

    Ran ran = send("--json", "--to", "bob@example.com,carl@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(68);
    assertThat(ran.err()).contains("bob@example.com").contains("550 5.1.1 No such user");
    JsonObject json = JsonParser.parseString(ran.lastLine()).getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isEqualTo(68);
    assertThat(json.getAsJsonArray("recipients")).hasSize(2);
  }

  @Test
  void send_refusedForGood_endsWith65AndSaysWhatTheServerSaid() {
    server.recipient("bob@example.com", "550 5.1.1 No such user");

    Ran ran = send("--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("550 5.1.1 No such user").doesNotContain("\tat ");
  }

  @Test
  void send_refusedForNow_endsWith75() {
    server.recipient("bob@example.com", "451 4.3.0 Later");

    assertThat(send("--to", "bob@example.com", "--text", "x").status()).isEqualTo(75);
  }

  @Test
  void send_withTheLineCutBeforeTheFinalReply_endsWith74() {
    server.on(Trigger.contentEnd(), SmtpFault.closeBefore());

    Ran ran = send("--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(74);
    assertThat(ran.err()).contains("may have accepted");
  }

  @Test
  void send_withAWrongPassword_endsWith77AndDoesNotShowIt() throws IOException {
    Files.writeString(folder.resolve("password"), "mistaken identity");

    Ran ran = send("--verbose", "--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(77);
    assertThat(ran.err()).contains("535 5.7.8").contains("C: AUTH PLAIN");
    assertThat(ran.err()).contains("LoginRefusedException");
  }

  @Test
  void send_toADeadPort_endsWith69() throws IOException {
    int port = server.port();
    server.close();

    Ran ran = send("--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(69);
    assertThat(ran.err()).contains("127.0.0.1:" + port);
  }

  @Test
  void send_withAnUnknownAuthority_endsWith78() throws IOException {
    TestAuthority.create().writePem(folder);

    Ran ran = send("--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("certificate");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void send_throughAnUnknownAccount_namesTheKnownOnes() {
    Ran ran = send("--account", "robto", "--to", "bob@example.com", "--text", "x");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("robto").contains("robot");
  }

  @Test
  void send_withALineBreakInTheSubject_endsWith65AndSendsNothing() {
    Ran ran = send("--to", "bob@example.com", "--subject", "Hi\r\nBcc: eve@example.com");

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err()).contains("The subject");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void send_ofAMissingFile_endsWith65AndNamesIt() {
    Ran ran = send("--eml", "/no/such.eml");

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err())
        .isEqualToIgnoringNewLines("--eml /no/such.eml cannot be read: there is no such file.");
  }

  @Test
  void dsn_isAskedForAsWrittenWhereOffered() throws IOException {
    Path file = Files.write(folder.resolve("a.eml"), EML);

    Ran ran = send("--eml", file.toString(), "--dsn", "failure,delay");
    Ran json = send("--json", "--to", "bob@example.com", "--text", "x", "--dsn", "never");

    assertThat(ran.out()).contains("dsn         asked for");
    assertThat(json.out()).contains("\"dsn\":\"REQUESTED\"");
    assertThat(server.messages())
        .extracting(message -> message.recipientParameters().get(0).get("NOTIFY"))
        .containsExactly("FAILURE,DELAY", "NEVER");
  }

  @ParameterizedTest
  @CsvSource({"'never,delay', never", "sometimes, sometimes"})
  void dsn_thatIsNone_endsWith64(String words, String word) {
    Ran ran = send("--to", "bob@example.com", "--text", "x", "--dsn", words);

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("--dsn \"" + word + "\" is none of success, failure and delay");
  }

  @Test
  void requireTls_whereTheServerDoesNotOfferIt_endsWith65() {
    Ran ran = send("--to", "bob@example.com", "--text", "x", "--require-tls");

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err()).contains("does not offer REQUIRETLS");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void send_withoutARecipient_endsWith64() {
    Ran ran = send("--text", "x");

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("--to").contains("mailconnector send --help");
  }

  @Test
  void send_ofAFinishedMessageWithASubject_endsWith64() {
    assertThat(send("--eml", "-", "--subject", "x").status()).isEqualTo(64);
  }

  private Ran send(String... arguments) {
    return Ran.with(
        Stream.concat(Stream.of("--config", config.toString(), "send"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private ReceivedMessage received() {
    return server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
  }

  private Path configuration(int port) throws IOException {
    return Files.writeString(
        folder.resolve("mail.yaml"),
        """
        accounts:
          robot:
            host: 127.0.0.1
            port: %d
            tls: starttls
            user: robot
            from: robot@example.com
            auth: {password: "${file:%s}"}
            trust: {ca-file: "%s"}
        """
            .formatted(port, folder.resolve("password"), folder.resolve("ca.pem")));
  }
}
