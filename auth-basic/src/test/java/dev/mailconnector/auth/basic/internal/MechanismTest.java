package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CHALLENGE =
      "<1896.697170952@postoffice.reston.mci.net>".getBytes(UTF_8);

  @ParameterizedTest
  @CsvSource({
    "test, 1234, AHRlc3QAMTIzNA==",
    "tim, tanstaaftanstaaf, AHRpbQB0YW5zdGFhZnRhbnN0YWFm",
    "jürgen, pä ß wörd, AGrDvHJnZW4AcMOkIMOfIHfDtnJk",
    "CORP\\svc, ' 𝄞 ', AENPUlBcc3ZjACDwnYSeIA=="
  })
  void plain_userAndPassword_oneMessageInUtf8(String user, String password, String expected)
      throws SaslException {
    SaslClient client = start(PasswordMechanism.PLAIN, user, password);

    assertThat(client.getMechanismName()).isEqualTo("PLAIN");
    assertThat(client.hasInitialResponse()).isTrue();
    assertThat(client.isComplete()).isFalse();
    assertThat(base64(client.evaluateChallenge(NOTHING))).isEqualTo(expected);
    assertThat(client.isComplete()).isTrue();
    assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
  }

  @Test
  void plain_authorizationIdentity_standsBeforeTheUser() throws SaslException {
    List<PasswordMechanism> plain = List.of(PasswordMechanism.PLAIN);
    PasswordPlan plan = PasswordPlan.of("test", plain).with("test", plain);
    SaslClient client =
        credentials(plan).issue(Secret.of("1234"), 1).mechanisms().get(0).start(context());

    // The sample of RFC 4954 section 4.
    assertThat(base64(client.evaluateChallenge(NOTHING))).isEqualTo("dGVzdAB0ZXN0ADEyMzQ=");
  }

  @ParameterizedTest
  @CsvSource({
    "Username:, Password:",
    "User Name\0, Password\0",
    "'', ''",
    "Password:, Password:",
    "anything, something",
    "Username:, User password:",
    "Benutzername:, Kennwort:"
  })
  void login_anyPrompts_answersByPosition(String first, String second) throws SaslException {
    SaslClient client = start(PasswordMechanism.LOGIN, "jürgen", "pä ß");

    assertThat(client.hasInitialResponse()).isFalse();
    assertThat(client.evaluateChallenge(first.getBytes(UTF_8))).asString(UTF_8).isEqualTo("jürgen");
    assertThat(client.isComplete()).isFalse();
    assertThat(client.evaluateChallenge(second.getBytes(UTF_8))).asString(UTF_8).isEqualTo("pä ß");
    assertThat(client.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Username:", "User Name\0", "USER:", "login:", "Name"})
  void login_userNameAskedForASecondTime_doesNotGetThePassword(String prompt) throws SaslException {
    SaslClient client = start(PasswordMechanism.LOGIN, "jürgen", "pä ß");
    client.evaluateChallenge("Password:".getBytes(UTF_8));

    assertThatThrownBy(() -> client.evaluateChallenge(prompt.getBytes(UTF_8)))
        .isInstanceOf(SaslException.class)
        .hasMessageStartingWith("the server asks for the user name where the password is due");
    assertThat(client.isComplete()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN", "CRAM_MD5"})
  void exchange_challengeAfterTheLastAnswer_fails(PasswordMechanism mechanism)
      throws SaslException {
    SaslClient client = start(mechanism, "ann", "s3cret-word");
    while (!client.isComplete()) {
      client.evaluateChallenge(CHALLENGE);
    }

    assertThatThrownBy(() -> client.evaluateChallenge(CHALLENGE))
        .isInstanceOf(SaslException.class)
        .hasMessage(mechanism.saslName() + " was complete when the server sent another challenge");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*PLUS")
  void exchange_disposedOf_givesNoAnswer(PasswordMechanism mechanism) throws SaslException {
    SaslClient client = start(mechanism, "ann", "s3cret-word");
    client.dispose();

    assertThatThrownBy(() -> client.evaluateChallenge(CHALLENGE))
        .isInstanceOf(SaslException.class)
        .hasMessage(mechanism.saslName() + " has been disposed of");
  }

  @Test
  void exchange_disposedOf_leavesTheAnswerAlreadyGiven() throws SaslException {
    SaslClient client = start(PasswordMechanism.PLAIN, "test", "1234");
    byte[] answer = client.evaluateChallenge(NOTHING);
    client.dispose();

    assertThat(base64(answer)).isEqualTo("AHRlc3QAMTIzNA==");
  }

  @Test
  void exchange_over_leavesNoPasswordBehind() throws Exception {
    byte[] plain = "\0ann\0s3cret-word".getBytes(UTF_8);
    new PlainClient(plain).dispose();
    byte[] cramMd5 = "s3cret-word".getBytes(UTF_8);
    new CramMd5Client("ann", cramMd5, Mac.getInstance(CramMd5Mechanism.MAC))
        .evaluateChallenge(CHALLENGE);

    assertThat(plain).containsOnly(0);
    assertThat(cramMd5).containsOnly(0);
  }

  @Test
  void exchange_notComplete_hasNoNegotiatedPropertyAndNeverASecurityLayer() {
    SaslClient client = start(PasswordMechanism.LOGIN, "ann", "s3cret-word");

    assertThatThrownBy(() -> client.getNegotiatedProperty(Sasl.QOP))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.wrap(NOTHING, 0, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.unwrap(NOTHING, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void mechanism_sendsWhatThePasswordCanBeGuessedBy_soItNeedsTls(PasswordMechanism mechanism) {
    assertThat(mechanism(mechanism, "ann", "s3cret-word").needsTls()).isTrue();
  }

  private static SaslClient start(PasswordMechanism kind, String user, String password) {
    try {
      return mechanism(kind, user, password).start(context());
    } catch (SaslException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static MechanismContext context() {
    return new MechanismContext("mail.example.com", 587, List.of("PLAIN", "LOGIN"), true, null);
  }

  private static Mechanism mechanism(PasswordMechanism kind, String user, String password) {
    PasswordPlan plan = PasswordPlan.of(user, List.of(kind));
    return credentials(plan).issue(Secret.of(password), 1).mechanisms().get(0);
  }

  private static PasswordCredentials credentials(PasswordPlan plan) {
    return new PasswordCredentials(plan, () -> "nonce", new OfferMemory("intranet", true));
  }

  private static String base64(byte[] answer) {
    return Base64.getEncoder().encodeToString(answer);
  }
}
