package dev.mailconnector.cli.sender;

import dev.mailconnector.cli.sender.Zone.Unanswered;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Resolver;

/** MX, SPF, DKIM and DMARC of a sender's domain. One thread's. */
public final class SenderCheck {
  private final String domain;
  private final String from;
  private final String host;
  private final @Nullable String selector;
  private final Zone zone;
  private final Ticker ticker;
  private final List<String> details = new ArrayList<>();
  private final List<ProbeFinding> findings = new ArrayList<>();

  /**
   * One part of it.
   *
   * @param name MX, SPF, DKIM or DMARC
   * @param took how long it took
   * @param summary the outcome in one line
   * @param details what else there is to know
   * @param findings what is wrong
   */
  public record Step(
      String name,
      Duration took,
      String summary,
      List<String> details,
      List<ProbeFinding> findings) {
    /** Copies the lists. */
    public Step {
      details = List.copyOf(details);
      findings = List.copyOf(findings);
    }
  }

  /** Part of a check. */
  @FunctionalInterface
  private interface Look {
    String look() throws Unanswered;
  }

  /**
   * A check.
   *
   * @param sender the envelope sender: an address
   * @param from the From address that receivers see
   * @param host the submission host that its mail leaves by
   * @param selector the DKIM selector, or null for the provider's
   * @param resolver asked; its own timeout is the limit of each question
   * @param ticker the monotonic clock
   */
  public SenderCheck(
      String sender,
      String from,
      String host,
      @Nullable String selector,
      Resolver resolver,
      Ticker ticker) {
    this.domain = domainOf(sender);
    this.from = domainOf(from);
    this.host = host;
    this.selector = selector;
    this.zone = new Zone(resolver, ticker);
    this.ticker = ticker;
  }

