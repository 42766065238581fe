package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a refused password can mean. Computed with the password at hand, kept without it.
 *
 * @param remedy who must do what, or null if no more is known than of any password
 */
record PasswordAdvice(@Nullable Remedy remedy) {
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  static PasswordAdvice of(PasswordPlan plan, Secret password) {
    List<String> sentences = new ArrayList<>();
    MailService service = Optional.ofNullable(plan.host()).flatMap(MailService::at).orElse(null);
    if (service == MailService.AMAZON_SES && SesPassword.isAccessKey(password)) {
      sentences.add("The password has the form of a secret access key, not of an SMTP password.");
    }
    if (service == MailService.AZURE_COMMUNICATION_SERVICES && password.reveal().matches(GUID)) {
      sentences.add("The password has the form of a client secret's id, not of its value.");
    }
    if (plan.region() != null) {
      sentences.add("The password was made for the region " + plan.region() + ".");
    }
    if (service != null) {
      sentences.add(service.diagnosis().cure());
    }
    if (!plan.authorizationIdentity().isEmpty()) {
      sentences.add(
          "The login was to act as "
              + plan.authorizationIdentity()
              + " (auth.authorization-identity), which few servers permit: whoever runs it must give "
              + plan.user()
              + " that right (a master user in Dovecot, proxy authentication in Cyrus). Try without"
              + " it to learn whether user and password are right.");
    }
    return new PasswordAdvice(
        sentences.isEmpty() ? null : new Remedy(row(plan, service), String.join(" ", sentences)));
  }

  private static Diagnosis row(PasswordPlan plan, @Nullable MailService service) {
    if (service != null) {
      return service.diagnosis();
    }
    return plan.region() == null ? PasswordRows.AUTHORIZATION_IDENTITY : PasswordRows.AMAZON_SES;
  }
}
