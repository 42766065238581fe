/**
 * OAuth2 token issuers that run inside a test: real HTTPS on 127.0.0.1, short-lived tokens, faults
 * on demand.
 *
 * <p>Start with the issuer that resembles yours: {@link
 * dev.mailconnector.testkit.issuer.MicrosoftIssuer}, {@link
 * dev.mailconnector.testkit.issuer.GoogleIssuer} or {@link
 * dev.mailconnector.testkit.issuer.GenericIssuer}. What they share (lifetime, gate, faults, request
 * log, the token check for a mail server) is {@link dev.mailconnector.testkit.issuer.TokenIssuer};
 * what can go wrong is {@link dev.mailconnector.testkit.issuer.IssuerFault}.
 */
@NullMarked
package dev.mailconnector.testkit.issuer;

import org.jspecify.annotations.NullMarked;
