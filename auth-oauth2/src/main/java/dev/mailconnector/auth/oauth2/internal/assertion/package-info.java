/**
 * How a client proves itself with a key instead of a secret (RFC 7523): {@link
 * dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey} signs with the key of a {@link
 * dev.mailconnector.spi.KeyFile}.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.assertion;

import org.jspecify.annotations.NullMarked;
