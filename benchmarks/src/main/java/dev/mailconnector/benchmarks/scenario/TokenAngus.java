package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.benchmarks.peer.Target;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/**
 * Angus with access tokens, as one thread of an application uses it: a connection that it keeps
 * until the token changes, or one for each message.
 */
final class TokenAngus implements TokenExpiry.Sender {
  private final Target target;
  private final UnguardedTokens tokens;
  private final boolean keeps;
  private final Session session;
  private final Transport transport;
  private String connectedWith = "";

  TokenAngus(Target target, UnguardedTokens tokens, boolean keeps) throws MessagingException {
    this.target = target;
    this.tokens = tokens;
    this.keeps = keeps;
    Properties settings = target.angus();
    settings.put("mail.smtp.auth", "true");
    settings.put("mail.smtp.auth.mechanisms", "XOAUTH2");
    this.session = Session.getInstance(settings);
    this.transport = session.getTransport("smtp");
  }

  @Override
  public void send() throws Exception {
    String token = tokens.current();
    if (!token.equals(connectedWith)) {
      transport.close();
      transport.connect("robot@example.com", token);
      connectedWith = token;
    }
    MimeMessage message = target.letter().message(session);
    transport.sendMessage(message, message.getAllRecipients());
    if (!keeps) {
      transport.close();
      connectedWith = "";
    }
  }
}
