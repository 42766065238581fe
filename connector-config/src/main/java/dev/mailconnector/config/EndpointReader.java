package dev.mailconnector.config;

import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the endpoint: port and TLS mode follow from each other where only one of them is given. */
final class EndpointReader {
  private final Settings settings;
  private final Problems problems;

  EndpointReader(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** The endpoint, or null if there is no host; a problem says so. */
  @Nullable SmtpEndpoint read() {
    String host = settings.text("host");
    if (host == null && settings.sound()) {
      noHost();
    }
    TlsMode tls = tls();
    int port = port(tls);
    if (port == 25 && (settings.hasLogin() || settings.preset() != null)) {
      problems.warning(
          settings.origin("port"),
          settings.full("port"),
          "25",
          "Port 25 is for mail between servers: many networks block it, and many servers offer no"
              + " login there. Use 587, or 465 with tls: implicit.");
    }
    warnOfPort(port, tls);
    warnOfPersonalServer(host);
    if (tls == TlsMode.NONE
        && settings.hasLogin()
        && !settings.isTrue("allow-cleartext-credentials")) {
      problems.error(
          settings.origin("tls"),
          settings.full("tls"),
          "none",
          "The login would cross the line unencrypted and is refused. Use starttls or implicit; or,"
              + " knowing that anybody on the way can read the secret, set"
              + " allow-cleartext-credentials: true.");
    }
    return host == null ? null : new SmtpEndpoint(host, port, tls);
  }

  /** Pairs that work nowhere, as far as anybody knows. */
  private void warnOfPort(int port, TlsMode tls) {
    Preset preset = settings.preset();
    String rule = null;
    if (preset != null && preset.name().equals("exchange-server") && port == 465) {
      rule =
          "An Exchange server has this port for other Exchange servers, and does not begin with TLS"
              + " there. Use 587.";
    } else if (tls != TlsMode.IMPLICIT && tls != TlsMode.NONE && (port == 465 || port == 2465)) {
      rule =
          "On this port servers expect TLS from the first byte, and say nothing without it. Set tls:"
              + " implicit, or use port 587.";
    } else if (tls == TlsMode.IMPLICIT && (port == 25 || port == 587 || port == 2587)) {
      rule =
          "On this port servers begin in clear and encrypt by STARTTLS. Set tls: starttls, or use"
              + " port 465.";
    }
    if (rule != null) {
      problems.warning(settings.origin("port"), settings.full("port"), "" + port, rule);
    }
  }

  /** Company and personal mailboxes of Microsoft have servers of their own. */
  private void warnOfPersonalServer(@Nullable String host) {
    String user = settings.text("user");
    if (host == null
        || user == null
        || user.indexOf('@') < 1
        || !settings.hasLogin()
        || ProviderPreset.at(host).orElse(null) != ProviderPreset.OUTLOOK
        || ProviderPreset.forAddress(user).orElse(null) == ProviderPreset.OUTLOOK) {
      return;
    }
    String key = settings.isGiven("host") ? "host" : "preset";
    problems.warning(
        settings.origin(key),
        settings.full(key),
        settings.shown(key),
        host
            + " is for personal accounts of Outlook.com, and "
            + user
            + " seems to be a mailbox of a company, which it refuses. For Microsoft 365 set preset:"
            + " microsoft365 (smtp.office365.com). Right only where this is the address of a personal"
            + " Microsoft account.");
  }

  private void noHost() {
    Preset preset = settings.preset();
    boolean byRegion = preset != null && preset.values().containsKey("host");
    if (byRegion && settings.isGiven(Model.REGION)) {
      // It is no region's name, which the login says.
      return;
    }
    problems.error(
        settings.origin(),
        settings.full("host"),
        null,
        byRegion
            ? "This preset has a host for each region: give auth.region, such as eu-west-1, or host."
            : preset != null
                ? "An account needs a host, and this preset is for servers of your own: give the name of yours."
                : "An account needs a host, or a preset that gives it ("
                    + ValueKind.oneOf(Preset.publicNames())
                    + ")."
                    + whoseDomain());
  }

  private String whoseDomain() {
    String user = settings.text("user");
    return user == null || user.indexOf('@') < 1
        ? ""
        : " The domain of user is none that a public provider gives to everybody; where a company's"
            + " mailboxes are (microsoft365, gmail, a server of its own), its administrator knows.";
  }

  private TlsMode tls() {
    String tls = settings.text("tls");
    boolean portAlone = settings.isGiven("port") && !settings.isGiven("tls");
    if (tls == null || portAlone) {
      String port = settings.text("port");
      return "465".equals(port) || "2465".equals(port) ? TlsMode.IMPLICIT : TlsMode.STARTTLS;
    }
    return TlsMode.valueOf(tls.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private int port(TlsMode tls) {
    String port = settings.text("port");
    boolean tlsAlone = settings.isGiven("tls") && !settings.isGiven("port");
    if (port == null || tlsAlone) {
      return tls == TlsMode.IMPLICIT ? 465 : 587;
    }
    return Integer.parseInt(port);
  }
}
