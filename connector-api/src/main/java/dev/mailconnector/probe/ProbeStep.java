package dev.mailconnector.probe;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One step on the way of a send. Immutable; holds no secret.
 *
 * @param kind which
 * @param result how it ended
 * @param took how long it took; zero where it was skipped
 * @param summary the outcome in one line; where it was skipped, why
 * @param details what else there is to know, a line each
 * @param findings what is wrong: the cause of a failure first, then warnings
 */
public record ProbeStep(
    Kind kind,
    Result result,
    Duration took,
    String summary,
    List<String> details,
    List<ProbeFinding> findings) {

  /** Copies the lists. */
  public ProbeStep {
    details = List.copyOf(details);
    findings = List.copyOf(findings);
  }

  /**
   * The steps, in their order; an account has those that it needs. Members may be added in any
   * version.
   */
  public enum Kind {
    /** The settings. */
    CONFIGURATION("configuration"),
    /** Looking up the host, or the proxy where there is one. */
    DNS("DNS"),
    /** The TCP connection, to the proxy where there is one. */
    TCP("TCP"),
    /** The proxy's way to the server. */
    PROXY("proxy"),
    /** TLS and the certificate. */
    TLS("TLS"),
    /** The server's 220. */
    GREETING("greeting"),
    /** EHLO, before TLS where STARTTLS is used. */
    EHLO("EHLO"),
    /** EHLO again, after STARTTLS. */
    EHLO_AFTER_TLS("EHLO after TLS"),
    /** The token or password, from its issuer or its source. */
    CREDENTIAL("credential"),
    /** The login. */
    AUTH("AUTH"),
    /** What the server and its provider allow, beside what is configured. */
    LIMITS("limits"),
    /** Whether the account may send as its own address. */
    SENDER("sender");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** How to call it in a report. */
    public String label() {
      return label;
    }
  }

  /** How a step ended. */
  public enum Result {
    /** Well. */
    PASSED,
    /** Well, but something needs attention. */
    WARNING,
    /** Not; a send would fail here. */
    FAILED,
    /** It was not reached, or there is nothing to do. */
    SKIPPED;

    /** In lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
