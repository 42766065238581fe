package dev.mailconnector.internal.probe;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;

/** What only a probe comes to: a send does not look, or does not mind yet. */
public final class ProbeDiagnoses implements DiagnosisCatalogue {
  static final Diagnosis CONSUMER_HOST =
      new Diagnosis(
          "consumer-host-for-company-mailbox",
          "smtp-mail.outlook.com is the server of Outlook.com, and this mailbox belongs to a"
              + " company: the server refuses it whatever the secret.",
          "Set preset: microsoft365, or host: smtp.office365.com.",
          Whom.OPERATOR,
          "facts of both services: learn.microsoft.com, authenticated client SMTP submission;"
              + " support.microsoft.com, POP, IMAP, and SMTP settings for Outlook.com");

  static final Diagnosis PORT_25 =
      new Diagnosis(
          "port-25-for-submission",
          "Port 25 is for servers among themselves: many networks block it on the way out, and many"
              + " servers offer no login there.",
          "Use the submission port: 587 with tls: starttls, or 465 with tls: implicit.",
          Whom.OPERATOR,
          "RFC 6409 section 3.1, RFC 8314 section 3.3");

  static final Diagnosis PASSWORD_REFUSED =
      new Diagnosis(
          "password-refused-by-provider",
          "This provider takes no password over SMTP.",
          "Log in with OAuth2 (auth.type: oauth2).",
          Whom.OPERATOR,
          "the table of providers, dev.mailconnector.provider.PasswordPolicy");

  static final Diagnosis PASSWORD_ENDING =
      new Diagnosis(
          "password-ends-at-provider",
          "This provider switches passwords over SMTP off.",
          "Go over to OAuth2 (auth.type: oauth2) before.",
          Whom.OPERATOR,
          "the table of providers, dev.mailconnector.provider.PasswordPolicy");

  static final Diagnosis ADDRESS_SILENT =
      new Diagnosis(
          "address-does-not-answer",
          "The host has several addresses, and one of them does not answer: each connection that"
              + " tries it first takes longer, or fails.",
          "If it is an IPv6 address, this machine may have no way to IPv6: repair that or remove"
              + " the address. Else whoever runs the server must bring it up or take it out of"
              + " DNS.",
          Whom.NETWORK,
          "RFC 6724 section 2, RFC 8305 section 1");

  static final Diagnosis HTTP_ANSWERS =
      new Diagnosis(
          "http-answers-for-smtp",
          "A web server or an HTTP proxy answers at this port, and no mail server.",
          "Check host and port. If they are right, a transparent proxy is in the way: whoever runs"
              + " the network must let SMTP through.",
          Whom.NETWORK,
          "observed: the greeting is a status line of HTTP (RFC 9112 section 4)");

  static final Diagnosis SELF_SIGNED =
      new Diagnosis(
          "certificate-self-signed",
          "The server vouches for itself: nobody else has signed its certificate.",
          "Whoever runs the server should get one from a CA. Until then name this certificate in"
              + " trust.ca-file, or pin its key with trust.pin-sha256, after comparing it with"
              + " whoever runs the server.",
          Whom.MAIL_SERVER,
          "RFC 5280 section 3.2");

  static final Diagnosis CHAIN_INCOMPLETE =
      new Diagnosis(
          "certificate-chain-incomplete",
          "The server sends its own certificate without the intermediate one that leads to the CA."
              + " Browsers fetch it by themselves; mail programs do not.",
          "Whoever runs the server must configure the whole chain (fullchain.pem, not cert.pem).",
          Whom.MAIL_SERVER,
          "RFC 8446 section 4.4.2");

  static final Diagnosis CERTIFICATE_ENDS =
      new Diagnosis(
          "certificate-expires-soon",
          "The server's certificate ends soon, later than automatic renewal would have it: then"
              + " every send fails.",
          "Whoever runs the server must renew it, and see why that has not happened by itself.",
          Whom.MAIL_SERVER,
          "RFC 5280 section 4.1.2.5");

  static final Diagnosis VERIFICATION_OFF =
      new Diagnosis(
          "certificate-not-checked",
          "trust.verify is none: nobody checks whom the connection is with, and whoever is in the"
              + " way reads the login.",
          "Replace it by the pin of the key that the server has now, after comparing it with"
              + " whoever runs the server.",
          Whom.OPERATOR,
          "RFC 7469 section 2.4; decision 0171");

  static final Diagnosis UNENCRYPTED =
      new Diagnosis(
          "line-not-encrypted",
          "The line is not encrypted: anyone on the way can read the mail.",
          "Whoever runs the server should offer STARTTLS; then set tls: starttls.",
          Whom.MAIL_SERVER,
          "RFC 8314 section 3");

  static final Diagnosis CREDENTIAL_ENDED =
      new Diagnosis(
          "credential-part-ended",
          "A part of the login has ended.",
          "Replace it.",
          Whom.CLIENT_REGISTRATION,
          "its own end, as configured or as its certificate says");

  static final Diagnosis CREDENTIAL_ENDS =
      new Diagnosis(
          "credential-part-ends-soon",
          "A part of the login ends soon; then no token comes any more.",
          "Replace it before.",
          Whom.CLIENT_REGISTRATION,
          "its own end, as configured or as its certificate says");

  static final Diagnosis LIMITS_EXCEEDED =
      new Diagnosis(
          "limits-above-the-servers",
          "The account is allowed more than the server or its provider takes.",
          "Lower the limits of the account.",
          Whom.OPERATOR,
          "RFC 9422; the provider's published limits");

  static final Diagnosis UNRECOGNISED =
      new Diagnosis(
          "unrecognised",
          "The catalogue has no row for this.",
          "Show these lines to whoever runs the mail server.",
          Whom.MAIL_SERVER,
          "none");

  @Override
  public List<Diagnosis> diagnoses() {
    return List.of(
        CONSUMER_HOST,
        PORT_25,
        ADDRESS_SILENT,
        HTTP_ANSWERS,
        SELF_SIGNED,
        CHAIN_INCOMPLETE,
        CERTIFICATE_ENDS,
        VERIFICATION_OFF,
        UNENCRYPTED,
        CLOCK_WRONG,
        PASSWORD_REFUSED,
        PASSWORD_ENDING,
        CREDENTIAL_ENDED,
        CREDENTIAL_ENDS,
        LIMITS_EXCEEDED,
        UNRECOGNISED);
  }
}
