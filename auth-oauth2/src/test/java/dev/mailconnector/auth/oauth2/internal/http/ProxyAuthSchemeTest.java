package dev.mailconnector.auth.oauth2.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.ProxyServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProxyAuthSchemeTest {
  private static final HttpHost HOST = new HttpHost("http", "proxy.corp", 3128);
  private static final ProxyServer PROXY =
      ProxyServer.http("proxy.corp", 3128).login("CORP\\svc", Secret.of("pr0xy-word"));

  private final TwoSteps steps = new TwoSteps();
  private final AuthScheme scheme = new ProxyAuthScheme("STEPS", PROXY, steps::start);

  @Test
  void login_inTwoSteps_answersEachChallengeOnce() throws Exception {
    assertThat(scheme.isConnectionBased()).isTrue();
    assertThat(isReady()).isFalse();
    challenge(null);
    assertThat(isReady()).isTrue();
    assertThat(scheme.isChallengeComplete()).isFalse();
    assertThat(answer()).isEqualTo("STEPS Zmlyc3Q=");
    assertThat(isReady()).isFalse();
    challenge("Y2hhbGxlbmdl");
    assertThat(answer()).isEqualTo("STEPS c2Vjb25k");

    assertThat(scheme.isChallengeComplete()).isTrue();
    assertThat(steps.challenges).containsExactly("", "challenge");
    assertThat(steps.disposed).isEqualTo(1);
  }

  @Test
  void login_refusedAfterTheFirstMessage_isOver() throws Exception {
    challenge(null);
    answer();
    challenge(null);

    assertThat(scheme.isChallengeComplete()).isTrue();
    assertThat(isReady()).isFalse();
    assertThat(steps.disposed).isEqualTo(1);
  }

  @Test
  void login_askedAgainAfterTheLastMessage_isOver() throws Exception {
    challenge(null);
    answer();
    challenge("Y2hhbGxlbmdl");
    answer();
    challenge("Y2hhbGxlbmdl");

    assertThat(scheme.isChallengeComplete()).isTrue();
    assertThat(isReady()).isFalse();
    assertThat(steps.challenges).hasSize(2);
  }

  @Test
  void challenge_thatIsNotBase64_isMalformed() throws Exception {
    challenge(null);
    answer();

    assertThatThrownBy(() -> challenge("!!"))
        .isInstanceOf(MalformedChallengeException.class)
        .hasMessage("The proxy's STEPS is not base64");
  }

  @Test
  void mechanism_thatGivesUp_endsTheLoginWithItsReason() throws Exception {
    challenge(null);
    answer();
    challenge("Zm9yZ2Vk");

    assertThatThrownBy(this::answer)
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("The login at the proxy was given up: forged");
    assertThat(steps.disposed).isEqualTo(1);
  }

  @Test
  void answer_unasked_isRefused() {
    assertThatThrownBy(this::answer).isInstanceOf(AuthenticationException.class);
    assertThat(scheme).hasToString("STEPS at HTTP proxy proxy.corp:3128");
    assertThat(scheme.getPrincipal().getName()).isEqualTo("CORP\\svc");
  }

  private void challenge(@Nullable String value) throws Exception {
    scheme.processChallenge(
        new AuthChallenge(ChallengeType.PROXY, "STEPS", value, List.of()),
        HttpCoreContext.create());
  }

  private boolean isReady() throws Exception {
    return scheme.isResponseReady(HOST, new BasicCredentialsProvider(), HttpCoreContext.create());
  }

  private String answer() throws Exception {
    BasicHttpRequest request = new BasicHttpRequest("CONNECT", HOST, "login.example:443");
    return scheme.generateAuthResponse(HOST, request, HttpCoreContext.create());
  }

  private static final class TwoSteps {
    private final List<String> challenges = new ArrayList<>();
    private int disposed;

    SaslClient start() {
      return new Client();
    }

    private final class Client implements SaslClient {
      @Override
      public String getMechanismName() {
        return "STEPS";
      }

      @Override
      public boolean hasInitialResponse() {
        return true;
      }

      @Override
      public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        String text = new String(challenge, StandardCharsets.UTF_8);
        challenges.add(text);
        if (text.equals("forged")) {
          throw new SaslException("forged");
        }
        return (isComplete() ? "second" : "first").getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public boolean isComplete() {
        return challenges.size() > 1;
      }

      @Override
      public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException();
      }

      @Override
      public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException();
      }

      @Override
      public @Nullable Object getNegotiatedProperty(String property) {
        return null;
      }

      @Override
      public void dispose() {
        disposed++;
      }
    }
  }
}
