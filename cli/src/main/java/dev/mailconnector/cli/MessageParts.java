package dev.mailconnector.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make up a new message; none of them goes with {@code --eml}. */
final class MessageParts {
  @Option(names = "--cc", paramLabel = "ADDRESS", description = "Further recipients.")
  List<String> cc = List.of();

  @Option(
      names = "--bcc",
      paramLabel = "ADDRESS",
      description = "Recipients that the others do not see.")
  List<String> bcc = List.of();

  @Option(
      names = "--reply-to",
      paramLabel = "ADDRESS",
      description = "Where answers go, in place of the sender.")
  List<String> replyTo = List.of();

  @Option(names = "--subject", paramLabel = "TEXT", description = "The subject.")
  @Nullable String subject;

  @Option(names = "--text", paramLabel = "TEXT", description = "The text of the message.")
  @Nullable String text;

  @Option(
      names = "--text-file",
      paramLabel = "FILE",
      description = "Reads the text from a UTF-8 file; - is standard input.")
  @Nullable String textFile;

  @Option(
      names = "--html",
      paramLabel = "HTML",
      description = "The same message as HTML; with a text both are sent as alternatives.")
  @Nullable String html;

  @Option(
      names = "--html-file",
      paramLabel = "FILE",
      description = "Reads the HTML from a UTF-8 file; - is standard input.")
  @Nullable String htmlFile;

  @Option(
      names = "--inline",
      paramLabel = "ID=FILE",
      description = "Shows an image where the HTML says <img src=\"cid:ID\">; may be repeated.")
  Map<String, Path> inline = Map.of();

  @Option(
      names = "--message",
      paramLabel = "FILE",
      description = {
        "Reads a message in YAML: from, to, cc, bcc, reply-to, subject, body: {text, html}, attach,"
            + " inline and headers; - is standard input. Options replace its values.",
        "Or a step of a workflow of Thand: thand: notify, with: {provider, to, subject, body}."
      })
  @Nullable String file;

  @Option(
      names = "--attach",
      paramLabel = "FILE",
      description = "Attaches a file; may be repeated.")
  List<Path> attachments = List.of();

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "Adds a header field; may be repeated.")
  List<String> headers = List.of();

  /** Takes what no option has given from the file. */
  void complete(MessageFile message) {
    cc = cc.isEmpty() ? message.cc() : cc;
    bcc = bcc.isEmpty() ? message.bcc() : bcc;
    replyTo = replyTo.isEmpty() ? message.replyTo() : replyTo;
    subject = subject == null ? message.subject() : subject;
    text = text == null && textFile == null ? message.text() : text;
    html = html == null && htmlFile == null ? message.html() : html;
    attachments = attachments.isEmpty() ? message.attached() : attachments;
    inline = inline.isEmpty() ? message.inline() : inline;
    headers =
        headers.isEmpty()
            ? message.headers().entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .toList()
            : headers;
  }

  /** Whether none of them was given. */
  boolean isEmpty() {
    return cc.isEmpty()
        && bcc.isEmpty()
        && replyTo.isEmpty()
        && subject == null
        && text == null
        && textFile == null
        && html == null
        && htmlFile == null
        && inline.isEmpty()
        && file == null
        && attachments.isEmpty()
        && headers.isEmpty();
  }
}
