package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticPasswordTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_atAServerWithPasswords_logsInAndSends(@TempDir Path folder) throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .password("svc-mail", "correct horse")
            .start()) {
      SendReceipt receipt =
          StaticPassword.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "MAIL_USER", "svc-mail",
                      "MAIL_PASSWORD", "correct horse",
                      "MAIL_FROM", "robot@example.com")));

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
      assertThat(message.login()).isEqualTo(new Login("PLAIN", "svc-mail"));
      assertThat(message.sender()).isEqualTo("robot@example.com");
      assertThat(message.recipients()).containsExactly("ann@example.com");
      assertThat(receipt.identity()).isEqualTo("svc-mail");
    }
  }
}
