package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** TLS: modes, versions, certificates. */
public final class TlsRows {
  public static final Diagnosis MODE_STARTTLS_EXPECTED =
      new Diagnosis(
          "tls-mode-starttls-expected",
          "The port begins without TLS and may offer STARTTLS.",
          "Set tls: starttls (usual on port 587 and 25), or use the port for implicit TLS"
              + " (usually 465).",
          Whom.OPERATOR,
          "RFC 8314 section 3");

  public static final Diagnosis MODE_IMPLICIT_EXPECTED =
      new Diagnosis(
          "tls-mode-implicit-expected",
          "The port speaks TLS from the first byte.",
          "Set tls: implicit (usual on port 465), or use the port for STARTTLS (usually" + " 587).",
          Whom.OPERATOR,
          "RFC 8314 section 3.3");

  public static final Diagnosis STARTTLS_NOT_OFFERED =
      new Diagnosis(
          "starttls-not-offered",
          "The server cannot encrypt on this port, or something on the way hides that it" + " can.",
          "Check the port: 587 usually offers it. If the server cannot encrypt at all and"
              + " the network is yours, set tls: none.",
          Whom.OPERATOR,
          "RFC 3207 section 4; RFC 8314 section 3.1");

  public static final Diagnosis STARTTLS_BROKEN =
      new Diagnosis(
          "starttls-broken",
          "Somebody may be in the way, or the server is broken:",
          "show this line to whoever runs it.",
          Whom.MAIL_SERVER,
          "RFC 3207 section 4");

  public static final Diagnosis SILENT_IMPLICIT =
      new Diagnosis(
          "tls-silent-implicit",
          "Usually the port does not speak TLS from the first byte:",
          "with tls: implicit use port 465, with port 587 set tls: starttls.",
          Whom.OPERATOR,
          "RFC 8314 section 3");

  public static final Diagnosis SILENT =
      new Diagnosis(
          "tls-silent",
          "The server is too slow, or a firewall does not let TLS pass:",
          "ask whoever runs the network.",
          Whom.NETWORK,
          "the JDK's own errors, as observed");

  public static final Diagnosis VERSION_TOO_OLD =
      new Diagnosis(
          "tls-version-too-old",
          "TLS 1.2 or newer is required (RFC 8997):",
          "whoever runs the mail server must enable it.",
          Whom.MAIL_SERVER,
          "RFC 8997 section 4");

  public static final Diagnosis CUT =
      new Diagnosis(
          "tls-cut",
          "It may not speak TLS on this port, or only versions older than TLS 1.2;",
          "or a firewall is in the way. Check port and tls, and ask whoever runs the" + " server.",
          Whom.MAIL_SERVER,
          "the JDK's own errors, as observed");

  public static final Diagnosis FAILED =
      new Diagnosis(
          "tls-failed",
          "The two sides do not agree how to encrypt.",
          "Show this line to whoever runs the mail server.",
          Whom.MAIL_SERVER,
          "the JDK's own errors, as observed");

  public static final Diagnosis CERTIFICATE_EXPIRED =
      new Diagnosis(
          "certificate-expired",
          "The certificate of the mail server is out of date.",
          "Whoever runs the mail server must renew the certificate; check the clock of"
              + " this machine too.",
          Whom.MAIL_SERVER,
          "RFC 5280 section 6.1.3");

  public static final Diagnosis CERTIFICATE_NOT_YET_VALID =
      new Diagnosis(
          "certificate-not-yet-valid",
          "The certificate begins later, or this machine's clock is behind.",
          "Check the clock of this machine; if it is right, whoever runs the mail server"
              + " must correct the certificate.",
          Whom.OPERATOR,
          "RFC 5280 section 6.1.3");

  public static final Diagnosis CERTIFICATE_OTHER_NAME =
      new Diagnosis(
          "certificate-other-name",
          "The server is another one than host says, or its certificate lacks the name.",
          "Set host to a name that is in the certificate, or trust.server-name where that"
              + " name leads elsewhere; if the name is right, whoever runs the mail server must"
              + " add it to the certificate.",
          Whom.OPERATOR,
          "RFC 7817 section 3; RFC 9525");

  public static final Diagnosis CERTIFICATE_UNTRUSTED =
      new Diagnosis(
          "certificate-untrusted",
          "No CA that this machine trusts has signed the certificate.",
          "If it is your company's own CA, name its certificate in trust.ca-file; a public"
              + " server's certificate that is not trusted means that somebody may be in the way.",
          Whom.OPERATOR,
          "RFC 5280 section 6");

  public static final Diagnosis CERTIFICATE_REFUSED =
      new Diagnosis(
          "certificate-refused",
          "The certificate breaks a rule of this Java: a weak signature or key, or a use"
              + " that it is not made for.",
          "Whoever runs the mail server must correct it.",
          Whom.MAIL_SERVER,
          "RFC 5280 section 6; jdk.certpath.disabledAlgorithms");

  public static final Diagnosis CLIENT_WANTED =
      new Diagnosis(
          "tls-client-certificate-wanted",
          "The server takes only clients with a certificate.",
          "Set tls-client-certificate to the one that whoever runs the server made for"
              + " this application, or accepts from it.",
          Whom.OPERATOR,
          "RFC 8446 section 4.4.2.4");

  public static final Diagnosis CLIENT_EXPIRED =
      new Diagnosis(
          "tls-client-certificate-expired",
          "The client certificate of the account has expired.",
          "Whoever runs the mail server, or issues such certificates, must make a new one;"
              + " put it into the file of tls-client-certificate.",
          Whom.OPERATOR,
          "RFC 5280 section 4.1.2.5");

  public static final Diagnosis CLIENT_REFUSED =
      new Diagnosis(
          "tls-client-certificate-refused",
          "The server does not accept the client certificate of the account.",
          "Whoever runs the server must say which authority, name or fingerprint it"
              + " accepts; the PEM file or store must hold the certificates between yours and"
              + " that authority too.",
          Whom.MAIL_SERVER,
          "RFC 8446 section 6.2");

  public static final Diagnosis PIN_OTHER_KEY =
      new Diagnosis(
          "pin-other-key",
          "The server has another key than the one that trust.pin-sha256 names.",
          "Ask whoever runs the mail server whether its key has changed. If so, set"
              + " trust.pin-sha256 to the new pin; if not, somebody is in the way.",
          Whom.MAIL_SERVER,
          "decision 0171");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          MODE_STARTTLS_EXPECTED,
          MODE_IMPLICIT_EXPECTED,
          STARTTLS_NOT_OFFERED,
          STARTTLS_BROKEN,
          SILENT_IMPLICIT,
          SILENT,
          VERSION_TOO_OLD,
          CUT,
          FAILED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_NOT_YET_VALID,
          CERTIFICATE_OTHER_NAME,
          CERTIFICATE_UNTRUSTED,
          CERTIFICATE_REFUSED,
          CLIENT_WANTED,
          CLIENT_EXPIRED,
          CLIENT_REFUSED,
          PIN_OTHER_KEY);

  private TlsRows() {}
}
