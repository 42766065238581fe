package dev.mailconnector.cli.probe;

import java.util.List;
import java.util.function.Consumer;
import org.xbill.DNS.Rcode;

/** Faults of a sender's domain, which is example.com. */
final class DomainFaults {
  private static final String M365 = "smtp.office365.com";
  private static final String KEY = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";

  private DomainFaults() {}

  static List<Fault> rows() {
    return List.of(
        domain("nothing is wrong with the domain", "all four records", "none", names -> {}),
        new Fault(
            "name servers fail",
            "SERVFAIL to every question",
            "sender-dns-unanswered",
            lab -> lab.sender(M365, lab.keep(new NameServer()).fails(Rcode.SERVFAIL))),
        new Fault(
            "domain that does not exist",
            "NXDOMAIN",
            "sender-domain-missing",
            lab -> lab.sender(M365, lab.keep(new NameServer()))),
        new Fault(
            "no MX",
            "a domain with a TXT record and nothing else",
            "sender-mx-missing",
            lab -> lab.sender(M365, lab.keep(new NameServer()).text("example.com", "hello"))),
        new Fault(
            "null MX",
            "an MX record with the host \".\"",
            "sender-mx-missing",
            lab -> lab.sender(M365, lab.keep(new NameServer()).mail("example.com", "."))),
        spf("no SPF", "spf-missing"),
        spf("several SPF records", "spf-several-records", "v=spf1 -all", "v=spf1 mx -all"),
        spf("SPF with an error", "spf-broken", "v=spf1 ipv4:192.0.2.1 -all"),
        spf("SPF that includes nothing", "spf-broken", "v=spf1 include:gone.example -all"),
        spf(
            "SPF with +all",
            "spf-allows-anybody",
            "v=spf1 include:spf.protection.outlook.com +all"),
        spf("SPF without the provider", "spf-does-not-cover", "v=spf1 ip4:192.0.2.0/24 -all"),
        spf(
            "SPF with eleven questions",
            "spf-too-many-lookups",
            "v=spf1 a a a a a a a a a a a -all"),
        spf("SPF by redirect", "none", "v=spf1 redirect=spf.protection.outlook.com"),
        domain(
            "another text beside the DMARC record",
            "a proof of ownership at _dmarc",
            "none",
            names -> names.text("_dmarc.example.com", "verification=1234")),
        domain(
            "DKIM key without a version",
            "k= and p= at selector1, and no v=",
            "none",
            names -> names.text("selector1._domainkey.example.com", KEY.substring(10)),
            "dkim"),
        new Fault(
            "envelope sender of a domain below, and strict alignment",
            "envelope-from of mail.example.com, and aspf=s",
            "dmarc-not-aligned",
            lab ->
                lab.sender(
                    "robot@mail.example.com",
                    M365,
                    lab.keep(new NameServer())
                        .mail("mail.example.com", "mx.example.com")
                        .text("mail.example.com", "v=spf1 include:spf.protection.outlook.com -all")
                        .text("spf.protection.outlook.com", "v=spf1 ip4:40.92.0.0/15 -all")
                        .text("selector1._domainkey.example.com", KEY)
                        .text("_dmarc.example.com", "v=DMARC1; p=reject; aspf=s"))),
        spf("SPF that includes itself", "spf-broken", "v=spf1 include:example.com -all"),
        new Fault(
            "SPF that includes the same again and again",
            "six times include:again.example, whose record has one question",
            "spf-too-many-lookups",
            lab ->
                lab.sender(
                    M365,
                    sound(lab, "v=spf1 " + "include:again.example ".repeat(6) + "-all")
                        .text("again.example", "v=spf1 a -all"))),
        spf("SPF with many lengths", "spf-broken", "v=spf1 a" + "/1".repeat(40) + " -all"),
        new Fault(
            "SPF that names the relay's network by its name",
            "a:relay.example.com/24, and another address of it",
            "none",
            lab ->
                lab.sender(
                    "out.example.com",
                    sound(lab, "v=spf1 a:relay.example.com/24//64 -all")
                        .address("relay.example.com", "198.51.100.7")
                        .address("out.example.com", "198.51.100.9"))),
        new Fault(
            "SPF that excludes the relay",
            "-ip4 of its address",
            "spf-does-not-cover",
            lab ->
                lab.sender(
                    "relay.example.com",
                    sound(lab, "v=spf1 -ip4:198.51.100.7 -all")
                        .address("relay.example.com", "198.51.100.7"))),
        new Fault(
            "SPF by an mx of eleven hosts",
            "mx:many.example with eleven MX records",
            "spf-broken",
            lab -> {
              NameServer names = sound(lab, "v=spf1 mx:many.example -all");
              for (int i = 0; i < 11; i++) {
                names.mail("many.example", "mx" + i + ".many.example");
              }
              return lab.sender("relay.example.com", names);
            }),
        new Fault(
            "name servers that are slow",
            "a minute for each answer",
            "sender-dns-unanswered",
            lab -> lab.slowSender(M365, sound(lab, null))),
        new Fault(
            "domain with letters beyond ASCII",
            "b\u00fccher.example, which DNS knows as xn--bcher-kva.example, and no SPF",
            "spf-missing",
            lab ->
                lab.sender(
                    "robot@b\u00fccher.example",
                    M365,
                    sound(lab, null).mail("xn--bcher-kva.example", "mx.example.com"))),
        new Fault(
            "SPF without the relay's address",
            "ip4 of another network",
            "spf-does-not-cover",
            lab ->
                lab.sender(
                    "relay.example.com",
                    sound(lab, "v=spf1 ip4:192.0.2.0/24 -all")
                        .address("relay.example.com", "198.51.100.7"))),
        domain(
            "DKIM key revoked",
            "an empty p= at selector1",
            "dkim-key-unusable",
            names -> names.text("selector1._domainkey.example.com", "v=DKIM1; p="),
            "dkim"),
        domain(
            "no DKIM", "no record at selector1 and selector2", "dkim-missing", names -> {}, "dkim"),
        domain("no DMARC", "no record at _dmarc", "dmarc-missing", names -> {}, "dmarc"),
        domain(
            "several DMARC records",
            "two of them",
            "dmarc-broken",
            names ->
                names
                    .text("_dmarc.example.com", "v=DMARC1; p=none")
                    .text("_dmarc.example.com", "v=DMARC1; p=reject"),
            "dmarc"),
        domain(
            "DMARC without a policy",
            "v=DMARC1 and no p=",
            "dmarc-broken",
            names -> names.text("_dmarc.example.com", "v=DMARC1; rua=mailto:a@example.com"),
            "dmarc"),
        new Fault(
            "envelope sender of another domain",
            "envelope-from of bounces.example, From of example.com",
            "dmarc-not-aligned",
            lab ->
                lab.sender(
                    "robot@bounces.example",
                    M365,
                    sound(lab, null)
                        .mail("bounces.example", "mx.example.com")
                        .text(
                            "bounces.example", "v=spf1 include:spf.protection.outlook.com -all"))));
  }

