package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFromFileTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withTheTokenOfAFile_logsInWithItAndSends(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "t0ken-of-a-sidecar\n");
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .tokens(
                (user, token) ->
                    token.equals("t0ken-of-a-sidecar")
                        ? TokenVerdict.accepted()
                        : TokenVerdict.refused())
            .start()) {

      SendReceipt receipt =
          TokenFromFile.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of("TOKEN_FILE", file.toString(), "MAILBOX", "robot@corp.example")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30))).hasSize(1);
      assertThat(receipt.identity()).isEqualTo("robot@corp.example");
    }
  }
}
