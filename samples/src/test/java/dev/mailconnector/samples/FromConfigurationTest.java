package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromConfigurationTest {

  @Test
  void recipe_withARelayInTheFile_sendsThroughIt(@TempDir Path folder) throws Exception {
    try (ScriptedSmtpServer relay =
        ScriptedSmtpServer.builder().profile(SmtpProfile.PLAIN_RELAY).start()) {
      Path file =
          Files.writeString(
              folder.resolve("mailconnector.yaml"),
              """
              accounts:
                relay:
                  host: 127.0.0.1
                  port: %d
                  tls: none
                  from: robot@example.com
              """
                  .formatted(relay.port()));

      assertThat(FromConfiguration.send(file, Messages.hello("ann@example.com")).account())
          .isEqualTo("relay");
      assertThat(relay.messages()).hasSize(1);
    }
  }
}
