package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How token endpoints are reached.
 *
 * @param trust whom to trust; {@link Trust#dangerouslyNone()} counts as the platform's trust here
 * @param proxy an HTTP proxy, or null to connect directly
 * @param connectTimeout the limit for TCP, and for the TLS handshake
 * @param deadline the limit for the whole request, whatever the server does
 */
public record HttpSettings(
    Trust trust, @Nullable ProxyServer proxy, Duration connectTimeout, Duration deadline) {}
