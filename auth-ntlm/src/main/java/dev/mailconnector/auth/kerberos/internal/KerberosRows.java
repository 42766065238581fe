package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** What Kerberos means when it says no. */
public final class KerberosRows {
  public static final Diagnosis CLIENT_UNKNOWN =
      new Diagnosis(
          "kerberos-user-unknown",
          "The KDC does not know the user.",
          "Check auth.principal or user. The realm is in upper case as a rule; in Active"
              + " Directory the name is the account's logon name.",
          Whom.OPERATOR,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis SERVICE_UNKNOWN =
      new Diagnosis(
          "kerberos-service-unknown",
          "The KDC does not know the mail server by the name that is asked for.",
          "The domain's administrator can look for it (setspn -Q in Active Directory,"
              + " getprinc in kadmin) and register it for the mail server's account. If the"
              + " server has it under another name, such as SMTP/ or SMTPSVC/ and its own host"
              + " name, set auth.service-principal; an alias or an address as host has none.",
          Whom.MAIL_SERVER,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis CLIENT_REVOKED =
      new Diagnosis(
          "kerberos-account-locked",
          "The account is locked, disabled or expired:",
          "the domain's administrator must look, before anybody tries again.",
          Whom.MAIL_SERVER,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis PASSWORD_EXPIRED =
      new Diagnosis(
          "kerberos-password-expired",
          "The password of the account has expired:",
          "it must be changed, or the account exempted, and a keytab made anew.",
          Whom.USER,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis WRONG_PASSWORD =
      new Diagnosis(
          "kerberos-wrong-password",
          "The password is not that of the account.",
          "Correct it. Every attempt counts towards the account's lock-out, so the next"
              + " one waits for ten minutes, or for another password.",
          Whom.OPERATOR,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis STALE_KEYTAB =
      new Diagnosis(
          "kerberos-stale-keytab",
          "The keys in the keytab are not those of the account any more: its password was"
              + " changed after the keytab was made.",
          "The keytab must be made anew. Every attempt counts towards the account's"
              + " lock-out, so the next one waits for ten minutes, or for another keytab.",
          Whom.OPERATOR,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis CLOCK_SKEW =
      new Diagnosis(
          "kerberos-clock-skew",
          "The clocks of this machine and of the KDC are too far apart (five minutes as a"
              + " rule):",
          "whoever runs this machine must set its clock (NTP).",
          Whom.OPERATOR,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis NO_COMMON_ENCRYPTION =
      new Diagnosis(
          "kerberos-no-common-encryption",
          "The KDC and this Java have no type of encryption in common. Java has no RC4 and"
              + " no DES by default:",
          "the account needs AES keys (in Active Directory msDS-SupportedEncryptionTypes,"
              + " and its password set once more), and a keytab must hold them.",
          Whom.MAIL_SERVER,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis KDC_PROBLEM =
      new Diagnosis(
          "kerberos-kdc-problem",
          "The KDC has a problem of its own.",
          "It is tried again; if it stays, whoever runs the realm must act.",
          Whom.MAIL_SERVER,
          "the errors of RFC 4120 section 7.5.9, in the words of the JDK");

  public static final Diagnosis NO_REALM =
      new Diagnosis(
          "kerberos-realm-unknown",
          "This machine does not know the KDCs of the realm.",
          "The file krb5.conf must name the realm ([realms], with kdc), or default_realm"
              + " where the user has none, or the DNS must have the KDCs of the realm; realms"
              + " are in upper case as a rule. Java reads it once: restart after a change.",
          Whom.OPERATOR,
          "MIT krb5.conf; the words of the JDK");

  public static final Diagnosis NO_MODULES =
      new Diagnosis(
          "kerberos-modules-missing",
          "This Java runs without Kerberos:",
          "its image must have the modules java.security.jgss and jdk.security.auth.",
          Whom.OPERATOR,
          "the words of the JDK");

  public static final Diagnosis KDC_SILENT =
      new Diagnosis(
          "kerberos-kdc-silent",
          "No KDC of the realm answered:",
          "see whether one is up, and whether this machine may talk to its port 88 by UDP and TCP.",
          Whom.NETWORK,
          "RFC 4120 section 7.2");

  public static final Diagnosis NOTHING_THERE =
      new Diagnosis(
          "kerberos-no-credentials",
          "There is no key or valid ticket-granting ticket of the user where it was looked"
              + " for.",
          "Put a keytab or a fresh ticket cache (kinit, k5start, sssd) there, readable for"
              + " this process. Java reads caches of the type FILE only, not KEYRING, KCM or"
              + " DIR. Without a cache set auth.keytab or auth.password.",
          Whom.OPERATOR,
          "the words of the JDK; klist");

  public static final Diagnosis UNEXPLAINED =
      new Diagnosis(
          "kerberos-unexplained",
          "Kerberos explains no more than that;",
          "show this line to whoever runs the realm.",
          Whom.MAIL_SERVER,
          "the words of the JDK");

  public static final Diagnosis SLOW =
      new Diagnosis(
          "kerberos-ticket-slow",
          "The KDC answers slowly or not at all; the request goes on.",
          "Send again; if it stays so, whoever runs the realm must act.",
          Whom.MAIL_SERVER,
          "docs/kerberos.md");

  public static final Diagnosis PASSWORD_EMPTY =
      new Diagnosis(
          "kerberos-password-empty",
          "The password is empty.",
          "Whoever keeps the password's file, variable or vault entry must put it right.",
          Whom.OPERATOR,
          "docs/kerberos.md");

  public static final Diagnosis TICKET_REFUSED =
      new Diagnosis(
          "kerberos-ticket-refused",
          "The KDC gave a ticket, so it knows user and server, and the password, keytab or"
              + " ticket cache is right; the mail server does not take it.",
          "Whoever runs the mail server must look why: its keytab or account may not hold"
              + " the current key, its clock may be wrong, the user may not be allowed to send"
              + " there, or it requires Extended Protection (ExtendedProtectionPolicy of the"
              + " receive connector), which Java's Kerberos cannot give: auth.type: ntlm can.",
          Whom.MAIL_SERVER,
          "RFC 4120; learn.microsoft.com, Set-ReceiveConnector");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          CLIENT_UNKNOWN,
          SERVICE_UNKNOWN,
          CLIENT_REVOKED,
          PASSWORD_EXPIRED,
          WRONG_PASSWORD,
          STALE_KEYTAB,
          CLOCK_SKEW,
          NO_COMMON_ENCRYPTION,
          KDC_PROBLEM,
          NO_REALM,
          NO_MODULES,
          KDC_SILENT,
          NOTHING_THERE,
          UNEXPLAINED,
          SLOW,
          PASSWORD_EMPTY,
          TICKET_REFUSED);

  private KerberosRows() {}
}
