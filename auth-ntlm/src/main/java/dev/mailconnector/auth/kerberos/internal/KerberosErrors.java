package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.auth.kerberos.internal.TicketFailure.Kind;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/** What the JDK's Kerberos means when it says no: who must do what. Immutable. */
final class KerberosErrors {
  private static final int LONGEST = 300;

  /** The JDK could not decrypt the KDC's answer. */
  private static final String CHECKSUM = "Checksum failed";

  private final KerberosPlan plan;
  private final String service;

  KerberosErrors(KerberosPlan plan, String service) {
    this.plan = plan;
    this.service = service;
  }

  /** No ticket-granting ticket came of the login. */
  TicketFailure ofClient(LoginException e) {
    KerberosCode code = KerberosCode.of(e);
    if (code == null && says(e, "Unable to obtain")) {
      return failure(KerberosRows.NOTHING_THERE, nothingThere(), Kind.LASTING, e);
    }
    if (code == null && says(e, CHECKSUM)) {
      code = KerberosCode.INTEGRITY;
    }
    return told(e, code, client());
  }

  /** The login brought no ticket-granting ticket, and did not say why. */
  TicketFailure noTicket() {
    return failure(KerberosRows.NOTHING_THERE, nothingThere(), Kind.LASTING, null);
  }

  /** Something else went wrong, such as a runtime image without Kerberos. */
  TicketFailure ofTheUnexpected(Throwable e) {
    return failure(
        KerberosRows.NO_MODULES,
        "This is not what the JDK's Kerberos should do; show the cause to whoever runs this"
            + " machine. A runtime image must have the modules java.security.jgss and"
            + " jdk.security.auth.",
        Kind.LASTING,
        e);
  }

  /** No ticket for the mail server. */
  TicketFailure ofService(GSSException e, String peer) {
    return told(e, KerberosCode.of(e), peer);
  }

  private TicketFailure told(Exception e, @Nullable KerberosCode code, String whom) {
    if (code == null) {
      return withoutCode(e);
    }
    return switch (code) {
      case CLIENT_UNKNOWN ->
          failure(
              KerberosRows.CLIENT_UNKNOWN,
              "The KDC does not know "
                  + whom
                  + ": check auth.principal or user. The realm is in upper case as a rule; in Active"
                  + " Directory the name is the account's logon name.",
              Kind.LASTING,
              e);
      case SERVICE_UNKNOWN ->
          failure(KerberosRows.SERVICE_UNKNOWN, serviceUnknown(whom), Kind.LASTING, e);
      case CLIENT_REVOKED ->
          failure(
              KerberosRows.CLIENT_REVOKED,
              "The account of "
                  + client()
                  + " is locked, disabled or expired: the domain's administrator must look, before"
                  + " anybody tries again.",
              Kind.COUNTED,
              e);
      case PASSWORD_EXPIRED ->
          failure(
              KerberosRows.PASSWORD_EXPIRED,
              "The password of "
                  + client()
                  + " has expired: it must be changed, or the account exempted, and a keytab made"
                  + " anew.",
              Kind.LASTING,
              e);
      case PREAUTHENTICATION_FAILED, INTEGRITY ->
          failure(
              plan.origin() instanceof TicketOrigin.Keytab
                  ? KerberosRows.STALE_KEYTAB
                  : KerberosRows.WRONG_PASSWORD,
              wrongKey(),
              Kind.COUNTED,
              e);
      case CLOCK_SKEW ->
          failure(
              KerberosRows.CLOCK_SKEW,
              "The clocks of this machine and of the KDC are too far apart (five minutes as a"
                  + " rule): whoever runs this machine must set its clock (NTP).",
              Kind.LASTING,
              e);
      case NO_COMMON_ENCRYPTION ->
          failure(
              KerberosRows.NO_COMMON_ENCRYPTION,
              "The KDC and this Java have no type of encryption in common. Java has no RC4 and no"
                  + " DES by default: the account needs AES keys (in Active Directory"
                  + " msDS-SupportedEncryptionTypes, and its password set once more), and a keytab"
                  + " must hold them.",
              Kind.LASTING,
              e);
      case TICKET_EXPIRED -> failure(KerberosRows.NOTHING_THERE, nothingThere(), Kind.LASTING, e);
      case SERVICE_UNAVAILABLE ->
          failure(KerberosRows.KDC_PROBLEM, KerberosRows.KDC_PROBLEM.text(), Kind.PASSING, e);
      default -> failure(KerberosRows.UNEXPLAINED, unexplained(), Kind.LASTING, e);
    };
  }

  private TicketFailure withoutCode(Exception e) {
    if (says(e, "annot locate") || says(e, "annot get kdc") || says(e, "default realm")) {
      return failure(
          KerberosRows.NO_REALM,
          Krb5Conf.inWords()
              + ". It must name the realm ([realms], with kdc), or default_realm where "
              + client()
              + " has none, or the DNS must have the KDCs of the realm; realms are in upper case"
              + " as a rule. Java reads it once: restart after a change.",
          Kind.LASTING,
          e);
    }
    if (says(e, "No LoginModule") || says(e, "LoginModule not found")) {
      return failure(
          KerberosRows.NO_MODULES,
          "This Java runs without Kerberos: its image must have the modules java.security.jgss and"
              + " jdk.security.auth.",
          Kind.LASTING,
          e);
    }
    if (isSilence(e)) {
      return failure(
          KerberosRows.KDC_SILENT,
          "No KDC of the realm answered: is one up, and may this machine talk to its port 88 by UDP"
              + " and TCP? "
              + Krb5Conf.inWords()
              + ".",
          Kind.PASSING,
          e);
    }
    return failure(KerberosRows.UNEXPLAINED, unexplained(), Kind.LASTING, e);
  }

