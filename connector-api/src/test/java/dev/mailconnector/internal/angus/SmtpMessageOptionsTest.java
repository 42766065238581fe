package dev.mailconnector.internal.angus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.DsnRequest;
import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.DsnRequest.Returned;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.InvalidMessageException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SmtpMessageOptionsTest {
  private static final SendOptions DEFAULTS = SendOptions.defaults();

  private final SMTPMessage message = new SMTPMessage(Session.getInstance(new Properties()));

  @Test
  void complete_ordinaryMessage_leavesTheOptions() {
    MimeMessage ordinary = new MimeMessage(Session.getInstance(new Properties()));

    assertThat(SmtpMessageOptions.complete(DEFAULTS, ordinary)).isEqualTo(DEFAULTS);
    assertThat(SmtpMessageOptions.complete(DEFAULTS, message)).isEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({"b@x, b@x", "<b@x>, b@x", "<>, ''"})
  void complete_envelopeSender_countsWhereTheOptionsNameNone(String from, String sender) {
    message.setEnvelopeFrom(from);

    assertThat(SmtpMessageOptions.complete(DEFAULTS, message).envelopeSender()).isEqualTo(sender);
    assertThat(
            SmtpMessageOptions.complete(DEFAULTS.withEnvelopeSender("a@x"), message)
                .envelopeSender())
        .isEqualTo("a@x");
  }

  @Test
  void complete_envelopeSenderWithALineBreak_isRefused() {
    message.setEnvelopeFrom("a@x>\r\nRCPT TO:<eve@x");

    assertThatThrownBy(() -> SmtpMessageOptions.complete(DEFAULTS, message))
        .isInstanceOf(InvalidMessageException.class);
  }

  static Stream<Arguments> notifications() {
    return Stream.of(
        Arguments.of(SMTPMessage.NOTIFY_NEVER, 0, DsnRequest.never()),
        Arguments.of(
            SMTPMessage.NOTIFY_SUCCESS | SMTPMessage.NOTIFY_DELAY,
            SMTPMessage.RETURN_FULL,
            DsnRequest.on(Condition.SUCCESS, Condition.DELAY).returning(Returned.FULL)),
        Arguments.of(SMTPMessage.NOTIFY_FAILURE, 0, DsnRequest.on(Condition.FAILURE)),
        Arguments.of(0, SMTPMessage.RETURN_HDRS, DsnRequest.usual().returning(Returned.HEADERS)));
  }

  @ParameterizedTest
  @MethodSource("notifications")
  void complete_notifications_countWhereTheOptionsNameNone(
      int notify, int returned, DsnRequest request) {
    message.setNotifyOptions(notify);
    message.setReturnOption(returned);
    DsnRequest own = DsnRequest.usual();

    assertThat(SmtpMessageOptions.complete(DEFAULTS, message).dsn()).isEqualTo(request);
    assertThat(SmtpMessageOptions.complete(DEFAULTS.withDsn(own), message).dsn()).isEqualTo(own);
  }
}
