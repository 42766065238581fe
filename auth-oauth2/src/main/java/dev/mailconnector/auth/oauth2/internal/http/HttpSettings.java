package dev.mailconnector.auth.oauth2.internal.http;

import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How token endpoints are reached.
 *
 * @param tls verifies the endpoint; asked on the thread of the request, since it reads files
 * @param proxy an HTTP proxy, or null to connect directly
 * @param connectTimeout the limit for TCP, and for the TLS handshake
 * @param deadline the limit for the whole request, whatever the server does
 */
public record HttpSettings(
    Supplier<SSLContext> tls,
    @Nullable ProxyRoute proxy,
    Duration connectTimeout,
    Duration deadline) {}
