package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of an account before anybody is asked. */
final class ConfigurationLook {
  private static final String CONSUMER_HOST = "smtp-mail.outlook.com";

  /** Outlook.com's own domains: support.microsoft.com, "Add an alias". */
  private static final Pattern CONSUMER_DOMAIN =
      Pattern.compile(".+@((outlook|hotmail|live)\\.[a-z.]+|msn\\.com|passport\\.com)");

  /** Servers of companies that also take mail of their own machines there. */
  private static final Set<Integer> OTHER_PORTS = Set.of(25);

  private ConfigurationLook() {}

  static String summary(Account account) {
    return account.endpoint()
        + ", TLS "
        + account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + ", "
        + (account.login() == null ? "no login" : account.login());
  }

  static List<String> details(Account account) {
    List<String> details = new ArrayList<>();
    if (account.proxy() != null) {
      details.add("through the " + account.proxy());
    }
    if (account.from() != null) {
      details.add("from: " + account.from());
    }
    if (account.envelopeFrom() != null) {
      details.add("envelope-from: " + account.envelopeFrom());
    }
    if (account.serverName() != null) {
      details.add("certificate name: " + account.serverName());
    }
    if (account.redirectAllTo() != null) {
      details.add("every message goes to " + account.redirectAllTo() + " (redirect-all-to)");
    }
    if (account.trust() instanceof Trust.None && account.endpoint().tls() != TlsMode.NONE) {
      details.add("certificates are not checked (trust.verify: none)");
    }
    return details;
  }

  /** What is remarkable, for a login by this name. */
  static List<ProbeFinding> findings(Account account, @Nullable String identity) {
    List<ProbeFinding> findings = new ArrayList<>();
    String host = account.endpoint().host();
    if (host.equalsIgnoreCase(CONSUMER_HOST) && identity != null && isOfACompany(identity)) {
      findings.add(
          ProbeFinding.of(
              "The account logs in as " + identity + " at " + host, ProbeDiagnoses.CONSUMER_HOST));
    }
    if (OTHER_PORTS.contains(account.endpoint().port()) && account.login() != null) {
      findings.add(
          ProbeFinding.of("The account logs in at " + account.endpoint(), ProbeDiagnoses.PORT_25));
    }
    return findings;
  }

  private static boolean isOfACompany(String identity) {
    return identity.contains("@")
        && !CONSUMER_DOMAIN.matcher(identity.toLowerCase(Locale.ROOT)).matches();
  }
}
