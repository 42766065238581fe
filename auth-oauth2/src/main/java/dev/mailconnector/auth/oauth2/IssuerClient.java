package dev.mailconnector.auth.oauth2;

import java.net.URI;
import java.util.Locale;

/**
 * Whom a source asks, and as whom: what the accounts of one connector may have in common. While an
 * issuer gives nobody a token, it is left alone for all of its accounts together, and what hangs at
 * one issuer takes no thread from the accounts of another.
 *
 * @param issuer a name of the issuer, such as {@code https://login.example.com}; stands in messages
 * @param client as whom it is asked, such as a client id with its tenant, since throttling is
 *     usually per client; stands in messages
 */
public record IssuerClient(String issuer, String client) {

  /** A client at the issuer with this endpoint, whose scheme, host and port are its name. */
  public static IssuerClient at(URI endpoint, String client) {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    return new IssuerClient(scheme + "://" + host + port, client);
  }
}
