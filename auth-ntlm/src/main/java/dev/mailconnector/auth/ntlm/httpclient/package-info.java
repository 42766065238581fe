/**
 * The engine for Apache HttpClient 5, where a program has a client of its own: {@link
 * dev.mailconnector.auth.ntlm.httpclient.NtlmV2Engine}. HttpClient is an optional dependency of
 * this module, for this package alone.
 */
@NullMarked
package dev.mailconnector.auth.ntlm.httpclient;

import org.jspecify.annotations.NullMarked;
