package dev.mailconnector.internal.message;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.HeaderFilter.AddressField;
import dev.mailconnector.internal.message.HeaderFilter.HeaderTooLargeException;
import dev.mailconnector.internal.message.SpoolOutput.SpoolException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the application hands over into an {@link OutgoingMessage}, in the application's own
 * thread. A message that was saved is not saved again, or its signatures would break; the one
 * header field that is removed is Bcc. Thread-safe.
 */
public final class MessageWriter {
  private static final int PIECE = 64 * 1024;

  private final @Nullable Path folder;
  private final MimeWriter mime = new MimeWriter();

  /** The size of the message before this one: those of an application are often alike. */
  private volatile long usualSize;

  /** Keeps messages above the account's memory limit in this folder (null: the system's own). */
  public MessageWriter(@Nullable Path folder) {
    this.folder = folder;
  }

  /** Checks and serialises a message object, however long it takes. */
  public OutgoingMessage write(MimeMessage message, Account account, SendOptions options) {
    return write(message, account, options, null);
  }

  /**
   * Checks and serialises a message object.
   *
   * @param deadline by when it must be written out, or null
   */
  public OutgoingMessage write(
      MimeMessage message, Account account, SendOptions options, @Nullable Deadline deadline) {
    try {
      HeaderCheck.check(message);
      Envelope envelope = new EnvelopeReader(account, options).of(message);
      OutgoingMessage outgoing =
          write(
              out -> mime.write(message, out),
              Task.of(account, options, header -> envelope, deadline));
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

  /** Checks a finished RFC 5322 message, however long it takes. */
  public OutgoingMessage write(RawMessage message, Account account, SendOptions options) {
    return write(message, account, options, null);
  }

  /**
   * Checks a finished RFC 5322 message; it is not parsed beyond its header. One in an array, or a
   * large one in a file, that can go out as it is, is not copied, and must not be changed until it
   * is sent.
   *
   * @param deadline by when it must be read, or null; a read that blocks is not broken off
   */
  public OutgoingMessage write(
      RawMessage message, Account account, SendOptions options, @Nullable Deadline deadline) {
    Task task = Task.of(account, options, new EnvelopeReader(account, options)::of, deadline);
    try {
      HeaderFilter header = task.newHeader();
      CanonicalOutput canonical = new CanonicalOutput(OutputStream.nullOutputStream(), header);
      Content content = asItIs(message, canonical, account.memoryLimit());
      if (content != null) {
        check(canonical, header);
        return task.ready(content, canonical, header);
      }
      try (InputStream in = open(message)) {
        return write(in::transferTo, task);
      }
    } catch (MessagingException | HeaderTooLargeException e) {
      throw unwritable(e);
    } catch (IOException e) {
      throw unreadable(message, e);
    }
  }

  /** Where the message is, if it can go out from there; null if it must be written anew. */
  private static @Nullable Content asItIs(
      RawMessage message, CanonicalOutput canonical, int memoryLimit) throws IOException {
    if (message instanceof RawMessage.InMemory memory) {
      byte[] bytes = memory.bytes();
      return passesUnchanged(bytes, canonical) ? new Content.InMemory(bytes, bytes.length) : null;
    }
    return message instanceof RawMessage.InFile in
        ? OriginalFile.scan(in.file(), canonical, memoryLimit)
        : null;
  }

  private static InputStream open(RawMessage message) throws IOException {
    if (message instanceof RawMessage.InMemory memory) {
      return new ByteArrayInputStream(memory.bytes());
    }
    if (message instanceof RawMessage.InFile in) {
      return Files.newInputStream(in.file());
    }
    return ReadOnce.of(((RawMessage.InStream) message).stream()).begin();
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

  /** A message to be made ready: for this account, by these options. */
  private record Task(
      Account account, Terms terms, EnvelopeSource envelopes, @Nullable Deadline deadline) {
    static Task of(
        Account account,
        SendOptions options,
        EnvelopeSource envelopes,
        @Nullable Deadline deadline) {
      return new Task(account, Terms.of(options, account), envelopes, deadline);
    }

    HeaderFilter newHeader() {
      return new HeaderFilter(
          account.from(),
          account.redirectAllTo() == null
              ? null
              : header -> OriginalRecipients.field(envelopes.from(header).recipients()));
    }

    OutgoingMessage ready(Content content, CanonicalOutput canonical, HeaderFilter header) {
      String eightBitField = header.eightBitField();
      return new OutgoingMessage(
          new EnvelopeRules(account).applyTo(envelopes.from(header), header),
          content,
          canonical.isEightBit() || eightBitField != null,
          eightBitField,
          terms);
    }
  }

  private OutgoingMessage write(Source source, Task task) throws MessagingException, IOException {
    SpoolOutput spool = new SpoolOutput(usualSize, task.account().memoryLimit(), folder);
    boolean done = false;
    try {
      HeaderFilter header = task.newHeader();
      CanonicalOutput canonical = new CanonicalOutput(spool, header);
      Deadline deadline = task.deadline();
      source.writeTo(deadline == null ? canonical : new TimedOutput(canonical, deadline));
      canonical.finish();
      check(canonical, header);
      Content content = spool.finish();
      if (canonical.hadStrayLineEnds() && (header.isSigned() || SignedParts.areIn(content))) {
        throw brokenSignature();
      }
      OutgoingMessage message = task.ready(content, canonical, header);
      usualSize = message.content().size();
      done = true;
      return message;
    } finally {
      if (!done) {
        spool.discard();
      }
    }
  }

  private static void check(CanonicalOutput content, HeaderFilter header) {
    if (content.isHeaderUnclear()) {
      throw invalid(
          "The header of the message has CR CR LF, so that nobody can tell where it ends",
          "Its line ends were probably converted to CRLF twice (a file written in text mode does"
              + " that). Convert them once.");
    }
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
  }

  private static InvalidMessageException brokenSignature() {
    return invalid(
        "The message is signed and has CR or LF outside a CRLF pair, mixed with proper line ends",
        "They cannot be sent as they are, and to repair them would break the signature: make the"
            + " line ends CRLF before signing.");
  }

  private InvalidMessageException unwritable(Exception e) {
    InvalidMessageException unkept = unkept(e);
    if (unkept != null) {
      return unkept;
    }
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.MESSAGE,
                "The message could not be written out (" + e + ")",
                Advice.FIX_MESSAGE,
                "One of its parts cannot be read or has no content; the cause says which.")
            .withCause(e));
  }

  private InvalidMessageException unreadable(RawMessage message, IOException e) {
    InvalidMessageException unkept = unkept(e);
    if (unkept != null) {
      return unkept;
    }
    String where = message.toString();
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.MESSAGE,
                Character.toUpperCase(where.charAt(0))
                    + where.substring(1)
                    + " cannot be read ("
                    + e
                    + ")",
                Advice.FIX_MESSAGE,
                "Nothing was sent. Check that it is there and that this process may read it.")
            .withCause(e));
  }

  /** If this is about the folder for temporary files. */
  private @Nullable InvalidMessageException unkept(Exception e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof SpoolException)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      return null;
    }
    String where = folder == null ? "the system's folder for temporary files" : folder.toString();
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.MESSAGE,
                "The message is too large for memory and could not be kept in "
                    + where
                    + " ("
                    + cause.getMessage()
                    + ")",
                Advice.RETRY_LATER,
                "Nothing was sent. The folder must exist and have room, and this process must be"
                    + " allowed to write there; MailConnector.Builder.temporaryFolder names"
                    + " another.")
            .withCause(e));
  }

  /** The time of the send was over before its message was written out. */
  public static InvalidMessageException tooLate() {
    return new InvalidMessageException(
        FailureDetail.of(
            Stage.MESSAGE,
            "Writing the message out took longer than the deadline of its send",
            Advice.RETRY_LATER,
            "Nothing was sent. Give the send more time, or have what is slow (an attachment"
                + " from afar) at hand before."));
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
    Envelope from(HeaderFilter header);
  }
}
