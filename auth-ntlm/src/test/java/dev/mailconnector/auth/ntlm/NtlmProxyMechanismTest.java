package dev.mailconnector.auth.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.transport.ProxyServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ServiceLoader;
import javax.security.sasl.SaslClient;
import org.junit.jupiter.api.Test;

class NtlmProxyMechanismTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Secret PASSWORD = Secret.of("pr0xy-word");
  private static final ProxyServer PROXY = ProxyServer.http("proxy.corp.example", 3128);

  @Test
  void mechanism_isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(ProxyMechanism.class))
        .singleElement()
        .isInstanceOf(NtlmProxyMechanism.class)
        .extracting(ProxyMechanism::scheme)
        .isEqualTo("NTLM");
  }

  @Test
  void start_withALogin_isMeantForTheProxy() throws Exception {
    NtlmServer corp =
        NtlmServer.ofDomain("CORP", "corp.example")
            .user("svc", "pr0xy-word")
            .demandingTarget("HTTP/proxy.corp.example");
    ServerMechanism.Exchange server = corp.start(new ServerMechanism.Context(null, null));
    ProxyServer proxy = PROXY.login("CORP\\svc", PASSWORD);
    SaslClient client = new NtlmProxyMechanism().start(proxy, PASSWORD, CLOCK);

    ServerMechanism.Step step = server.next(client.evaluateChallenge(new byte[0]));
    byte[] challenge = ((ServerMechanism.Step.Challenge) step).data();

    assertThat(server.next(client.evaluateChallenge(challenge)))
        .isEqualTo(ServerMechanism.Step.accepted("svc"));
  }

  @Test
  void start_withoutALogin_isAMistakeOfTheCaller() {
    assertThatThrownBy(() -> new NtlmProxyMechanism().start(PROXY, PASSWORD, CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The HTTP proxy proxy.corp.example:3128 has no login");
  }
}
