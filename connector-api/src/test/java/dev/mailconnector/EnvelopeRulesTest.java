package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an account allows, and where it sends instead: for each way to hand a message over. */
class EnvelopeRulesTest {
  private static final String FIELD = "X-Original-Recipients";

  @TempDir private Path folder;

  /** How the application hands a message over. */
  enum Way {
    OBJECT {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file)
          throws Exception {
        connector.send(parsed(text), options);
      }
    },
    BYTES {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file) {
        connector.send(bytes(text), options);
      }
    },
    FILE {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file)
          throws Exception {
        connector.send(RawMessage.of(Files.write(file, bytes(text))), options);
      }
    },
    STREAM {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file) {
        connector.send(RawMessage.of(new ByteArrayInputStream(bytes(text))), options);
      }
    },
    SEND_ALL {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file) {
        List<BulkMessage> messages = List.of(BulkMessage.of(bytes(text)).with(options));
        for (SendOutcome outcome : connector.sendAll(messages).toList()) {
          if (outcome instanceof SendOutcome.Failed failed) {
            throw failed.failure();
          }
        }
      }
    },
    SEND_ALL_OBJECTS {
      @Override
      void send(MailConnector connector, String text, SendOptions options, Path file)
          throws Exception {
        List<BulkMessage> messages = List.of(BulkMessage.of(parsed(text)).with(options));
        for (SendOutcome outcome : connector.sendAll(messages).toList()) {
          if (outcome instanceof SendOutcome.Failed failed) {
            throw failed.failure();
          }
        }
      }
    };

    abstract void send(MailConnector connector, String text, SendOptions options, Path file)
        throws Exception;

    private static byte[] bytes(String text) {
      return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static MimeMessage parsed(String text) throws Exception {
      return new MimeMessage(
          Session.getInstance(new Properties()), new ByteArrayInputStream(bytes(text)));
    }
  }

  // redirect-all-to

  @ParameterizedTest
  @EnumSource(Way.class)
  void redirect_toOneAddress_getsTheMessageAloneAndSaysWhoWouldHave(Way way) throws Exception {
    ReceivedMessage received =
        sent(
            way,
            account -> account.redirectAllTo("tester@example.com").memoryLimit(0),
            message(
                "From: robot@example.com",
                "To: Ann <ann@customer.example>",
                "Cc: bob@customer.example",
                "Bcc: carl@secret.example"));

    assertThat(received.recipients()).containsExactly("tester@example.com");
    assertThat(received.sender()).isEqualTo("robot@example.com");
    assertThat(received.header("To")).contains("Ann <ann@customer.example>");
    assertThat(received.headers("Bcc")).isEmpty();
    assertThat(received.headers(FIELD))
        .containsExactly("ann@customer.example, bob@customer.example, carl@secret.example");
    assertThat(received.body()).isEqualTo("Hello\r\n");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void redirect_ofAnExplicitEnvelope_namesItsRecipients(Way way) throws Exception {
    ReceivedMessage received =
        sent(
            way,
            account -> account.redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "To: list@customer.example"),
            SendOptions.defaults()
                .withEnvelope(Envelope.of("bounces@example.com", "ann@customer.example")));

    assertThat(received.recipients()).containsExactly("tester@example.com");
    assertThat(received.sender()).isEqualTo("bounces@example.com");
    assertThat(received.headers(FIELD)).containsExactly("ann@customer.example");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void redirect_ofAMessageThatBringsTheField_replacesIt(Way way) throws Exception {
    ReceivedMessage received =
        sent(
            way,
            account -> account.redirectAllTo("tester@example.com"),
            message(
                "x-original-recipients: forged@example.com,",
                " more@example.com",
                "From: robot@example.com",
                "To: ann@customer.example"));

    assertThat(received.headers(FIELD)).containsExactly("ann@customer.example");
    assertThat(received.text()).doesNotContain("forged").doesNotContain("more@");
  }

  @Test
  void field_ofAnAccountThatDoesNotRedirect_isLeftAlone() throws Exception {
    String text =
        message(FIELD + ": x@example.com", "From: robot@example.com", "To: ann@example.com");

    ReceivedMessage received = sent(Way.BYTES, account -> account, text);

    assertThat(received.text()).isEqualTo(text.replace("\n", "\r\n"));
  }

  @Test
  void redirect_ofAddressesOutsideAscii_needsNoUtf8OfTheServer() throws Exception {
    ReceivedMessage received =
        sent(
            Way.BYTES,
            account -> account.redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "To: list@customer.example"),
            SendOptions.defaults().withRecipients(List.of("j\u00fcrgen@b\u00fccher.example")));

    assertThat(received.headers(FIELD))
        .containsExactly("=?UTF-8?B?asO8cmdlbkBiw7xjaGVyLmV4YW1wbGU=?=");
  }

  @Test
  void redirect_ofThousands_namesAsManyAsAHeaderMayHold() throws Exception {
    List<String> recipients =
        IntStream.range(0, 3000).mapToObj(i -> "user" + i + "@customer.example").toList();

    ReceivedMessage received =
        sent(
            Way.BYTES,
            account -> account.redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "To: list@customer.example"),
            SendOptions.defaults().withRecipients(recipients));

    String field = received.headers(FIELD).get(0);
    assertThat(field).startsWith("user0@customer.example, user1@").hasSizeLessThan(17_000);
    int named = field.split("@", -1).length - 1;
    assertThat(field).endsWith(" (and " + (3000 - named) + " more)");
    assertThat(received.text().lines()).allMatch(line -> line.length() <= 78);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void redirect_ofAMessageWithoutRecipients_isRefusedAsEver(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "Subject: x"));

    assertThat(refusal).startsWith("The message has no recipient");
  }

  @Test
  void redirect_ofAnAddressWithALineBreak_isRefused() throws Exception {
    String refusal =
        refused(
            Way.BYTES,
            account -> account.redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "To: \"a\0\nX: b\"@customer.example"));

    assertThat(refusal).contains("cannot be read as addresses");
  }

  // allowed-recipient-domains

  @ParameterizedTest
  @EnumSource(Way.class)
  void recipients_withinTheDomains_getTheMessage(Way way) throws Exception {
    ReceivedMessage received =
        sent(
            way,
            account -> account.allowedRecipientDomains("b\u00fccher.example", "*.Example.com"),
            message(
                "From: robot@example.com",
                "To: ann@XN--BCHER-KVA.EXAMPLE",
                "Bcc: bob@test.example.com"));

    assertThat(received.recipients())
        .containsExactly("ann@XN--BCHER-KVA.EXAMPLE", "bob@test.example.com");
    assertThat(received.headers(FIELD)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void recipient_outsideTheDomains_stopsTheMessageForAll(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.allowedRecipientDomains("example.com", "*.test.example"),
            message("From: robot@example.com", "To: ann@example.com", "Bcc: eve@customer.example"));

    assertThat(refusal)
        .startsWith(
            "The recipient \"eve@customer.example\" is outside of the domains that the account"
                + " sends to (example.com, *.test.example)")
        .contains("allowed-recipient-domains of the account robot");
  }

  @Test
  void recipients_manyOutsideTheDomains_areCounted() throws Exception {
    String refusal =
        refused(
            Way.BYTES,
            account -> account.allowedRecipientDomains("example.com"),
            message("From: robot@example.com", "To: a@x.example, b@x.example, c@x.example, d@y"));

    assertThat(refusal)
        .startsWith(
            "The recipients \"a@x.example\", \"b@x.example\", \"c@x.example\" and 1 more are"
                + " outside");
  }

  @ParameterizedTest
  @CsvSource({"postmaster", "'@customer.example:ann@example.com'", "ann@[192.0.2.1]"})
  void recipient_whoseDomainNobodyCanTell_isOutside(String address) throws Exception {
    String refusal =
        refused(
            Way.BYTES,
            account -> account.allowedRecipientDomains("example.com"),
            message("From: robot@example.com", "To: ann@example.com"),
            SendOptions.defaults().withRecipients(List.of(address)));

    assertThat(refusal).startsWith("The recipient \"" + address + "\" is outside");
  }

  // allowed-from

  @ParameterizedTest
  @EnumSource(Way.class)
  void senders_withinThePatterns_mayBeUsed(Way way) throws Exception {
    ReceivedMessage received =
        sent(
            way,
            account -> account.allowedFrom("noreply@example.com", "bounces+*@example.com"),
            message("From: Shop <NoReply@EXAMPLE.com>", "To: ann@example.com"),
            SendOptions.defaults().withEnvelopeSender("bounces+7@example.com"));

    assertThat(received.sender()).isEqualTo("bounces+7@example.com");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void from_outsideThePatterns_isRefused(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.allowedFrom("noreply@example.com", "*@shop.example"),
            message("From: noreply@example.com, Boss <ceo@example.com>", "To: ann@example.com"),
            SendOptions.defaults().withEnvelopeSender("noreply@example.com"));

    assertThat(refusal)
        .startsWith(
            "The From \"ceo@example.com\" is none that the account may use (noreply@example.com,"
                + " *@shop.example)")
        .contains("allowed-from of the account robot");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void from_ofASecondField_isRefused(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.allowedFrom("noreply@example.com"),
            message("From: noreply@example.com", "FROM : ceo@example.com", "To: ann@example.com"));

    assertThat(refusal).startsWith("The From \"ceo@example.com\"");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void envelopeSender_outsideThePatterns_isRefused(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.allowedFrom("noreply@example.com"),
            message("From: noreply@example.com", "To: ann@example.com"),
            SendOptions.defaults().withEnvelopeSender("ceo@example.com"));

    assertThat(refusal).startsWith("The envelope sender \"ceo@example.com\" is none");
  }

  @Test
  void envelopeSender_thatIsEmpty_isNobodysAndAllowed() throws Exception {
    ReceivedMessage received =
        sent(
            Way.BYTES,
            account -> account.allowedFrom("noreply@example.com"),
            message("From: noreply@example.com", "To: ann@example.com"),
            SendOptions.defaults().withEnvelopeSender(""));

    assertThat(received.sender()).isEmpty();
  }

  @Test
  void from_thatIsAGroup_isAllowedByItsMembers() throws Exception {
    UnaryOperator<Account.Builder> rule = account -> account.allowedFrom("*@example.com");
    SendOptions options = SendOptions.defaults().withEnvelopeSender("");

    assertThat(
            refused(
                Way.BYTES,
                rule,
                message("From: Us: a@example.com, eve@x.example;", "To: ann@example.com"),
                options))
        .startsWith("The From \"eve@x.example\"");
    assertThat(refused(Way.BYTES, rule, message("From: Nobody:;", "To: ann@example.com"), options))
        .startsWith("The From \"nobody\"");
  }

  @Test
  void from_thatTheAccountFillsIn_isAllowed() throws Exception {
    ReceivedMessage received =
        sent(
            Way.BYTES,
            account -> account.allowedFrom("*@example.com").from("noreply@example.com"),
            message("To: ann@example.com"));

    assertThat(received.header("From")).contains("noreply@example.com");
  }

  // limits.recipients-per-message

  @ParameterizedTest
  @EnumSource(Way.class)
  void recipients_moreThanTheLimit_areRefused(Way way) throws Exception {
    String refusal =
        refused(
            way,
            account -> account.recipientsPerMessage(2).redirectAllTo("tester@example.com"),
            message("From: robot@example.com", "To: a@x.example, b@x.example", "Bcc: c@x.example"));

    assertThat(refusal)
        .startsWith("The message has 3 recipients, and the account takes at most 2")
        .contains("limits.recipients-per-message of the account robot");
  }

  @Test
  void recipients_asManyAsTheLimit_getTheMessage() throws Exception {
    ReceivedMessage received =
        sent(
            Way.OBJECT,
            account -> account.recipientsPerMessage(2),
            message("From: robot@example.com", "To: a@x.example, b@x.example, a@x.example"));

    assertThat(received.recipients()).containsExactly("a@x.example", "b@x.example");
  }

  // The settings themselves

  @Test
  void settings_thatContradictEachOther_areRefusedByTheirKeys() {
    assertRefused(
        "from",
        "ceo@example.com is outside of allowed-from (noreply@example.com)",
        account -> account.from("ceo@example.com").allowedFrom("noreply@example.com"));
    assertRefused(
        "envelope-from",
        "bounces@example.com is outside of allowed-from (noreply@example.com)",
        account -> account.allowedFrom("noreply@example.com").envelopeFrom("bounces@example.com"));
    assertRefused(
        "redirect-all-to",
        "me@private.example is outside of allowed-recipient-domains (example.com)",
        account ->
            account.redirectAllTo("me@private.example").allowedRecipientDomains("example.com"));
  }

  @Test
  void settings_thatCannotBe_areRefusedByTheirKeys() {
    assertRefused("allowed-from", "An address is needed", account -> account.allowedFrom("a.b"));
    assertRefused("allowed-from", "None is named", Account.Builder::allowedFrom);
    assertRefused(
        "allowed-recipient-domains",
        "A domain is needed",
        account -> account.allowedRecipientDomains("example.com", "*"));
    assertRefused(
        "redirect-all-to",
        "A bare address",
        account -> account.redirectAllTo("Ann <ann@example.com>"));
    assertRefused(
        "redirect-all-to",
        "A bare address",
        account -> account.redirectAllTo("ann@example.com\r\nRCPT TO:<eve@example.com>"));
    assertRefused(
        "limits.recipients-per-message", "at least 1", account -> account.recipientsPerMessage(0));
  }

  private static void assertRefused(String key, String rule, Consumer<Account.Builder> settings) {
    Account.Builder account = Account.builder("robot", SmtpEndpoint.submission("mail.example"));
    assertThatThrownBy(
            () -> {
              settings.accept(account);
              account.build();
            })
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.key()).isEqualTo(key))
        .hasMessageContaining(rule);
  }

  private static String message(String... header) {
    return List.of(header).stream().map(line -> line + "\n").collect(Collectors.joining())
        + "\nHello\n";
  }

  private ReceivedMessage sent(Way way, UnaryOperator<Account.Builder> settings, String text)
      throws Exception {
    return sent(way, settings, text, SendOptions.defaults());
  }

  private ReceivedMessage sent(
      Way way, UnaryOperator<Account.Builder> settings, String text, SendOptions options)
      throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).withhold("SMTPUTF8").start();
        MailConnector connector = connector(server, settings)) {
      way.send(connector, text, options, folder.resolve("message.eml"));

      assertThat(server.messages()).hasSize(1);
      return server.messages().get(0);
    }
  }

  private String refused(Way way, UnaryOperator<Account.Builder> settings, String text)
      throws Exception {
    return refused(way, settings, text, SendOptions.defaults());
  }

  /** Before anything is sent: no connection is opened. */
  private String refused(
      Way way, UnaryOperator<Account.Builder> settings, String text, SendOptions options)
      throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector = connector(server, settings)) {
      MailConnectorException e =
          Lab.failure(() -> way.send(connector, text, options, folder.resolve("message.eml")));

      assertThat(e).isInstanceOf(InvalidMessageException.class);
      assertThat(e.stage()).isEqualTo(Stage.MESSAGE);
      assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE);
      assertThat(server.counters().connectionsTotal()).isZero();
      return e.detail().what() + ". " + e.remedy();
    }
  }

  private static MailConnector connector(
      ScriptedSmtpServer server, UnaryOperator<Account.Builder> settings) {
    return new Lab().connector(settings.apply(Lab.account(server, TlsMode.STARTTLS)).build());
  }
}
