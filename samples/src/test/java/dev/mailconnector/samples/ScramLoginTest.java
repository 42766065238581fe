package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScramServer;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScramLoginTest {
  private final TestAuthority authority = TestAuthority.create();
  @TempDir Path folder;

  @Test
  void recipe_atAServerWithScram_logsInAndSends() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("svc-mail", "correct horse");
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.POSTFIX)
            .certificate(authority.issue())
            .password("svc-mail", "correct horse")
            .mechanism(scram)
            .start()) {
      ScramLogin.send(settings(server));

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
      assertThat(message.login()).isEqualTo(new Login("SCRAM-SHA-256", "svc-mail"));
    }
  }

  @Test
  void recipe_atAServerWithoutScram_showsThePasswordToNobody() throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .password("svc-mail", "correct horse")
            .start()) {
      assertThatThrownBy(() -> ScramLogin.send(settings(server)))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("SCRAM-SHA-256");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  private Settings settings(ScriptedSmtpServer server) throws Exception {
    return Loopback.settings(
        server,
        authority,
        folder,
        Map.of(
            "MAIL_USER", "svc-mail",
            "MAIL_PASSWORD", "correct horse",
            "MAIL_FROM", "robot@example.com"));
  }
}