  private static Fault spf(String name, String expected, String... records) {
    return new Fault(
        name,
        records.length == 0 ? "no record" : String.join(" and ", records),
        expected,
        lab -> {
          NameServer names = sound(lab, "none");
          for (String record : records) {
            names.text("example.com", record);
          }
          return lab.sender(M365, names);
        });
  }

  private static Fault domain(
      String name, String how, String expected, Consumer<NameServer> more, String... without) {
    return new Fault(
        name,
        how,
        expected,
        lab -> {
          NameServer names = lab.keep(new NameServer()).mail("example.com", "mx.example.com");
          List<String> missing = List.of(without);
          names.text("example.com", "v=spf1 include:spf.protection.outlook.com -all");
          included(names);
          if (!missing.contains("dkim")) {
            names.alias("selector1._domainkey.example.com", "key.contoso.example");
            names.text("key.contoso.example", KEY);
          }
          if (!missing.contains("dmarc")) {
            names.text("_dmarc.example.com", "v=DMARC1; p=quarantine");
          }
          more.accept(names);
          return lab.sender(M365, names);
        });
  }

  /** All as it should be, with this SPF record; null for the provider's, "none" for none at all. */
  private static NameServer sound(ProbeLab lab, String spf) {
    NameServer names = lab.keep(new NameServer()).mail("example.com", "mx.example.com");
    included(names);
    if (spf == null || !spf.equals("none")) {
      names.text(
          "example.com", spf == null ? "v=spf1 include:spf.protection.outlook.com -all" : spf);
    }
    return names
        .text("selector1._domainkey.example.com", KEY)
        .text("_dmarc.example.com", "v=DMARC1; p=reject");
  }

  private static void included(NameServer names) {
    names.text("spf.protection.outlook.com", "v=spf1 ip4:40.92.0.0/15 -all");
  }
}
