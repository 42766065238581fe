package dev.mailconnector.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --message}: a message in YAML. Every value is taken as it is written (a
 * subject {@code 2026} is text), and a key without an effect is an error.
 *
 * @param account the account to send it through, or null
 * @param from the sender, or null
 * @param to recipients
 * @param cc further recipients
 * @param bcc hidden recipients
 * @param replyTo where answers go
 * @param subject the subject, or null
 * @param text the text, or null
 * @param html the same as HTML, or null
 * @param attached files to attach
 * @param inline what the HTML shows, by content id
 * @param headers further header fields
 */
record MessageFile(
    @Nullable String account,
    @Nullable String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    List<String> replyTo,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    List<Path> attached,
    Map<String, Path> inline,
    Map<String, String> headers) {}
