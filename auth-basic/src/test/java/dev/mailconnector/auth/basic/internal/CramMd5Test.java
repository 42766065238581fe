package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.util.Base64;
import java.util.List;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CramMd5Test {
  private static final MechanismContext LINE =
      new MechanismContext("mail.example.com", 587, List.of("CRAM-MD5"), true, null);

  @Test
  void exchange_ofRfc2195_givesItsAnswer() throws SaslException {
    SaslClient client = start("tim", "tanstaaftanstaaf");
    byte[] challenge =
        Base64.getDecoder().decode("PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+");

    assertThat(client.hasInitialResponse()).isFalse();
    assertThat(client.isComplete()).isFalse();
    byte[] answer = client.evaluateChallenge(challenge);

    assertThat(Base64.getEncoder().encodeToString(answer))
        .isEqualTo("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
    assertThat(client.isComplete()).isTrue();
    assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 2202 section 2, case 2.
    "Jefe, what do ya want for nothing?, 750c783e6ab0b503eaa86e310a5db738",
    "pä ß, <1@example.com>, ca333806f09fe5719ea54f743ceab6fb",
    // Longer than a block of MD5.
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, <1@example.com>, 708cb7fb74167c678ca65b1e062b65a8"
  })
  void answer_isTheKeyedMd5OfTheChallengeInUtf8(String password, String challenge, String digest)
      throws SaslException {
    assertThat(start("jürgen müller", password).evaluateChallenge(challenge.getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("jürgen müller " + digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 8192})
  void challenge_emptyOrLongerThanAMessageId_isNotAnswered(int octets) throws SaslException {
    SaslClient client = start("tim", "tanstaaftanstaaf");

    assertThatThrownBy(() -> client.evaluateChallenge(new byte[octets]))
        .isInstanceOf(SaslException.class)
        .hasMessageStartingWith("the server's challenge ");
    assertThat(client.isComplete()).isFalse();
  }

  @Test
  void challenge_ofTheGreatestLength_isAnswered() throws SaslException {
    assertThat(start("tim", "tanstaaftanstaaf").evaluateChallenge(new byte[998])).hasSize(36);
  }

  @Test
  void start_javaWithoutHmacMd5_saysSo() {
    CramMd5Mechanism mechanism =
        new CramMd5Mechanism("tim", Secret.of("tanstaaftanstaaf"), "HmacMD5-forbidden");

    assertThatThrownBy(() -> mechanism.start(LINE))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("this Java does not have it")
        .hasMessageContaining("FIPS 140");
  }

  @Test
  void exchange_notComplete_hasNoNegotiatedPropertyAndNeverASecurityLayer() throws SaslException {
    SaslClient client = start("tim", "tanstaaftanstaaf");

    assertThatThrownBy(() -> client.getNegotiatedProperty(Sasl.QOP))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.wrap(new byte[0], 0, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.unwrap(new byte[0], 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static SaslClient start(String user, String password) throws SaslException {
    return new CramMd5Mechanism(user, Secret.of(password)).start(LINE);
  }
}
