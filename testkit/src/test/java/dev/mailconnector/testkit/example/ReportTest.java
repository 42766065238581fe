package dev.mailconnector.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.junit.MailServer;
import dev.mailconnector.testkit.junit.MailServerTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MailServerTest(profile = SmtpProfile.GMAIL)
class ReportTest {
  @Test
  void report_isSent(MailServer mail) throws Exception {
    Report.send(mail.host(), mail.port(), mail.caFile(), MailServer.USER, mail.password());

    ReceivedMessage message = mail.awaitMessages(1, Duration.ofSeconds(10)).get(0);
    assertThat(message.recipients()).containsExactly("boss@example.com");
    assertThat(message.header("Subject")).contains("Report");
    assertThat(message.login()).isEqualTo(new Login("PLAIN", MailServer.USER));
  }

  @Test
  void report_whenTheReplyIsLost_isKnownToBeUnknown(MailServer mail) {
    mail.on(Trigger.contentEnd().nth(1), SmtpFault.closeAfterDot());

    assertThatThrownBy(
            () ->
                Report.send(
                    mail.host(), mail.port(), mail.caFile(), MailServer.USER, mail.password()))
        .hasMessageContaining("no reply");
    assertThat(mail.messages()).hasSize(1);
  }
}
