package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeNtlmTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_atAnExchangeServerWithExtendedProtection_logsInAndSends(@TempDir Path folder)
      throws Exception {
    NtlmServer corp =
        NtlmServer.ofDomain("CORP", "corp.example")
            .user("svc-mail", "correct horse")
            .traits(NtlmTrait.DEMANDS_CHANNEL_BINDING);
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.EXCHANGE_SERVER)
            .certificate(authority.issue())
            .mechanism(corp)
            .start()) {
      SendReceipt receipt =
          ExchangeNtlm.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "MAIL_USER", "CORP\\svc-mail",
                      "MAIL_PASSWORD", "correct horse",
                      "MAIL_FROM", "robot@corp.example")));

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(10)).get(0);
      assertThat(message.login()).isEqualTo(new Login("NTLM", "svc-mail"));
      assertThat(receipt.identity()).isEqualTo("CORP\\svc-mail");
    }
  }
}
