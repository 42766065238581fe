package dev.mailconnector.cli.sender;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the providers that sign and send in a customer's name are found in DNS: each as its own
 * documentation on SPF and DKIM has it.
 *
 * @param host how its submission host ends
 * @param include what a customer's SPF record includes
 * @param selectors where its DKIM keys are; empty where each customer has others
 */
record MailProvider(String host, String include, List<String> selectors) {
  private static final List<String> MICROSOFT = List.of("selector1", "selector2");

  /** Where nobody says more. */
  static final List<String> USUAL_SELECTORS =
      List.of("default", "dkim", "mail", "s1", "s2", "k1", "selector1", "selector2", "google");

  private static final List<MailProvider> KNOWN =
      List.of(
          new MailProvider("smtp.office365.com", "spf.protection.outlook.com", MICROSOFT),
          new MailProvider("smtp.office365.us", "spf.protection.office365.us", MICROSOFT),
          new MailProvider(
              "smtp.partner.outlook.cn", "spf.protection.partner.outlook.cn", MICROSOFT),
          new MailProvider("smtp.hve.mx.microsoft", "spf.protection.outlook.com", MICROSOFT),
          new MailProvider(
              "smtp.azurecomm.net",
              "spf.protection.outlook.com",
              List.of("selector1-azurecomm-prod-net", "selector2-azurecomm-prod-net")),
          new MailProvider("smtp.gmail.com", "_spf.google.com", List.of("google")),
          new MailProvider("smtp-relay.gmail.com", "_spf.google.com", List.of("google")),
          new MailProvider("amazonaws.com", "amazonses.com", List.of()),
          new MailProvider("smtp.sendgrid.net", "sendgrid.net", List.of("s1", "s2")),
          new MailProvider("smtp.mailgun.org", "mailgun.org", List.of("smtp", "mx", "k1")),
          new MailProvider("smtp.eu.mailgun.org", "eu.mailgun.org", List.of("smtp", "mx", "k1")),
          new MailProvider(
              "smtp.fastmail.com", "spf.messagingengine.com", List.of("fm1", "fm2", "fm3")),
          new MailProvider("smtp.zoho.com", "zohomail.com", List.of("zmail", "zoho")),
          new MailProvider("in-v3.mailjet.com", "spf.mailjet.com", List.of("mailjet")),
          new MailProvider(
              "smtp-relay.brevo.com", "spf.brevo.com", List.of("brevo1", "brevo2", "mail")));

  /** The provider whose submission host this is. */
  static Optional<MailProvider> at(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return Stream.concat(
            KNOWN.stream().filter(each -> lower.equals(each.host)),
            KNOWN.stream().filter(each -> lower.endsWith("." + each.host)))
        .findFirst();
  }
}
