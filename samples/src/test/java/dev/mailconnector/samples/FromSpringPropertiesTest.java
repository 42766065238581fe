package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromSpringPropertiesTest {

  @Test
  void recipe_withAFileOfSpring_logsInOverTlsAsItSays(@TempDir Path folder) throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.POSTFIX)
            .certificate(TestAuthority.create().issue())
            .password("robot@corp.example", "p4ss")
            .start()) {
      Path file =
          Files.writeString(
              folder.resolve("application.properties"),
              """
              server.port=8080
              spring.mail.host=127.0.0.1
              spring.mail.port=%d
              spring.mail.username=robot@corp.example
              spring.mail.password=p4ss
              spring.mail.properties.mail.smtp.starttls.enable=true
              spring.mail.properties.mail.smtp.ssl.trust=127.0.0.1
              """
                  .formatted(server.port()));

      FromSpringProperties.send(file, "ann@example.com");

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
      assertThat(message.login().user()).isEqualTo("robot@corp.example");
      assertThat(message.sender()).isEqualTo("robot@corp.example");
      assertThat(server.counters().commands("STARTTLS")).isEqualTo(1);
    }
  }
}
