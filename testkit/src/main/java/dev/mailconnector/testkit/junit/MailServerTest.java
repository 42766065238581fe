package dev.mailconnector.testkit.junit;

import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class, or this test, get a {@link MailServer}.
 *
 * <pre>{@code
 * @MailServerTest(profile = SmtpProfile.MICROSOFT365)
 * class ReportMailerTest {
 *   @Test
 *   void report_isSent(MailServer mail) {
 *     new ReportMailer(mail.host(), mail.port(), mail.caFile()).send();
 *
 *     ReceivedMessage message = mail.awaitMessages(1, Duration.ofSeconds(5)).get(0);
 *     assertEquals("Report", message.header("Subject").orElseThrow());
 *   }
 * }
 * }</pre>
 *
 * @see MailServerExtension
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(MailServerExtension.class)
public @interface MailServerTest {

  /** Whose manners the server has. */
  SmtpProfile profile() default SmtpProfile.POSTFIX;

  /** How the server comes to TLS. */
  ServerTls tls() default ServerTls.STARTTLS;
}
