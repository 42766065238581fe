package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.auth.ntlm.internal.protocol.ChallengeMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal can mean. NTLM itself never says why; but what the server told of itself, and what
 * it was sent, narrows it down.
 */
final class NtlmAdvice {
  private static final int LONGEST_NAME = 64;

  private final NtlmPlan plan;
  private final boolean tls;
  private final boolean bound;

  NtlmAdvice(NtlmPlan plan, boolean tls, boolean bound) {
    this.plan = plan;
    this.tls = tls;
    this.bound = bound;
  }

  /** After an exchange with this challenge. */
  String on(ChallengeMessage challenge) {
    String all = names(challenge) + lockOut() + protection() + age(challenge);
    return "NTLM does not say why. " + all.strip();
  }

  private String names(ChallengeMessage challenge) {
    String domain = shown(challenge.domain());
    return server(challenge, domain)
        + ", and the login was for "
        + who(domain)
        + ": check user, auth.domain and auth.password. "
        + name(domain, shown(challenge.dnsDomain()))
        + "Windows' own SMTP server refuses"
        + " BUILTIN\\Administrator, whatever the password. ";
  }

  private static String server(ChallengeMessage challenge, @Nullable String domain) {
    String dns = shown(challenge.dnsDomain());
    if (domain != null) {
      return "The server is of the domain " + domain + (dns == null ? "" : " (" + dns + ")");
    }
    String itself = shown(challenge.targetName());
    return itself == null ? "The server names no domain" : "The server calls itself " + itself;
  }

  private String who(@Nullable String serversDomain) {
    String user = plan.name().user();
    String given = plan.name().domain();
    if (given != null && given.isEmpty()) {
      return "the user principal name " + user;
    }
    if (given != null) {
      return "the user " + user + " of the domain " + given;
    }
    return "the user " + user + (serversDomain == null ? " of no domain" : " of that domain");
  }

  /** What is unlikely about the name. */
  private String name(@Nullable String serversDomain, @Nullable String dns) {
    String user = plan.name().user();
    String given = plan.name().domain();
    if (given != null && given.isEmpty()) {
      return "A user principal name need not be the mail address: DOMAIN\\user, with the account's"
          + " name in the domain, is safer. ";
    }
    if (given != null && user.contains("@")) {
      return "A user principal name goes without a domain: leave auth.domain out. ";
    }
    return given == null
            || serversDomain == null
            || given.equalsIgnoreCase(serversDomain)
            || given.equalsIgnoreCase(dns)
        ? ""
        : "The two domains differ: unless the server's trusts the other, auth.domain is wrong. ";
  }

  private static String lockOut() {
    return "Every attempt counts towards the account's lock-out, so ask the domain's administrator"
        + " before trying again: the security log of the server or its domain controller (event"
        + " 4625) has the reason, be it the password, a locked, disabled or expired account, or one"
        + " that may log on from certain workstations only (auth.workstation). ";
  }

  private String protection() {
    if (bound) {
      return "If a box between here and the server ends TLS with a certificate of its own, a server"
          + " with Extended Protection refuses this login: its administrator must allow for that,"
          + " or set auth.channel-binding: off where the server does not require it. ";
    }
    return "A server that requires Extended Protection (ExtendedProtectionPolicy of the receive"
        + " connector) refuses this login, since it was not bound to a TLS channel: "
        + howToBind();
  }

  private String howToBind() {
    if (!tls) {
      return "set tls: starttls or tls: implicit. ";
    }
    return plan.bindsToChannel()
        ? "the server's certificate is signed in a way that knows no binding (RFC 5929 section"
            + " 4.1), and its administrator must have another made. "
        : "remove auth.channel-binding: off. ";
  }

  private static String age(ChallengeMessage challenge) {
    return challenge.isForVersion2()
        ? ""
        : "The server sent no target information, so it may know NTLMv1 only, which can be broken"
            + " in a day and is not spoken here: its administrator must enable NTLMv2"
            + " (LmCompatibilityLevel).";
  }

  /** What a server calls itself, in one short line and without anything that could be markup. */
  private static @Nullable String shown(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    String plain = name.replaceAll("[^\\p{L}\\p{N}._-]", "?");
    return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "..." : plain;
  }
}
