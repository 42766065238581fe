package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies as providers really send them, tails included; the file has a line for every row. */
class ReplyAdviceTest {
  private static final String ID =
      " [SN2PR00CA0018.namprd00.prod.outlook.com 2024-02-14T14:50:26.590Z 08DC2D372B4C3DED]";

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvFileSource(resources = "replies.txt", delimiter = '|')
  void of_providersReply_hasItsAdvice(
      Stage stage, int code, String text, Advice advice, String words) {
    ReplyAdvice found = ReplyAdvice.of(stage, SmtpReply.of(code, List.of(text + ID)));

    assertThat(found.advice()).isEqualTo(advice);
    assertThat(found.diagnosis().text()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "535|5.7.139 Authentication unsuccessful, basic authentication is disabled.|true",
        "535|5.7.139 Authentication unsuccessful, the user credentials were incorrect.|false",
        "535|5.7.3 Authentication unsuccessful|false",
        "535|5.7.8 Bad credentials|false",
        "534|5.7.9 Application-specific password required|true",
        "550|5.7.30 Basic authentication is not supported|true",
        "535|5.7.142 Token will expire soon|false",
        "501|5.5.127 Token will expire soon|false",
        "501|5.5.124 Invalid XOAUTH2 auth data|true",
        "454|4.7.0 Temporary failure|false",
        "421|4.3.2 Service not active|false"
      })
  void isPolicy_reply_tellsWhetherANewSecretCanHelp(int code, String text, boolean policy) {
    assertThat(ReplyAdvice.isPolicy(SmtpReply.of(code, List.of(text + ID)))).isEqualTo(policy);
  }

  @Test
  void of_replyOfSeveralLines_isReadAsAWhole() {
    SmtpReply reply =
        SmtpReply.of(
            535,
            List.of(
                "5.7.139 Authentication unsuccessful,",
                "5.7.139 SmtpClientAuthentication is disabled for the Tenant."));

    assertThat(ReplyAdvice.of(Stage.AUTH, reply).diagnosis().text())
        .contains("aka.ms/smtp_auth_disabled");
  }
}
