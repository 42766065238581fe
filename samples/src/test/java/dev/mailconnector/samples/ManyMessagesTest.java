package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManyMessagesTest {

  @Test
  void recipe_withARecipientThatIsRefused_namesItAndSendsTheOthers() throws Exception {
    try (ScriptedSmtpServer relay =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.PLAIN_RELAY)
            .recipient("gone@example.com", "550 5.1.1 no such user")
            .start()) {
      Settings settings =
          Settings.of(
              Map.of(
                  "MAIL_HOST",
                  relay.host(),
                  "MAIL_PORT",
                  String.valueOf(relay.port()),
                  "MAIL_FROM",
                  "robot@example.com",
                  "MAIL_TO",
                  "ann@example.com gone@example.com bob@example.com"));

      List<String> failures = ManyMessages.failures(settings);

      assertThat(failures).singleElement().asString().startsWith("1: ").contains("550 5.1.1");
      assertThat(relay.messages())
          .flatExtracting(message -> message.recipients())
          .containsExactlyInAnyOrder("ann@example.com", "bob@example.com");
    }
  }
}
