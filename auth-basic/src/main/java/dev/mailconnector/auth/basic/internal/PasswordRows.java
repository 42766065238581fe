package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** What refused passwords mean, by the service that refuses them. */
public final class PasswordRows {
  public static final Diagnosis AMAZON_SES =
      new Diagnosis(
          "password-amazon-ses",
          "Amazon SES refused user or password.",
          "Amazon SES takes the id of an IAM user's access key as the user and, as the"
              + " password, what is made of its secret access key for this one region"
              + " (auth.secret-access-key, AmazonSes.login), or the SMTP password of the console"
              + " (Amazon SES, SMTP settings, Create SMTP credentials). The IAM user needs"
              + " ses:SendRawEmail.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis AZURE_COMMUNICATION_SERVICES =
      new Diagnosis(
          "password-azure-communication-services",
          "Azure Communication Services refused user or password.",
          "Azure Communication Services takes <resource>|<application id>|<tenant id> or"
              + " an SMTP username of the resource (Azure portal, SMTP Usernames) as the user,"
              + " and as the password the value of a client secret of the application (Entra"
              + " admin center, Certificates & secrets), which may have expired. The application"
              + " needs a role on the resource.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis SENDGRID =
      new Diagnosis(
          "password-sendgrid",
          "SendGrid refused user or password.",
          "SendGrid takes the user apikey and, as the password, an API key with the"
              + " permission Mail Send (Settings, API Keys).",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis MAILGUN =
      new Diagnosis(
          "password-mailgun",
          "Mailgun refused user or password.",
          "Mailgun takes the SMTP credentials of the sending domain (Sending, Domain"
              + " settings, SMTP credentials), not an API key. Domains of the EU region are at"
              + " smtp.eu.mailgun.org (preset: mailgun-eu), all others at smtp.mailgun.org.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis POSTMARK =
      new Diagnosis(
          "password-postmark",
          "Postmark refused user or password.",
          "Postmark takes a server API token as user and password (the server, API"
              + " Tokens), or the access key and secret key of an SMTP token (the message"
              + " stream, Settings). SMTP must be enabled for the server.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis SPARKPOST =
      new Diagnosis(
          "password-sparkpost",
          "SparkPost refused user or password.",
          "SparkPost takes the user SMTP_Injection and, as the password, an API key with"
              + " the permission Send via SMTP (Configuration, API Keys). Keys of the EU are for"
              + " smtp.eu.sparkpostmail.com.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis MAILJET =
      new Diagnosis(
          "password-mailjet",
          "Mailjet refused user or password.",
          "Mailjet takes the API key as the user and the secret key as the password"
              + " (Account settings, API Key Management).",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis BREVO =
      new Diagnosis(
          "password-brevo",
          "Brevo refused user or password.",
          "Brevo takes the login and an SMTP key of its page SMTP & API (tab SMTP), not an"
              + " API key and not the account's password.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis YAHOO =
      new Diagnosis(
          "password-yahoo",
          "Yahoo refused user or password.",
          "Yahoo takes an app password (Account security, Generate app password), not the"
              + " account's own.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis AOL =
      new Diagnosis(
          "password-aol",
          "AOL refused user or password.",
          "AOL takes an app password (Account security, Generate app password), not the"
              + " account's own.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis FASTMAIL =
      new Diagnosis(
          "password-fastmail",
          "Fastmail refused user or password.",
          "Fastmail takes an app password (Settings, Privacy & Security, App passwords),"
              + " not the account's own; the user is the whole address.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis ZOHO =
      new Diagnosis(
          "password-zoho",
          "Zoho refused user or password.",
          "With two-factor authentication Zoho takes an application-specific password"
              + " (accounts.zoho.com, Security, App Passwords). The server must be the one of"
              + " the account's region, such as smtp.zoho.eu.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis ICLOUD =
      new Diagnosis(
          "password-icloud",
          "iCloud refused user or password.",
          "iCloud takes an app-specific password (account.apple.com, Sign-In and Security,"
              + " App-Specific Passwords), not the account's own.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis GMAIL =
      new Diagnosis(
          "password-gmail",
          "Google refused user or password.",
          "Google takes an app password (Google Account, Security, App passwords; it needs"
              + " 2-Step Verification), not the account's own. For programs, auth.type: oauth2"
              + " is better.",
          Whom.OPERATOR,
          "the provider's own pages, named in docs/providers");

  public static final Diagnosis AUTHORIZATION_IDENTITY =
      new Diagnosis(
          "password-authorization-identity",
          "The login was to act as somebody else (auth.authorization-identity), which few"
              + " servers permit.",
          "Whoever runs the server must give the user that right (a master user in"
              + " Dovecot, proxy authentication in Cyrus). Try without it to learn whether user"
              + " and password are right.",
          Whom.MAIL_SERVER,
          "RFC 4616 section 2");

  public static final Diagnosis SCRAM =
      new Diagnosis(
          "scram-refused",
          "User or password is wrong, or the server cannot verify this user by SCRAM,"
              + " although it offers it: many keep passwords hashed for PLAIN only.",
          "Check user and password first. If both are right, set auth.mechanism: PLAIN on"
              + " this account, over TLS, or ask whoever runs the server to keep SCRAM keys for"
              + " the user or to stop offering SCRAM.",
          Whom.OPERATOR,
          "RFC 5802 section 5; Dovecot and Cyrus SASL, as observed");

  public static final Diagnosis SES_KEY =
      new Diagnosis(
          "ses-access-key-malformed",
          "The secret access key is none, so that no SMTP password can be made of it.",
          "Put the secret access key of an IAM user into auth.secret-access-key, as Amazon"
              + " shows it once.",
          Whom.OPERATOR,
          "docs.aws.amazon.com, SES SMTP credentials");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          AMAZON_SES,
          AZURE_COMMUNICATION_SERVICES,
          SENDGRID,
          MAILGUN,
          POSTMARK,
          SPARKPOST,
          MAILJET,
          BREVO,
          YAHOO,
          AOL,
          FASTMAIL,
          ZOHO,
          ICLOUD,
          GMAIL,
          AUTHORIZATION_IDENTITY,
          SCRAM,
          SES_KEY);

  private PasswordRows() {}
}
