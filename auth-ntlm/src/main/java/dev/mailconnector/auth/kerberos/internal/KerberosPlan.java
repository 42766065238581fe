package dev.mailconnector.auth.kerberos.internal;

import org.jspecify.annotations.Nullable;

/**
 * How a login gets its tickets, whatever the account.
 *
 * @param origin where the ticket-granting ticket comes from
 * @param principal who logs in, or null for whomever the ticket cache is of
 * @param service the service principal as configured, or null for {@code smtp/} and the host
 */
public record KerberosPlan(
    TicketOrigin origin, @Nullable String principal, @Nullable String service) {

  /** Who logs in, fit for logs. */
  public String client() {
    return principal == null ? "the owner of the ticket cache" : principal;
  }

  /** The realm whose KDC is asked; empty for the default one, or that of the ticket cache. */
  String realm() {
    String name = principal == null ? "" : principal;
    int at = name.lastIndexOf('@');
    return at < 0 ? "" : name.substring(at + 1);
  }

  /**
   * The principal of the mail server. A service alone ({@code SMTPSVC}) stands before the
   * configured host; the host is taken as it is configured, without a look into the DNS.
   */
  public String serviceAt(String host) {
    if (service == null) {
      return "smtp/" + host;
    }
    return service.indexOf('/') < 0 ? service + "/" + host : service;
  }
}