  private static String unexplained() {
    return "Kerberos explains no more than that; show this line to whoever runs the realm.";
  }

  private String serviceUnknown(String peer) {
    String name = withoutRealm(peer);
    return "The KDC knows no "
        + name
        + ": the domain's administrator can look for it (setspn -Q "
        + name
        + " in Active Directory, getprinc in kadmin) and register it for the mail server's account."
        + " If the server has it under another name, such as SMTP/ or SMTPSVC/ and its own host"
        + " name, set auth.service-principal; an alias or an address as host has none.";
  }

  private String wrongKey() {
    String what =
        plan.origin() instanceof TicketOrigin.Keytab keytab
            ? "The keys in "
                + keytab.file()
                + " are not those of "
                + client()
                + " any more: its password was changed after the keytab was made, which must be"
                + " made anew."
            : "The password is not that of " + client() + ".";
    return what
        + " Every attempt counts towards the account's lock-out, so the next one waits for ten"
        + " minutes, or for another password or keytab.";
  }

  private String nothingThere() {
    TicketOrigin origin = plan.origin();
    if (origin instanceof TicketOrigin.Keytab keytab) {
      return keytab.file()
          + " is no keytab, cannot be read, or has no key of "
          + client()
          + " (klist -k lists them; names are case-sensitive).";
    }
    if (origin instanceof TicketOrigin.Cache cache) {
      return (cache.file() == null
              ? "The process' ticket cache (KRB5CCNAME, else /tmp/krb5cc_ and the user's number on"
                  + " Linux)"
              : "The ticket cache " + cache.file())
          + " has no valid ticket-granting ticket"
          + (plan.principal() == null ? "" : " of " + plan.principal())
          + ": whoever keeps it fresh (kinit, k5start, sssd) must put one there, readable for this"
          + " process. Java reads caches of the type FILE only, not KEYRING, KCM or DIR. Without a"
          + " cache set auth.keytab or auth.password.";
    }
    return unexplained();
  }

  private TicketFailure failure(
      Diagnosis row, String remedy, Kind kind, @Nullable Throwable cause) {
    String what =
        "No Kerberos ticket of "
            + client()
            + " for "
            + service
            + " could be had "
            + plan.origin().inWords();
    String said = cause == null ? "" : "Kerberos said \"" + line(cause) + '"';
    boolean byTheKdc = cause != null && isAnswer(cause);
    FailureDetail detail =
        FailureDetail.of(
                Stage.CREDENTIAL,
                byTheKdc || said.isEmpty() ? what : what + ": " + said,
                kind == Kind.PASSING ? Advice.RETRY_LATER : Advice.FIX_CONFIGURATION,
                new Remedy(row, remedy))
            .withCause(cause);
    return new TicketFailure(byTheKdc ? detail.withExplanation(said) : detail, kind);
  }

  /** Whether a KDC was asked, and said no: that is its explanation, as a token issuer's is. */
  private static boolean isAnswer(Throwable cause) {
    return KerberosCode.of(cause) != null || says(cause, CHECKSUM);
  }

  private String client() {
    return plan.client();
  }

  /**
   * Why an exchange with the mail server cannot go on. The realm is not named: it crossed the line
   * within the ticket, and what crossed the line is not shown.
   */
  static SaslException ofExchange(GSSException e, Ticket ticket) {
    String name = withoutRealm(ticket.service());
    return new SaslException(
        "Kerberos with " + name + " failed: " + line(e) + meaning(KerberosCode.of(e), name), e);
  }

  private static String meaning(@Nullable KerberosCode code, String name) {
    if (code == null) {
      return "";
    }
    return switch (code) {
      case CLOCK_SKEW -> " (its clock and this machine's are too far apart)";
      case MODIFIED, INTEGRITY, KEY_VERSION, NO_KEY ->
          " (its keys are not those of " + name + " any more)";
      case NOT_THAT_SERVER -> " (it is not " + name + ": auth.service-principal)";
      case REPLAY -> " (it takes the login for a replay)";
      default -> "";
    };
  }

  /** What a refusal means after the server got a valid ticket. */
  static String afterRefusal(Ticket ticket) {
    String name = withoutRealm(ticket.service());
    return "The KDC gave "
        + ticket.client()
        + " a ticket for "
        + ticket.service()
        + ", so it knows both, and the password, keytab or ticket cache is right. Whoever runs the"
        + " mail server must look why it does not take it: its keytab or account may not hold the"
        + " current key of "
        + name
        + " (the name may be registered for another account: setspn -Q "
        + name
        + "), its clock may be wrong, "
        + ticket.client()
        + " may not be allowed to send there, or it requires Extended Protection"
        + " (ExtendedProtectionPolicy of the receive connector), which Java's Kerberos cannot give:"
        + " auth.type: ntlm can.";
  }

  private static boolean isSilence(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException
          && !(t instanceof FileNotFoundException)
          && !(t instanceof FileSystemException)) {
        return true;
      }
    }
    return says(failure, "timed out");
  }

  private static boolean says(Throwable failure, String words) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && message.contains(words)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutRealm(String principal) {
    int at = principal.lastIndexOf('@');
    return at < 0 ? principal : principal.substring(0, at);
  }

  /** What the JDK said, which may be the words of a KDC or of a server: one line of it. */
  private static String line(Throwable e) {
    String text = String.valueOf(e.getMessage()).replaceAll("[^\\p{Print}]+", " ").strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
