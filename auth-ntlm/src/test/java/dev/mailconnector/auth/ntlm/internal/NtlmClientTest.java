package dev.mailconnector.auth.ntlm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.ntlm.internal.protocol.LogonName;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AnswersWords;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtlmClientTest {
  private static final byte[] NOTHING = {};
  private static final String PASSWORD = "c0rrect-horse-battery";
  private static final SmtpReply REFUSED =
      SmtpReply.of(535, List.of("5.7.3 Authentication unsuccessful"));

  private final NtlmServer corp =
      NtlmServer.ofDomain("CORP", "corp.example").user("svc-mail", PASSWORD);
  private final Mechanism mechanism = credential().mechanisms().get(0);

  @Test
  void exchange_isCompleteWithTheLastMessageOnly() throws Exception {
    SaslClient client = start();
    ServerMechanism.Exchange server = corp.start(new ServerMechanism.Context(null, null));

    assertThat(client.hasInitialResponse()).isTrue();
    byte[] negotiate = client.evaluateChallenge(NOTHING);
    assertThat(client.isComplete()).isFalse();
    assertThatThrownBy(() -> client.getNegotiatedProperty(Sasl.QOP))
        .isInstanceOf(IllegalStateException.class);
    byte[] authenticate = client.evaluateChallenge(challenge(server.next(negotiate)));

    assertThat(client.isComplete()).isTrue();
    assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
    assertThat(server.next(authenticate)).isEqualTo(ServerMechanism.Step.accepted("svc-mail"));
    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING))
        .isInstanceOf(SaslException.class)
        .hasMessage("NTLM was complete when the server sent another challenge");
    assertThatThrownBy(() -> client.wrap(NOTHING, 0, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.unwrap(NOTHING, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  /** As Windows has it: sixteen zeros, not a pair less. */
  @Test
  void exchange_thatBindsToNothing_saysSo() throws Exception {
    SaslClient client = start();
    ServerMechanism.Exchange server = corp.start(new ServerMechanism.Context(null, null));

    byte[] authenticate =
        client.evaluateChallenge(challenge(server.next(client.evaluateChallenge(NOTHING))));

    assertThat(HexFormat.of().formatHex(authenticate)).contains("0a001000" + "00".repeat(16));
  }

  @Test
  void exchange_negotiateAnsweredByNoNtlmMessage_repeatsItOnce() throws Exception {
    SaslClient client = start();
    byte[] negotiate = client.evaluateChallenge(NOTHING);

    assertThat(client.evaluateChallenge(NOTHING)).isEqualTo(negotiate);
    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING))
        .isInstanceOf(SaslException.class)
        .hasMessage("the server's challenge (0 octets) is not an NTLM message");
  }

  @Test
  void exchange_negotiateAnsweredByWords_repeatsItOnce() throws Exception {
    SaslClient client = start();
    byte[] negotiate = client.evaluateChallenge(NOTHING);

    assertThat(((AnswersWords) client).answerWords("NTLM supported")).isEqualTo(negotiate);
    assertThatThrownBy(() -> ((AnswersWords) client).answerWords("NTLM supported"))
        .isInstanceOf(SaslException.class)
        .hasMessage("the server goes on with words where its challenge belongs");
  }

  @Test
  void exchange_disposedOf_givesNoAnswerAndShowsNothing() throws Exception {
    SaslClient client = start();
    client.evaluateChallenge(NOTHING);
    client.dispose();

    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING))
        .isInstanceOf(SaslException.class)
        .hasMessage("NTLM has been disposed of");
  }

  @Test
  void advice_namesOfTheServer_areShownInShort() throws Exception {
    NtlmServer hostile = NtlmServer.ofDomain("A\r\n<b>" + "x".repeat(200), "d.example");
    SaslClient client = start();
    assertThat(((AdvisesOnRefusal) client).remedy(REFUSED)).isNull();
    ServerMechanism.Exchange server = hostile.start(new ServerMechanism.Context(null, null));
    client.evaluateChallenge(challenge(server.next(client.evaluateChallenge(NOTHING))));

    assertThat(((AdvisesOnRefusal) client).remedy(REFUSED).text())
        .contains("The server is of the domain A???b?" + "x".repeat(58) + "... (d.example)")
        .contains("it was not bound to a TLS channel: set tls: starttls")
        .doesNotContain("\r", "\n", "<");
  }

  @ParameterizedTest
  @CsvSource({
    "svc-mail, the user svc-mail of that domain:",
    "corp\\svc-mail, the user svc-mail of the domain CORP:",
    "svc-mail@corp.example, the user principal name svc-mail@corp.example:"
  })
  void advice_eachFormOfTheUser_isNamed(String user, String named) throws Exception {
    NtlmPlan plan = new NtlmPlan(LogonName.of(user, null), "", true);
    SaslClient client = start(credential(plan).mechanisms().get(0));
    ServerMechanism.Exchange server = corp.start(new ServerMechanism.Context(null, null));
    client.evaluateChallenge(challenge(server.next(client.evaluateChallenge(NOTHING))));

    assertThat(((AdvisesOnRefusal) client).remedy(REFUSED).text())
        .contains(
            "The server is of the domain CORP (corp.example), and the login was for " + named);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, set tls: starttls or tls: implicit.",
    "true, true, signed in a way that knows no binding",
    "true, false, remove auth.channel-binding: off."
  })
  void advice_notBound_saysWhatIsInTheWay(boolean tls, boolean binds, String said)
      throws Exception {
    NtlmPlan plan = new NtlmPlan(new LogonName("svc-mail", "CORP"), "", binds);
    Mechanism ntlm = credential(plan).mechanisms().get(0);
    SaslClient client =
        ntlm.start(new MechanismContext("mail.corp.example", 587, List.of("NTLM"), tls, null));
    ServerMechanism.Exchange server = corp.start(new ServerMechanism.Context(null, null));
    client.evaluateChallenge(challenge(server.next(client.evaluateChallenge(NOTHING))));

    assertThat(((AdvisesOnRefusal) client).remedy(REFUSED).text()).contains(said);
  }

  @Test
  void mechanism_canBeGuessedAt_soItNeedsTls() {
    assertThat(mechanism.name()).isEqualTo("NTLM");
    assertThat(mechanism.needsTls()).isTrue();
  }

  @Test
  void secretHunt_everyToString_showsNoPassword() throws Exception {
    SaslClient client = start();
    client.evaluateChallenge(NOTHING);
    String seen =
        String.join("\n", credential().toString(), mechanism.toString(), client.toString());

    assertThat(credential()).hasToString("password for NTLM, generation 1");
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("password", PASSWORD).assertCleanText(seen);
    }
  }

  private SaslClient start() throws SaslException {
    return start(mechanism);
  }

  private static SaslClient start(Mechanism mechanism) throws SaslException {
    return mechanism.start(
        new MechanismContext("mail.corp.example", 587, List.of("NTLM"), false, null));
  }

  private static Credential credential() {
    return credential(new NtlmPlan(new LogonName("svc-mail", "CORP"), "", true));
  }

  private static Credential credential(NtlmPlan plan) {
    NtlmClients clients = new NtlmClients(InstantSource.fixed(Instant.EPOCH), new SecureRandom());
    return new NtlmCredentials(plan, clients).issue(Secret.of(PASSWORD), 1);
  }

  private static byte[] challenge(ServerMechanism.Step step) {
    return ((ServerMechanism.Step.Challenge) step).data();
  }
}
