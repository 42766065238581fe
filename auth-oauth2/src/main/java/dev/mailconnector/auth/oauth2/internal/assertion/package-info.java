/**
 * How a client proves itself with a key instead of a secret (RFC 7523): {@link
 * dev.mailconnector.auth.oauth2.internal.assertion.KeyFile} reads a PKCS#12 or PEM file, {@link
 * dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey} signs.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.assertion;

import org.jspecify.annotations.NullMarked;
