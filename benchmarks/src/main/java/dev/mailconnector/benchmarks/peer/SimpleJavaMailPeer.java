package dev.mailconnector.benchmarks.peer;

import java.io.IOException;
import java.util.Properties;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail with the connection pool of its batch module. */
public final class SimpleJavaMailPeer implements Peer {
  private static final int CLAIM_TIMEOUT_MILLIS = 60_000;

  /** The only kind. */
  public SimpleJavaMailPeer() {}

  @Override
  public String title() {
    return "Simple Java Mail, pool";
  }

  @Override
  public String description() {
    return "one Mailer with batch-module's pool, shared by all threads";
  }

  @Override
  public Fleet open(Target target) {
    Mailer mailer = mailer(target);
    return new Fleet() {
      @Override
      public Worker worker() {
        return () -> {
          mailer.sendMail(email(target.letter())).join();
          return 1;
        };
      }

      @Override
      public void close() throws IOException {
        try {
          mailer.close();
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    };
  }

  private static Mailer mailer(Target target) {
    Properties settings = target.angus();
    if (target.tls()) {
      settings.put("mail.smtps.ssl.socketFactory", target.trust().getSocketFactory());
    }
    return MailerBuilder.withSMTPServer(
            Target.HOST,
            target.port(),
            target.tls() ? Target.USER : null,
            target.tls() ? Target.PASSWORD : null)
        .withTransportStrategy(target.tls() ? TransportStrategy.SMTPS : TransportStrategy.SMTP)
        .withProperties(settings)
        .withConnectionPoolCoreSize(target.connections())
        .withConnectionPoolMaxSize(target.connections())
        .withConnectionPoolClaimTimeoutMillis(CLAIM_TIMEOUT_MILLIS)
        .buildMailer();
  }

  private static Email email(Letter letter) {
    EmailPopulatingBuilder email =
        EmailBuilder.startingBlank()
            .from(Letter.SENDER)
            .withSubject(Letter.SUBJECT)
            .withPlainText(letter.text());
    letter.recipients().forEach(email::to);
    byte[] attachment = letter.attachment();
    if (attachment != null) {
      email.withAttachment(Letter.FILE, attachment, Letter.FILE_TYPE);
    }
    return email.buildEmail();
  }
}
