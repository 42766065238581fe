package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromConfigurationTest {

  @Test
  void recipe_withARelayInTheFile_sendsThroughItOnOneConnection(@TempDir Path folder)
      throws Exception {
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

      try (FromConfiguration service = new FromConfiguration(file)) {
        SendReceipt first = service.send(Messages.hello("ann@example.com"));
        SendReceipt second = service.send(Messages.hello("bob@example.com"));

        assertThat(first.account()).isEqualTo("relay");
        assertThat(second.connection()).isEqualTo(first.connection());
      }
      assertThat(relay.messages()).hasSize(2);
    }
  }
}
