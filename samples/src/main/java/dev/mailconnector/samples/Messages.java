package dev.mailconnector.samples;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** The message that every recipe sends; an application has its own. */
final class Messages {
  private Messages() {}

  static MimeMessage hello(String to) throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setRecipient(RecipientType.TO, new InternetAddress(to));
    message.setSubject("Hello");
    message.setText("Sent with Mail Connector.\r\n", "UTF-8");
    return message;
  }
}
