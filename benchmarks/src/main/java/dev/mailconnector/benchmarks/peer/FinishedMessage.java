package dev.mailconnector.benchmarks.peer;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A message that is written from memory. */
final class FinishedMessage extends MimeMessage {
  private final byte[] bytes;

  FinishedMessage(Session session, Letter letter) {
    super(session);
    this.bytes = letter.bytes();
    this.saved = true;
  }

  @Override
  public void writeTo(OutputStream out, String[] ignoredFields) throws IOException {
    out.write(bytes);
  }
}
