package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.spi.ChannelBinding;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a login runs over.
 *
 * @param targetName the service principal name of the server
 * @param tls whether it is encrypted
 * @param binding what to bind to, or null
 */
public record NtlmLine(String targetName, boolean tls, @Nullable ChannelBinding binding) {}
