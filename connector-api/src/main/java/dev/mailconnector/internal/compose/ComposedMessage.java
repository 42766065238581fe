package dev.mailconnector.internal.compose;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/** A message whose id is its own; Jakarta Mail would make one of the machine's name. */
public final class ComposedMessage extends MimeMessage {
  private static final String ID = "Message-ID";

  /** Without content. */
  public ComposedMessage(Session session, String id) throws MessagingException {
    super(session);
    setHeader(ID, id);
  }

  /** Takes this content, and is finished. */
  public void complete(Body body) throws MessagingException {
    body.fill(this);
    saveChanges();
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    if (getHeader(ID) == null) {
      super.updateMessageID();
    }
  }
}
