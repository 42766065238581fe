package dev.mailconnector.auth.basic.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Public services that want another password than the one a person would think of first, and where
 * to get it. Known by the server's name, so that it does not matter how an account was set up.
 */
enum MailService {
  AMAZON_SES(
      "(.+\\.)?email-smtp(-fips)?\\..+\\.amazonaws\\.com",
      "Amazon SES takes the id of an IAM user's access key as the user and, as the password, what is"
          + " made of its secret access key for this one region (auth.secret-access-key,"
          + " AmazonSes.login), or the SMTP password of the console (Amazon SES, SMTP settings,"
          + " Create SMTP credentials). The IAM user needs ses:SendRawEmail."),
  AZURE_COMMUNICATION_SERVICES(
      "smtp\\.azurecomm\\.net",
      "Azure Communication Services takes <resource>|<application id>|<tenant id> or an SMTP"
          + " username of the resource (Azure portal, SMTP Usernames) as the user, and as the"
          + " password the value of a client secret of the application (Entra admin center,"
          + " Certificates & secrets), which may have expired. The application needs a role on the"
          + " resource."),
  SENDGRID(
      "smtp\\.sendgrid\\.net",
      "SendGrid takes the user apikey and, as the password, an API key with the permission Mail Send"
          + " (Settings, API Keys)."),
  MAILGUN(
      "smtp(\\.eu)?\\.mailgun\\.org",
      "Mailgun takes the SMTP credentials of the sending domain (Sending, Domain settings, SMTP"
          + " credentials), not an API key. Domains of the EU region are at smtp.eu.mailgun.org"
          + " (preset: mailgun-eu), all others at smtp.mailgun.org."),
  POSTMARK(
      "smtp(-broadcasts)?\\.postmarkapp\\.com",
      "Postmark takes a server API token as user and password (the server, API Tokens), or the"
          + " access key and secret key of an SMTP token (the message stream, Settings). SMTP must"
          + " be enabled for the server."),
  SPARKPOST(
      "smtp(\\.eu)?\\.sparkpostmail\\.com",
      "SparkPost takes the user SMTP_Injection and, as the password, an API key with the permission"
          + " Send via SMTP (Configuration, API Keys). Keys of the EU are for"
          + " smtp.eu.sparkpostmail.com."),
  MAILJET(
      "in(-v3)?\\.mailjet\\.com",
      "Mailjet takes the API key as the user and the secret key as the password (Account settings,"
          + " API Key Management)."),
  BREVO(
      "smtp-relay\\.(brevo|sendinblue)\\.com",
      "Brevo takes the login and an SMTP key of its page SMTP & API (tab SMTP), not an API key and"
          + " not the account's password."),
  YAHOO(
      "(.+\\.)?mail\\.yahoo\\.(com|co\\.jp)",
      "Yahoo takes an app password (Account security, Generate app password), not the account's"
          + " own."),
  AOL(
      "smtp\\.aol\\.com",
      "AOL takes an app password (Account security, Generate app password), not the account's own."),
  FASTMAIL(
      "smtp\\.fastmail\\.com",
      "Fastmail takes an app password (Settings, Privacy & Security, App passwords), not the"
          + " account's own; the user is the whole address."),
  ZOHO(
      "smtp(pro)?\\.zoho(cloud)?\\.(com|eu|in|com\\.au|jp|ca)",
      "With two-factor authentication Zoho takes an application-specific password (accounts.zoho.com,"
          + " Security, App Passwords). The server must be the one of the account's region, such as"
          + " smtp.zoho.eu."),
  ICLOUD(
      "smtp\\.mail\\.me\\.com",
      "iCloud takes an app-specific password (account.apple.com, Sign-In and Security,"
          + " App-Specific Passwords), not the account's own."),
  GMAIL(
      "smtp\\.gmail\\.com",
      "Google takes an app password (Google Account, Security, App passwords; it needs 2-Step"
          + " Verification), not the account's own. For programs, auth.type: oauth2 is better.");

  private final Pattern host;
  private final String advice;

  MailService(String host, String advice) {
    this.host = Pattern.compile(host, Pattern.CASE_INSENSITIVE);
    this.advice = advice;
  }

  /** The service whose server this is. */
  static Optional<MailService> at(String host) {
    return Arrays.stream(values())
        .filter(service -> service.host.matcher(host).matches())
        .findFirst();
  }

  /** What user and password must be, and where to get them. */
  String advice() {
    return advice;
  }
}
