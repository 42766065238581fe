package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withTwoTenants_logsInAsEachOfThem(@TempDir Path folder) throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .password("acme@example.com", "one")
            .password("umbrella@example.com", "two")
            .start()) {
      Settings settings = Loopback.settings(server, authority, folder, Map.of());
      Tenants tenants =
          new Tenants(settings, Map.of("acme", Secret.of("one"), "umbrella", Secret.of("two")));

      tenants.sendFor("acme", "umbrella", "acme");

      assertThat(server.messages().stream().map(ReceivedMessage::login))
          .containsExactly(
              new Login("PLAIN", "acme@example.com"),
              new Login("PLAIN", "umbrella@example.com"),
              new Login("PLAIN", "acme@example.com"));
      assertThat(server.counters().loginsAccepted()).isEqualTo(2);
      assertThatThrownBy(() -> tenants.sendFor("initech"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("initech");
    }
  }
}
