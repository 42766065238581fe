package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Instant;
import javax.security.auth.Subject;
import javax.security.sasl.SaslException;
import org.ietf.jgss.GSSContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no server of ours can bring the JDK's Kerberos to. */
class GssapiClientTest {

  /** Another provider of JGSS may establish a context without what was asked of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void context_thatStandsWithoutTheServersProof_isNoLogin(boolean tls) throws Exception {
    GssapiClient client = client(tls);
    client.evaluateChallenge(new byte[0]);

    assertThatThrownBy(() -> client.evaluateChallenge(new byte[] {1}))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("the server did not prove who it is");
    assertThat(client.isComplete()).isFalse();
    assertThat(client.isProven()).isFalse();
  }

  @Test
  void wordsOrNothing_inPlaceOfTheServersToken_areAnsweredOnce() throws Exception {
    GssapiClient toWords = client(true);
    byte[] first = toWords.evaluateChallenge(new byte[0]);
    assertThat(toWords.answerWords("GSSAPI supported")).isEqualTo(first);
    assertThatThrownBy(() -> toWords.answerWords("GSSAPI supported"))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("goes on with words");

    GssapiClient toNothing = client(true);
    toNothing.evaluateChallenge(new byte[0]);
    assertThat(toNothing.evaluateChallenge(new byte[0])).isEqualTo(first);
    assertThatThrownBy(() -> toNothing.evaluateChallenge(new byte[0]))
        .isInstanceOf(SaslException.class);
  }

  private static GssapiClient client(boolean tls) {
    return new GssapiClient(new InitiatorContext(new Subject(), oneSided()), new Fake(), tls);
  }

  private static GSSContext oneSided() {
    return (GSSContext)
        Proxy.newProxyInstance(
            GssapiClientTest.class.getClassLoader(),
            new Class<?>[] {GSSContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "initSecContext" -> new byte[] {1};
                  case "isEstablished" -> true;
                  case "getMutualAuthState" -> false;
                  default ->
                      throw new AssertionError("Not expected to be called: " + method.getName());
                });
  }

  private record Fake() implements Ticket {
    @Override
    public String client() {
      return "svc-mail@CORP.TEST";
    }

    @Override
    public String service() {
      return "smtp/mail.corp.test@CORP.TEST";
    }

    @Override
    public Instant expiresAt() {
      return Instant.MAX;
    }

    @Override
    public boolean isOfSameOrigin(Ticket other) {
      return false;
    }

    @Override
    public InitiatorContext open() {
      throw new AssertionError("The context was handed over open");
    }
  }
}
