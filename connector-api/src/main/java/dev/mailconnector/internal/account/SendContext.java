package dev.mailconnector.internal.account;

import dev.mailconnector.internal.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What one send brings along.
 *
 * @param correlationId its id
 * @param allOrNothing whether nobody gets the message when one recipient is refused
 * @param deadline the caller's limit for everything up to the message itself, or null
 */
public record SendContext(
    String correlationId, boolean allOrNothing, @Nullable Deadline deadline) {}
