package dev.mailconnector.cli.sender;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;

/** What can be wrong with a sender's domain. */
public final class SenderDiagnoses implements DiagnosisCatalogue {
  static final Diagnosis DNS_SILENT =
      row(
          "sender-dns-unanswered",
          "The name servers did not answer, so nothing is known of the domain.",
          "Whoever runs the network must see why its DNS resolver does not answer, or whoever runs"
              + " the domain why its name servers do not.",
          Whom.NETWORK,
          "RFC 1035 section 4.1.1");
  static final Diagnosis NO_DOMAIN =
      row(
          "sender-domain-missing",
          "The sender's domain does not exist: receivers refuse such mail, and no bounce comes back.",
          "Check its spelling in from and envelope-from; or register it.",
          Whom.OPERATOR,
          "RFC 5321 section 3.6.2");
  static final Diagnosis NO_MX =
      row(
          "sender-mx-missing",
          "The sender's domain takes no mail: bounces and answers are lost, and many receivers take"
              + " it for a forgery.",
          "Whoever runs the domain's DNS must add an MX record; or send from a domain that has one.",
          Whom.NETWORK,
          "RFC 5321 section 5.1, RFC 7505");
  static final Diagnosis SPF_MISSING =
      row(
          "spf-missing",
          "The domain names no servers that may send for it; large receivers want that.",
          "Whoever runs the domain's DNS must add a TXT record that begins with v=spf1.",
          Whom.NETWORK,
          "RFC 7208 section 3; support.google.com, Email sender guidelines");
  static final Diagnosis SPF_SEVERAL =
      row(
          "spf-several-records",
          "The domain has several SPF records, which is an error: receivers heed none of them.",
          "Whoever runs the domain's DNS must make one record of them.",
          Whom.NETWORK,
          "RFC 7208 section 4.5");
  static final Diagnosis SPF_BROKEN =
      row(
          "spf-broken",
          "The domain's SPF record has an error in it: receivers heed none of it.",
          "Whoever runs the domain's DNS must correct it.",
          Whom.NETWORK,
          "RFC 7208 section 4.6");
  static final Diagnosis SPF_LOOKUPS =
      row(
          "spf-too-many-lookups",
          "The domain's SPF record needs more than ten further DNS questions, which is an error:"
              + " receivers heed none of it.",
          "Whoever runs the domain's DNS must take includes out of it that nobody needs any more.",
          Whom.NETWORK,
          "RFC 7208 section 4.6.4");
  static final Diagnosis SPF_ANYBODY =
      row(
          "spf-allows-anybody",
          "The domain's SPF record lets everybody send for it, so it proves nothing.",
          "Whoever runs the domain's DNS must let it end with -all or ~all.",
          Whom.NETWORK,
          "RFC 7208 section 5.1 and 8");
  static final Diagnosis SPF_NOT_COVERED =
      row(
          "spf-does-not-cover",
          "The domain's SPF record does not name the servers that this account's mail leaves by.",
          "Whoever runs the domain's DNS must add them.",
          Whom.NETWORK,
          "RFC 7208 section 5");
  static final Diagnosis DKIM_MISSING =
      row(
          "dkim-missing",
          "No DKIM key was found for the domain, so its mail is not signed in its name, or by a"
              + " selector that is not known here.",
          "Whoever runs the domain at its mail provider must switch DKIM on and publish the key; if"
              + " there is one, give its selector with --dkim-selector.",
          Whom.TENANT,
          "RFC 6376 section 3.6.2; support.google.com, Email sender guidelines");
  static final Diagnosis DKIM_REVOKED =
      row(
          "dkim-key-unusable",
          "The DKIM key in DNS is empty or none: signatures by it count as broken.",
          "Whoever runs the domain's DNS must publish the key that the provider shows.",
          Whom.NETWORK,
          "RFC 6376 section 3.6.1");
  static final Diagnosis DMARC_MISSING =
      row(
          "dmarc-missing",
          "The domain has no DMARC policy; large receivers want one of whoever sends much.",
          "Whoever runs the domain's DNS must add one: v=DMARC1; p=none is a beginning.",
          Whom.NETWORK,
          "RFC 7489 section 6.1; support.google.com, Email sender guidelines");
  static final Diagnosis DMARC_BROKEN =
      row(
          "dmarc-broken",
          "The domain has several DMARC records, or one without a policy: receivers heed none.",
          "Whoever runs the domain's DNS must leave one, with p=none, quarantine or reject.",
          Whom.NETWORK,
          "RFC 7489 section 6.6.3");
  static final Diagnosis DMARC_UNALIGNED =
      row(
          "dmarc-not-aligned",
          "The envelope sender has another domain than From, so SPF proves nothing for DMARC; only a"
              + " DKIM signature of the From domain does.",
          "Set envelope-from to an address of the From domain, or see to DKIM.",
          Whom.OPERATOR,
          "RFC 7489 section 3.1.2");

  private static Diagnosis row(String id, String cause, String cure, Whom whom, String source) {
    return new Diagnosis(id, cause, cure, whom, source);
  }

  @Override
  public List<Diagnosis> diagnoses() {
    return List.of(
        DNS_SILENT,
        NO_DOMAIN,
        NO_MX,
        SPF_MISSING,
        SPF_SEVERAL,
        SPF_BROKEN,
        SPF_LOOKUPS,
        SPF_ANYBODY,
        SPF_NOT_COVERED,
        DKIM_MISSING,
        DKIM_REVOKED,
        DMARC_MISSING,
        DMARC_BROKEN,
        DMARC_UNALIGNED);
  }
}
