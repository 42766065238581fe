package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoLoginTest {

  @Test
  void recipe_atARelay_sendsWithoutAttemptingALogin() throws Exception {
    try (ScriptedSmtpServer relay =
        ScriptedSmtpServer.builder().profile(SmtpProfile.PLAIN_RELAY).start()) {
      SendReceipt receipt =
          NoLogin.send(
              Settings.of(
                  Map.of(
                      "MAIL_HOST",
                      relay.host(),
                      "MAIL_PORT",
                      String.valueOf(relay.port()),
                      "MAIL_FROM",
                      "robot@example.com",
                      "MAIL_TO",
                      "ann@example.com")));

      assertThat(relay.awaitMessages(1, Duration.ofSeconds(30)).get(0).login()).isNull();
      assertThat(relay.counters().commands("AUTH")).isZero();
      assertThat(receipt.identity()).isNull();
    }
  }
}
