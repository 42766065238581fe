package dev.mailconnector.benchmarks.peer;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Spring's JavaMailSenderImpl: a connection for each call, which takes an array. */
public final class SpringPeer implements Peer {
  private static final int ARRAY = 10;

  /** The only kind. */
  public SpringPeer() {}

  @Override
  public String title() {
    return "Spring, arrays of " + ARRAY;
  }

  @Override
  public String description() {
    return "JavaMailSenderImpl.send(array of " + ARRAY + "): one connection for each call";
  }

  @Override
  public boolean keepsConnections() {
    return false;
  }

  @Override
  public Fleet open(Target target) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setJavaMailProperties(target.angus());
    sender.setHost(Target.HOST);
    sender.setPort(target.port());
    if (target.tls()) {
      sender.setUsername(Target.USER);
      sender.setPassword(Target.PASSWORD);
    }
    return () -> () -> send(sender, target.letter());
  }

  private static int send(JavaMailSenderImpl sender, Letter letter) throws MessagingException {
    MimeMessage[] messages = new MimeMessage[ARRAY];
    for (int i = 0; i < ARRAY; i++) {
      messages[i] = letter.fill(sender.createMimeMessage());
    }
    sender.send(messages);
    return ARRAY;
  }
}
