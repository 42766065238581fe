/**
 * Tokens of any OAuth2 server by RFC 6749: {@link
 * dev.mailconnector.auth.oauth2.internal.generic.TokenServer} knows where the server is and how a
 * client proves itself, the two sources are the two grants.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.generic;

import org.jspecify.annotations.NullMarked;
