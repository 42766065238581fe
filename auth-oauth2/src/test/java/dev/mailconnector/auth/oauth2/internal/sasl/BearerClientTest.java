package dev.mailconnector.auth.oauth2.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.ExplainsRefusal;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.util.Base64;
import java.util.List;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerClientTest {
  private static final String RFC_7628_TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
  private static final byte[] NOTHING = {};

  private static SaslClient start(
      BearerMechanism mechanism, String identity, String token, String host, int port)
      throws SaslException {
    return mechanism
        .bind(identity, Secret.of(token))
        .start(new MechanismContext(host, port, List.of(mechanism.name()), true, null));
  }

  private static SaslClient start(BearerMechanism mechanism) throws SaslException {
    return start(mechanism, "user@example.com", RFC_7628_TOKEN, "server.example.com", 587);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  @Test
  void xoauth2_ofGooglesPage_isTheirVector() throws Exception {
    SaslClient client =
        start(
            BearerMechanism.XOAUTH2,
            "someuser@example.com",
            "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg",
            "smtp.gmail.com",
            587);

    assertThat(base64(client.evaluateChallenge(NOTHING)))
        .isEqualTo(
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNr"
                + "QmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==");
  }

  @Test
  void xoauth2_ofMicrosoftsPage_isTheirVector() throws Exception {
    SaslClient client =
        start(
            BearerMechanism.XOAUTH2,
            "test@contoso.onmicrosoft.com",
            "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA",
            "smtp.office365.com",
            587);

    assertThat(base64(client.evaluateChallenge(NOTHING)))
        .isEqualTo(
            "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFv"
                + "N0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ==");
  }

  @Test
  void oauthBearer_ofRfc7628_isItsVector() throws Exception {
    assertThat(base64(start(BearerMechanism.OAUTHBEARER).evaluateChallenge(NOTHING)))
        .isEqualTo(
            "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVh"
                + "cmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
  }

  @Test
  void oauthBearer_withCommaAndEqualsSign_escapesThem() throws Exception {
    SaslClient client = start(BearerMechanism.OAUTHBEARER, "a=b,c=2C@x", "t0ken", "h", 25);

    assertThat(new String(client.evaluateChallenge(NOTHING), UTF_8))
        .isEqualTo("n,a=a=3Db=2Cc=3D2C@x,\1host=h\1port=25\1auth=Bearer t0ken\1\1");
  }

  @ParameterizedTest
  @EnumSource
  void identity_beyondAscii_travelsAsUtf8(BearerMechanism mechanism) throws Exception {
    SaslClient client = start(mechanism, "жук@пример.рф", "t0ken", "h", 25);

    assertThat(new String(client.evaluateChallenge(NOTHING), UTF_8)).contains("=жук@пример.рф");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r@x", "a\n@x", "a\1auth=Bearer x", "a\0", "a\u0085b", " ", "", "a\ud800"})
  void identity_thatCouldAddAField_isRefused(String identity) {
    assertThat(Identities.check(identity)).isNotEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(BearerMechanism.XOAUTH2, identity, "t0ken", "h", 25));
  }

  @Test
  void host_thatCouldAddAField_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(BearerMechanism.OAUTHBEARER, "a", "t0ken", "h\1port=1", 25));
  }

  @ParameterizedTest
  @EnumSource
  void client_afterItsResponse_isCompleteAndHasNoOther(BearerMechanism mechanism) throws Exception {
    SaslClient client = start(mechanism);
    assertThat(client.getMechanismName()).isEqualTo(mechanism.name());
    assertThat(client.hasInitialResponse()).isTrue();
    assertThat(client.isComplete()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> client.getNegotiatedProperty(Sasl.QOP));

    client.evaluateChallenge(NOTHING);

    assertThat(client.isComplete()).isTrue();
    assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
    assertThat(client.getNegotiatedProperty(Sasl.MAX_BUFFER)).isNull();
    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING)).isInstanceOf(SaslException.class);
    assertThatIllegalStateException().isThrownBy(() -> client.wrap(NOTHING, 0, 0));
    assertThatIllegalStateException().isThrownBy(() -> client.unwrap(NOTHING, 0, 0));
  }

  @Test
  void xoauth2_toldWhy_answersAnEmptyLineAndHasFailed() throws Exception {
    SaslClient client = start(BearerMechanism.XOAUTH2);
    client.evaluateChallenge(NOTHING);
    ExplainsRefusal explains = (ExplainsRefusal) client;
    assertThat(explains.explanation()).isNull();

    byte[] answer =
        explains.answerError(
            bytes(
                "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdv"
                    + "b2dsZS5jb20vIn0K"));

    assertThat(answer).isEmpty();
    assertThat(explains.explanation())
        .isEqualTo(
            "{\"status\":\"401\",\"schemes\":\"bearer"
                + " mac\",\"scope\":\"https://mail.google.com/\"}");
    assertThat(client.isComplete()).isFalse();
  }

  @Test
  void oauthBearer_toldWhy_answersASingleSeparator() throws Exception {
    SaslClient client = start(BearerMechanism.OAUTHBEARER);
    client.evaluateChallenge(NOTHING);
    ExplainsRefusal explains = (ExplainsRefusal) client;

    byte[] answer =
        explains.answerError(
            bytes(
                "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NoZW1lcyI6ImJlYXJlciBtYWMiLCJzY29wZSI6Imh0dHBz"
                    + "Oi8vbWFpbC5leGFtcGxlLmNvbS8ifQ=="));

    assertThat(base64(answer)).isEqualTo("AQ==");
    assertThat(explains.explanation())
        .isEqualTo(
            "{\"status\":\"invalid_token\",\"schemes\":\"bearer"
                + " mac\",\"scope\":\"https://mail.example.com/\"}");
  }

  @Test
  void client_disposedOf_holdsNoResponse() throws Exception {
    SaslClient client = start(BearerMechanism.XOAUTH2);
    client.dispose();

    assertThat(client.isComplete()).isFalse();
    assertThatThrownBy(() -> client.evaluateChallenge(NOTHING)).isInstanceOf(SaslException.class);
  }

  @ParameterizedTest
  @EnumSource
  void mechanism_asText_showsNoToken(BearerMechanism mechanism) {
    Mechanism bound = mechanism.bind("user@example.com", Secret.of(RFC_7628_TOKEN));

    assertThat(bound.needsTls()).isTrue();
    assertThat(bound.name()).isEqualTo(mechanism.name());
    assertThat(bound).asString().contains("user@example.com").doesNotContain(RFC_7628_TOKEN);
  }
}