  private static String domainOf(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** All of it, each part told as it ends; the findings of all, gravest part first. */
  public List<ProbeFinding> run(Consumer<Step> listener) {
    List<ProbeFinding> all = new ArrayList<>();
    all.addAll(step("MX", this::mx, listener));
    boolean known =
        all.stream()
            .noneMatch(
                each ->
                    each.diagnosis().equals(SenderDiagnoses.NO_DOMAIN)
                        || each.diagnosis().equals(SenderDiagnoses.DNS_SILENT));
    if (known) {
      all.addAll(step("SPF", this::spf, listener));
      all.addAll(step("DKIM", this::dkim, listener));
      all.addAll(step("DMARC", this::dmarc, listener));
    }
    return all;
  }

  private List<ProbeFinding> step(String name, Look look, Consumer<Step> listener) {
    long since = ticker.nanos();
    details.clear();
    findings.clear();
    String summary;
    try {
      summary = look.look();
    } catch (Unanswered e) {
      summary = String.valueOf(e.getMessage());
      found(summary, SenderDiagnoses.DNS_SILENT);
    }
    Step step =
        new Step(name, Duration.ofNanos(ticker.nanos() - since), summary, details, findings);
    listener.accept(step);
    return step.findings();
  }

  private void found(String seen, Diagnosis diagnosis) {
    findings.add(ProbeFinding.of(seen, diagnosis));
  }

  private String mx() throws Unanswered {
    List<String> hosts = zone.mailHosts(domain);
    if (hosts.isEmpty() && !zone.exists(domain)) {
      found("DNS knows no " + domain, SenderDiagnoses.NO_DOMAIN);
      return domain + " does not exist";
    }
    boolean takesMail = !hosts.equals(List.of("."));
    if (hosts.isEmpty()) {
      takesMail = !zone.addresses(domain).isEmpty();
    }
    if (!takesMail) {
      found(
          hosts.isEmpty() ? domain + " has no MX record" : domain + " has a null MX",
          SenderDiagnoses.NO_MX);
      return "none";
    }
    return hosts.isEmpty() ? "none, but an address" : String.join(", ", hosts);
  }

  private String spf() throws Unanswered {
    List<String> records = zone.texts(domain).stream().filter(SpfRecord::isSpf).toList();
    if (records.isEmpty()) {
      found(domain + " has no SPF record", SenderDiagnoses.SPF_MISSING);
      return "none";
    }
    details.addAll(records);
    if (records.size() > 1) {
      found(domain + " has " + records.size() + " SPF records", SenderDiagnoses.SPF_SEVERAL);
      return records.size() + " records";
    }
    SpfRecord record = SpfRecord.read(zone, domain, records.get(0));
    String problem = record.problem();
    if (record.lookups() > SpfRecord.MOST_LOOKUPS) {
      found(
          "The SPF record of " + domain + " takes more than ten questions",
          SenderDiagnoses.SPF_LOOKUPS);
    } else if (problem != null) {
      found("In the SPF record of " + domain + ", " + problem, SenderDiagnoses.SPF_BROKEN);
    } else if (record.allowsAnybody()) {
      found("The SPF record of " + domain + " ends with +all", SenderDiagnoses.SPF_ANYBODY);
    } else {
      coverage(record);
    }
    return record.lookups() + " questions of at most " + SpfRecord.MOST_LOOKUPS;
  }

  private void coverage(SpfRecord record) throws Unanswered {
    MailProvider provider = MailProvider.at(host).orElse(null);
    if (provider != null) {
      if (record.includes(provider.include())) {
        details.add("includes " + provider.include() + ", as " + host + " wants it");
      } else {
        findings.add(
            ProbeFinding.of(
                "The SPF record of " + domain + " does not include " + provider.include(),
                SenderDiagnoses.SPF_NOT_COVERED.remedy(
                    "Add include:" + provider.include() + " before its end.")));
      }
      return;
    }
    List<String> addresses = zone.addresses(host);
    if (addresses.isEmpty()) {
      details.add("whether it covers " + host + " is not known: DNS has no address of it");
    } else if (addresses.stream().anyMatch(record::covers)) {
      details.add("covers " + host);
    } else {
      found(
          "The SPF record of "
              + domain
              + " covers none of "
              + String.join(", ", addresses)
              + ", the addresses of "
              + host
              + " (its mail may leave by others)",
          SenderDiagnoses.SPF_NOT_COVERED);
    }
  }

  private String dkim() throws Unanswered {
    List<String> selectors =
        selector != null
            ? List.of(selector)
            : MailProvider.at(host)
                .map(MailProvider::selectors)
                .orElse(MailProvider.USUAL_SELECTORS);
    if (selectors.isEmpty()) {
      return "not looked at: " + host + " gives each customer other selectors; --dkim-selector";
    }
    String usable = null;
    String unusable = null;
    for (String each : selectors) {
      for (String text : zone.texts(each + "._domainkey." + from)) {
        if (hasKey(text)) {
          usable = each;
          details.add(each + "._domainkey." + from + ": a key");
        } else {
          unusable = each;
          details.add(each + "._domainkey." + from + ": " + text);
        }
      }
    }
    if (usable != null) {
      return "key at " + usable;
    }
    String asked = "(looked at " + String.join(", ", selectors) + ")";
    if (unusable != null) {
      found(
          "At " + unusable + "._domainkey." + from + " is no key that can be used",
          SenderDiagnoses.DKIM_REVOKED);
      return "no usable key";
    }
    found("There is no DKIM key of " + from + " " + asked, SenderDiagnoses.DKIM_MISSING);
    return "none " + asked;
  }

  /** RFC 6376 section 3.6.1: the version may be missing, the key not; an empty one is revoked. */
  private static boolean hasKey(String text) {
    String version = Tags.of(text, "v");
    String key = Tags.of(text, "p");
    return (version == null || version.equals("DKIM1"))
        && key != null
        && key.replaceAll("\\s", "").matches("[A-Za-z0-9+/]{20,}=*");
  }

  private String dmarc() throws Unanswered {
    DmarcPolicy policy = DmarcPolicy.find(zone, from);
    details.addAll(policy.records());
    if (policy.records().isEmpty()) {
      found(
          "Neither " + from + " nor a domain above it has a DMARC record",
          SenderDiagnoses.DMARC_MISSING);
      return "none";
    }
    if (policy.value() == null) {
      found("The DMARC record of " + policy.domain() + " is none", SenderDiagnoses.DMARC_BROKEN);
      return "broken";
    }
    if (!policy.isAligned(domain, from)) {
      found(
          "The envelope sender is of " + domain + ", From of " + from,
          SenderDiagnoses.DMARC_UNALIGNED);
    }
    return "p="
        + policy.value()
        + (policy.domain().equals(from) ? "" : ", inherited from " + policy.domain());
  }
}
