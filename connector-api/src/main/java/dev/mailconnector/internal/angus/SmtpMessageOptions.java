package dev.mailconnector.internal.angus;

import dev.mailconnector.DsnRequest;
import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.DsnRequest.Returned;
import dev.mailconnector.SendOptions;
import jakarta.mail.internet.MimeMessage;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/** What Angus' own kind of message says about its sending: envelope sender and notifications. */
public final class SmtpMessageOptions {
  private SmtpMessageOptions() {}

  /** These options, and what they leave open as the message says. */
  public static SendOptions complete(SendOptions options, MimeMessage message) {
    if (!(message instanceof SMTPMessage smtp)) {
      return options;
    }
    SendOptions complete = options;
    String sender = smtp.getEnvelopeFrom();
    if (options.envelopeSender() == null && sender != null && !sender.isBlank()) {
      complete = complete.withEnvelopeSender(bare(sender.strip()));
    }
    DsnRequest dsn = dsn(smtp);
    return options.dsn() == null && dsn != null ? complete.withDsn(dsn) : complete;
  }

  /** Angus takes {@code <>} and {@code <ann@example.com>} as well. */
  private static String bare(String path) {
    return path.startsWith("<") && path.endsWith(">") ? path.substring(1, path.length() - 1) : path;
  }

  private static @Nullable DsnRequest dsn(SMTPMessage message) {
    int notify = message.getNotifyOptions();
    int returned = message.getReturnOption();
    if (notify == 0 && returned == 0) {
      return null;
    }
    DsnRequest request =
        notify == 0
            ? DsnRequest.usual()
            : new DsnRequest(
                notify == SMTPMessage.NOTIFY_NEVER ? Set.of() : conditions(notify),
                null,
                null,
                false);
    return switch (returned) {
      case SMTPMessage.RETURN_FULL -> request.returning(Returned.FULL);
      case SMTPMessage.RETURN_HDRS -> request.returning(Returned.HEADERS);
      default -> request;
    };
  }

  private static Set<Condition> conditions(int notify) {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    if ((notify & SMTPMessage.NOTIFY_SUCCESS) != 0) {
      conditions.add(Condition.SUCCESS);
    }
    if ((notify & SMTPMessage.NOTIFY_FAILURE) != 0) {
      conditions.add(Condition.FAILURE);
    }
    if ((notify & SMTPMessage.NOTIFY_DELAY) != 0) {
      conditions.add(Condition.DELAY);
    }
    return conditions;
  }
}
