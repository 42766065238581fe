package dev.mailconnector.auth.basic.internal.scram;

import static dev.mailconnector.auth.basic.internal.scram.Scripts.NOTHING;
import static dev.mailconnector.auth.basic.internal.scram.Scripts.answer;
import static dev.mailconnector.auth.basic.internal.scram.Scripts.line;
import static dev.mailconnector.auth.basic.internal.scram.Scripts.plainLine;
import static dev.mailconnector.auth.basic.internal.scram.Scripts.scram;
import static dev.mailconnector.auth.basic.internal.scram.Scripts.talk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.common.Gs2CbindFlag;
import com.ongres.scram.common.ScramMechanism;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.ScramServer;
import dev.mailconnector.testkit.ServerMechanism.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
  private static final ChannelBinding END_POINT =
      new ChannelBinding("tls-server-end-point", new byte[] {1, 2});
  private static final ChannelBinding EXPORTER = new ChannelBinding("tls-exporter", new byte[32]);
  private static final SmtpReply REFUSED = SmtpReply.of(535, List.of("5.7.8 Bad credentials"));

  /** The name may be an API key. */
  @Test
  void plan_printed_hidesTheName() {
    assertThat(new ScramPlan("key-4711", "", true, () -> "nonce")).hasToString("SCRAM, forced");
  }

  @Test
  void exchange_exampleOfRfc5802_isTheSameToTheByte() throws SaslException {
    SaslClient client =
        scram("SCRAM-SHA-1", "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL").start(plainLine());

    assertThat(client.hasInitialResponse()).isTrue();
    assertThat(answer(client, "")).asString().isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
    assertThat(
            answer(
                client, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"))
        .asString()
        .isEqualTo(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
    assertThat(client.isComplete()).isFalse();
    assertThat(answer(client, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).isEmpty();
    assertThat(client.isComplete()).isTrue();
    assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
  }

  @Test
  void exchange_exampleOfRfc7677_isTheSameToTheByte() throws SaslException {
    SaslClient client =
        scram("SCRAM-SHA-256", "user", "pencil", "rOprNGfwEbeRWgbNEkqO").start(plainLine());

    assertThat(answer(client, "")).asString().isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    assertThat(
            answer(
                client,
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
        .asString()
        .isEqualTo(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(answer(client, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isEmpty();
    assertThat(client.isComplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "user, pencil, user, pencil",
    "'a,b=c', pencil, 'a,b=c', pencil",
    "jürgen, pä ß wörd, jürgen, pä ß wörd",
    "I\u00adX, pass\u00a0word, IX, pass word",
    "\u00aa, \u2168, a, IX"
  })
  void exchange_namesAndPasswords_arePreparedAndEscaped(
      String user, String password, String known, String kept) throws SaslException {
    ScramServer server = ScramServer.named("SCRAM-SHA-256").user(known, kept);

    assertThat(talk(scram("SCRAM-SHA-256", user, password, "abc").start(plainLine()), server))
        .isEqualTo(Step.accepted(known));
  }

  @Test
  void exchange_extensionsOfTheServer_areSignedAsTheyCame() throws SaslException {
    ScramServer server =
        ScramServer.named("SCRAM-SHA-1")
            .user("user", "pencil")
            .serverFirst("r={r},s={s},i={i},x=ext,y=1")
            .serverFinal("v={v},x=ext");
    SaslClient client = scram("SCRAM-SHA-1", "user", "pencil", "abc").start(plainLine());

    assertThat(talk(client, server)).isEqualTo(Step.accepted("user"));
    assertThat(client.isComplete()).isTrue();
  }

  @Test
  void exchange_lastMessageWithoutEnd_isNotComplete() throws SaslException {
    ScramServer server =
        ScramServer.named("SCRAM-SHA-1")
            .user("user", "pencil")
            .serverFinal("v={v},x=" + "x".repeat(ServerFirst.LONGEST));
    SaslClient client = scram("SCRAM-SHA-1", "user", "pencil", "abc").start(plainLine());

    assertThatThrownBy(() -> talk(client, server)).hasMessageContaining("is too long");
    assertThat(client.isComplete()).isFalse();
  }

  @Test
  void exchange_disposedOf_keepsNoKeys() throws SaslException {
    ScramPassword password = new ScramPassword(Secret.of("pencil"));
    ScramExchange exchange =
        new ScramExchange(
            ScramMechanism.SCRAM_SHA_1,
            new ScramPlan("user", "", false, () -> "fyko+d2lbbFgONRv9qkxdawL")
                .first(Gs2CbindFlag.CLIENT_NOT, null),
            null);
    ScramClient client =
        new ScramClient(
            "SCRAM-SHA-1",
            exchange,
            password,
            new ScramAdvice("SCRAM-SHA-1", null, false),
            () -> {});
    answer(client, "");
    answer(client, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    byte[] serverFinal = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=".getBytes(UTF_8);
    exchange.verify(serverFinal);

    client.dispose();
    assertThatThrownBy(() -> exchange.verify(serverFinal))
        .hasMessageContaining("signature is wrong");
  }

  @Test
  void exchange_authorizationIdentity_isInTheHeader() throws SaslException {
    ScramPlan plan = new ScramPlan("master", "ann,b", false, () -> "abc");

    assertThat(answer(scram("SCRAM-SHA-1", plan, "pencil").start(plainLine()), ""))
        .asString()
        .isEqualTo("n,a=ann=2Cb,n=master,r=abc");
  }

  static Stream<Arguments> brokenFirsts() {
    return Stream.of(
        Arguments.of("r={r},s={s},i=4095", "asks for 4095 iterations, fewer than the 4096"),
        Arguments.of("r={r},s={s},i=1", "auth.mechanism: PLAIN may serve, over TLS"),
        Arguments.of("r={r},s={s},i=1000001", "more than 1000000, which is the limit here"),
        Arguments.of("r={r},s={s},i=2147483647", "nothing would end the computing"),
        Arguments.of("r={r},s={s},i=9999999999999", "more than 1000000"),
        Arguments.of("r={r},s={s},i=99999999999999999999", "a nonce, a salt and an iteration"),
        Arguments.of("r={r},s={s},i=abcd", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},s={s},i=0", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},s={s},i=-4096", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},s={s}", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},i=4096", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},s=,i=4096", "a nonce, a salt and an iteration count"),
        Arguments.of("s={s},i=4096", "a nonce, a salt and an iteration count"),
        Arguments.of("", "a nonce, a salt and an iteration count"),
        Arguments.of("r={r},s=%%%,i=4096", "is not base64"),
        Arguments.of("r=somebody-elses,s={s},i=4096", "does not begin with ours"),
        Arguments.of("r=ourNonce,s={s},i=4096", "does not begin with ours and go on"),
        Arguments.of("m=new,r={r},s={s},i=4096", "demands an extension"),
        Arguments.of("e=unknown-user", "e=unknown-user (it does not know the user)"),
        Arguments.of("r={r},s={s},i=4096,x=" + "x".repeat(4096), "more than 4096"));
  }

  @ParameterizedTest
  @MethodSource("brokenFirsts")
  void exchange_firstMessageOutOfLimits_endsBeforeAnyProof(String template, String why)
      throws SaslException {
    ScramServer server =
        ScramServer.named("SCRAM-SHA-256").user("user", "pencil").serverFirst(template);
    SaslClient client = scram("SCRAM-SHA-256", "user", "pencil", "ourNonce").start(plainLine());

    assertThatThrownBy(() -> talk(client, server))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining(why);
    assertThat(server.verdicts()).isEmpty();
    assertThat(client.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=AAAA",
        "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "v={v}AA",
        "v=",
        "v=%%%",
        "v",
        "x={v}",
        "{v}",
        "verified"
      })
  void exchange_lastMessageWithoutTheRightSignature_isNotComplete(String template)
      throws SaslException {
    ScramServer server =
        ScramServer.named("SCRAM-SHA-256").user("user", "pencil").serverFinal(template);
    SaslClient client = scram("SCRAM-SHA-256", "user", "pencil", "abc").start(plainLine());

    assertThatThrownBy(() -> talk(client, server))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("signature");
    assertThat(server.verdicts()).singleElement().matches(verdict -> verdict.isAccepted());
    assertThat(client.isComplete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid-proof, e=invalid-proof (the password is wrong)",
    "unknown-user, e=unknown-user (it does not know the user)",
    "channel-bindings-dont-match, something between them ends TLS",
    "something-new, e=something-new. Check",
    "<b>bold</b>, e=?b?bold??b?"
  })
  void error_inPlaceOfTheSignature_isAnsweredAndExplained(String error, String shown)
      throws SaslException {
    ScramServer server =
        ScramServer.named("SCRAM-SHA-1").user("user", "pencil").serverFinal("e=" + error);
    SaslClient client = scram("SCRAM-SHA-1", "user", "pencil", "abc").start(plainLine());
    talk(client, server);

    assertThat(client.isComplete()).isFalse();
    assertThat(((AdvisesOnRefusal) client).remedy(REFUSED).text()).contains(shown);
    assertThatThrownBy(() -> answer(client, "v=AAAA"))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("goes on asking");
  }

  @Test
  void exchange_challengeAfterTheEnd_isRefused() throws SaslException {
    SaslClient client = scram("SCRAM-SHA-1", "user", "pencil", "abc").start(plainLine());
    talk(client, ScramServer.named("SCRAM-SHA-1").user("user", "pencil"));

    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("was complete when");
  }

  @Test
  void exchange_serverProven_isToldOnceWithItsOffer() throws SaslException {
    List<String> told = new ArrayList<>();
    Scram scram =
        new Scram(
            "SCRAM-SHA-1",
            new ScramPlan("user", "", false, () -> "abc"),
            new ScramPassword(Secret.of("pencil")),
            (mechanism, offered) -> told.add(mechanism + " of " + offered));
    ScramServer right = ScramServer.named("SCRAM-SHA-1").user("user", "pencil");
    SaslClient cheated = scram.start(plainLine("SCRAM-SHA-1"));
    assertThatThrownBy(() -> talk(cheated, right.serverFinal("v=AAAA")))
        .isInstanceOf(SaslException.class);
    assertThat(told).isEmpty();

    talk(scram.start(plainLine("SCRAM-SHA-1", "PLAIN")), right);
    assertThat(told).containsExactly("SCRAM-SHA-1 of [SCRAM-SHA-1, PLAIN]");
  }

  @Test
  void flag_saysWhatBothSidesCanBind() throws SaslException {
    Scram bare = scram("SCRAM-SHA-256", "user", "pencil", "abc");
    Scram plus = scram("SCRAM-SHA-256-PLUS", "user", "pencil", "abc");
    String[] bound = {"SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"};

    assertThat(first(bare, plainLine("SCRAM-SHA-256"))).startsWith("n,,");
    assertThat(first(bare, line(END_POINT, null, "SCRAM-SHA-256"))).startsWith("y,,");
    assertThat(first(bare, line(END_POINT, EXPORTER, "SCRAM-SHA-256", "SCRAM-SHA-512-PLUS")))
        .startsWith("y,,");
    assertThat(first(bare, line(END_POINT, null, bound))).startsWith("n,,");
    assertThat(first(plus, line(END_POINT, EXPORTER, bound))).startsWith("p=tls-exporter,,");
  }

  @Test
  void binding_isInTheProof() throws SaslException {
    SaslClient client =
        scram("SCRAM-SHA-1-PLUS", new ScramPlan("user", "", true, () -> "abc"), "pencil")
            .start(line(END_POINT, null));
    answer(client, "");

    // "p=tls-server-end-point,," and 0x01 0x02
    assertThat(answer(client, "r=abcdef,s=QSXCR+Q6sek8bf92,i=4096"))
        .asString(UTF_8)
        .startsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQI=,r=abcdef,p=");
  }

  @Test
  void plus_withoutAChannelThatServersKnow_doesNotFit() {
    Scram unasked = scram("SCRAM-SHA-256-PLUS", "user", "pencil", "abc");
    Scram forced =
        scram("SCRAM-SHA-256-PLUS", new ScramPlan("user", "", true, () -> "abc"), "pencil");

    assertThat(unasked.fits(plainLine())).isFalse();
    assertThat(unasked.fits(line(END_POINT, null))).isFalse();
    assertThat(unasked.fits(line(END_POINT, EXPORTER))).isTrue();
    assertThat(forced.fits(plainLine())).isFalse();
    assertThat(forced.fits(line(END_POINT, null))).isTrue();
    assertThatThrownBy(() -> forced.start(plainLine()))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("no TLS channel to bind to: the line is not encrypted");
    assertThatThrownBy(() -> unasked.start(line(END_POINT, null)))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("needs Java 25 and TLS 1.3; auth.mechanism: SCRAM-SHA-256-PLUS binds")
        .hasMessageContaining("by tls-server-end-point");
  }

  @ParameterizedTest
  @CsvSource({"user, 'tab\tinside', password", "user, 😀, password", "\ue000, pencil, user name"})
  void whatSaslprepForbids_doesNotFitAndIsNotShown(String user, String password, String what) {
    Scram scram = scram("SCRAM-SHA-256", user, password, "abc");

    assertThat(scram.fits(plainLine())).isFalse();
    assertThatThrownBy(() -> scram.start(plainLine()))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("the " + what + " has a character that SCRAM-SHA-256 cannot carry")
        .hasMessageContaining("RFC 4013 section 2.3")
        .hasMessageNotContaining(password);
  }

  @Test
  void advice_namesTheWayOut() throws SaslException {
    SaslClient plus =
        scram("SCRAM-SHA-1-PLUS", "user", "I\u00adX", "abc").start(line(END_POINT, EXPORTER));

    assertThat(((AdvisesOnRefusal) plus).remedy(REFUSED).text())
        .startsWith("Check user and password first.")
        .contains("Dovecot with CRYPT", "set auth.mechanism: PLAIN on this account, over TLS")
        .contains("bound to the TLS channel (tls-exporter)", "auth.mechanism: SCRAM-SHA-1 does not")
        .contains("SASLprep (RFC 4013) replaces");
    SaslClient bare = scram("SCRAM-SHA-1", "us=er", "pencil", "abc").start(plainLine());
    assertThat(((AdvisesOnRefusal) bare).remedy(REFUSED).text())
        .doesNotContain("bound to")
        .doesNotContain("SASLprep");
  }

  @Test
  void dispose_givesNoFurtherAnswer() throws SaslException {
    SaslClient client = scram("SCRAM-SHA-1", "user", "pencil", "abc").start(plainLine());
    client.dispose();

    assertThatThrownBy(() -> answer(client, ""))
        .isInstanceOf(SaslException.class)
        .hasMessage("SCRAM-SHA-1 has been disposed of");
    assertThatThrownBy(() -> client.getNegotiatedProperty(Sasl.QOP))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.wrap(NOTHING, 0, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.unwrap(NOTHING, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static String first(Scram scram, MechanismContext line) throws SaslException {
    return new String(answer(scram.start(line), ""), UTF_8);
  }
}
