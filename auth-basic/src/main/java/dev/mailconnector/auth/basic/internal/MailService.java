package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.failure.Diagnosis;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Public services that want another password than the one a person would think of first, and where
 * to get it. Known by the server's name, so that it does not matter how an account was set up.
 */
enum MailService {
  AMAZON_SES("(.+\\.)?email-smtp(-fips)?\\..+\\.amazonaws\\.com", PasswordRows.AMAZON_SES),
  AZURE_COMMUNICATION_SERVICES("smtp\\.azurecomm\\.net", PasswordRows.AZURE_COMMUNICATION_SERVICES),
  SENDGRID("smtp\\.sendgrid\\.net", PasswordRows.SENDGRID),
  MAILGUN("smtp(\\.eu)?\\.mailgun\\.org", PasswordRows.MAILGUN),
  POSTMARK("smtp(-broadcasts)?\\.postmarkapp\\.com", PasswordRows.POSTMARK),
  SPARKPOST("smtp(\\.eu)?\\.sparkpostmail\\.com", PasswordRows.SPARKPOST),
  MAILJET("in(-v3)?\\.mailjet\\.com", PasswordRows.MAILJET),
  BREVO("smtp-relay\\.(brevo|sendinblue)\\.com", PasswordRows.BREVO),
  YAHOO("(.+\\.)?mail\\.yahoo\\.(com|co\\.jp)", PasswordRows.YAHOO),
  AOL("smtp\\.aol\\.com", PasswordRows.AOL),
  FASTMAIL("smtp\\.fastmail\\.com", PasswordRows.FASTMAIL),
  ZOHO("smtp(pro)?\\.zoho(cloud)?\\.(com|eu|in|com\\.au|jp|ca)", PasswordRows.ZOHO),
  ICLOUD("smtp\\.mail\\.me\\.com", PasswordRows.ICLOUD),
  GMAIL("smtp\\.gmail\\.com", PasswordRows.GMAIL);

  private final Pattern host;
  private final Diagnosis diagnosis;

  MailService(String host, Diagnosis diagnosis) {
    this.host = Pattern.compile(host, Pattern.CASE_INSENSITIVE);
    this.diagnosis = diagnosis;
  }

  /** The service whose server this is. */
  static Optional<MailService> at(String host) {
    return Arrays.stream(values())
        .filter(service -> service.host.matcher(host).matches())
        .findFirst();
  }

  /** What user and password must be, and where to get them. */
  Diagnosis diagnosis() {
    return diagnosis;
  }
}
