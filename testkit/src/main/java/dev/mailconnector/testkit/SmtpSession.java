package dev.mailconnector.testkit;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a {@link ScriptedSmtpServer}, as it was when it was asked for.
 *
 * <p>The transcript holds what the client sent verbatim, secrets of AUTH included; {@code toString}
 * leaves it out.
 *
 * @param number the connection's number, from 1
 * @param open whether the connection was still open
 * @param tlsProtocol such as {@code TLSv1.3}, null without TLS
 * @param clientCertificate what the client showed, null if nothing was asked for
 * @param login the login, null without one
 * @param transcript every line of both sides, in order
 */
public record SmtpSession(
    int number,
    boolean open,
    @Nullable String tlsProtocol,
    @Nullable X509Certificate clientCertificate,
    @Nullable Login login,
    List<TranscriptLine> transcript) {

  /** Copies the transcript. */
  public SmtpSession {
    transcript = List.copyOf(transcript);
  }

  /** The lines of the client: commands and answers to 334, without any content. */
  public List<String> clientLines() {
    return lines(TranscriptLine.From.CLIENT);
  }

  /** The lines of the server. */
  public List<String> serverLines() {
    return lines(TranscriptLine.From.SERVER);
  }

  /** The whole conversation, a line each, as protocol texts write it. */
  public String transcriptText() {
    return transcript.stream().map(TranscriptLine::toString).collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return "SmtpSession["
        + number
        + (open ? ", open, " : ", closed, ")
        + transcript.size()
        + " lines]";
  }

  private List<String> lines(TranscriptLine.From from) {
    return transcript.stream()
        .filter(line -> line.from() == from)
        .map(TranscriptLine::text)
        .toList();
  }
}
