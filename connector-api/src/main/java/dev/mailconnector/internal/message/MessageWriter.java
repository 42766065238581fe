package dev.mailconnector.internal.message;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.message.HeaderFilter.AddressField;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the application hands over into an {@link OutgoingMessage}, in the application's own
 * thread. A message that was saved is not saved again, or its signatures would break; the one
 * header field that is removed is Bcc. Thread-safe.
 */
public final class MessageWriter {
  private static final int PIECE = 64 * 1024;

  private final int memoryLimit;
  private final @Nullable Path folder;
  private final MimeWriter mime = new MimeWriter();

  /** The size of the message before this one: those of an application are often alike. */
  private volatile long usualSize;

  /**
   * Keeps messages up to this many bytes in memory, larger ones in this folder (null: the system's
   * own).
   */
  public MessageWriter(int memoryLimit, @Nullable Path folder) {
    this.memoryLimit = memoryLimit;
    this.folder = folder;
  }

  /** Checks and serialises a message object. */
  public OutgoingMessage write(MimeMessage message, Account account, SendOptions options) {
    try {
      HeaderCheck.check(message);
      Envelope envelope = new EnvelopeReader(account, options).of(message);
      OutgoingMessage outgoing =
          write(out -> mime.write(message, out), account, header -> envelope);
      try {
        // Once more: serialising an unsaved message makes further header fields.
        HeaderCheck.check(message);
      } catch (InvalidMessageException | MessagingException | IOException e) {
        outgoing.close();
        throw e;
      }
      return outgoing;
    } catch (MessagingException | IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Checks a finished RFC 5322 message; it is not parsed beyond its header. If it can go out as it
   * is, it is not copied, and must not be changed until it is sent.
   */
  public OutgoingMessage write(byte[] message, Account account, SendOptions options) {
    try {
      EnvelopeSource envelopes = new EnvelopeReader(account, options)::of;
      HeaderFilter header = new HeaderFilter(account.from());
      CanonicalOutput canonical = new CanonicalOutput(OutputStream.nullOutputStream(), header);
      if (passesUnchanged(message, canonical)) {
        check(canonical, header);
        Content content = new Content.InMemory(message, message.length);
        return outgoing(envelopes.from(header), content, canonical, header);
      }
      return write(out -> out.write(message), account, envelopes);
    } catch (MessagingException | IOException e) {
      throw unwritable(e);
    }
  }

  /** Looks through the message, and gives up where something must be changed. */
  private static boolean passesUnchanged(byte[] message, CanonicalOutput canonical)
      throws IOException {
    int done = 0;
    while (done < message.length && canonical.isUnchanged()) {
      int count = Math.min(PIECE, message.length - done);
      canonical.write(message, done, count);
      done += count;
    }
    if (canonical.isUnchanged()) {
      canonical.finish();
    }
    return canonical.isUnchanged();
  }

  private OutgoingMessage write(Source source, Account account, EnvelopeSource envelopes)
      throws MessagingException, IOException {
    SpoolOutput spool = new SpoolOutput(usualSize, memoryLimit, folder);
    boolean done = false;
    try {
      HeaderFilter header = new HeaderFilter(account.from());
      CanonicalOutput canonical = new CanonicalOutput(spool, header);
      source.writeTo(canonical);
      canonical.finish();
      check(canonical, header);
      Envelope envelope = envelopes.from(header);
      OutgoingMessage message = outgoing(envelope, spool.finish(), canonical, header);
      usualSize = message.content().size();
      done = true;
      return message;
    } finally {
      if (!done) {
        spool.discard();
      }
    }
  }

  private static OutgoingMessage outgoing(
      Envelope envelope, Content content, CanonicalOutput canonical, HeaderFilter header) {
    return new OutgoingMessage(
        envelope, content, canonical.isEightBit() || header.isEightBit(), header.isEightBit());
  }

  private static void check(CanonicalOutput content, HeaderFilter header) {
    if (header.values(AddressField.FROM).isEmpty()) {
      throw invalid(
          "The message has no sender: no From header field, and the account has no default for it",
          "Set From in the message, or from in the account.");
    }
    if (content.hasNul()) {
      throw invalid(
          "The message contains a NUL byte",
          "Encode binary content with base64 (MimeBodyPart does so by itself).");
    }
    if (header.isSigned() && content.hadStrayLineEnds()) {
      throw invalid(
          "The message is signed and has CR or LF outside a CRLF pair, mixed with proper line ends",
          "They cannot be sent as they are, and to repair them would break the signature: make the"
              + " line ends CRLF before signing.");
    }
  }

  private static InvalidMessageException unwritable(Exception e) {
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.MESSAGE,
                "The message could not be written out (" + e + ")",
                Advice.FIX_MESSAGE,
                "One of its parts cannot be read or has no content; the cause says which.")
            .withCause(e));
  }

  static InvalidMessageException invalid(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MESSAGE, what, Advice.FIX_MESSAGE, remedy));
  }

  @FunctionalInterface
  private interface Source {
    void writeTo(OutputStream out) throws MessagingException, IOException;
  }

  @FunctionalInterface
  private interface EnvelopeSource {
    Envelope from(HeaderFilter header) throws MessagingException;
  }
}
