package dev.mailconnector.internal.account;

import dev.mailconnector.internal.Deadline;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one send brings along.
 *
 * @param correlationId its id
 * @param tags words of the caller's for the listener
 * @param deadline the caller's limit until the message itself begins to go out, or null
 * @param started when the call began; the monotonic clock
 */
public record SendContext(
    String correlationId, Map<String, String> tags, @Nullable Deadline deadline, long started) {}
