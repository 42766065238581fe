package dev.mailconnector.auth.basic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordAdviceTest {
  private static final String ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final PasswordPlan ANN = PasswordPlan.of("ann", List.of(PasswordMechanism.PLAIN));

  @ParameterizedTest
  @CsvSource({
    "email-smtp.eu-west-1.amazonaws.com, auth.secret-access-key",
    "email-smtp-fips.us-east-1.amazonaws.com, ses:SendRawEmail",
    "SMTP.AzureComm.net, client secret",
    "smtp.sendgrid.net, the user apikey",
    "smtp.mailgun.org, SMTP credentials of the sending domain",
    "smtp.eu.mailgun.org, mailgun-eu",
    "smtp-broadcasts.postmarkapp.com, server API token",
    "smtp.eu.sparkpostmail.com, SMTP_Injection",
    "in-v3.mailjet.com, secret key",
    "smtp-relay.brevo.com, an SMTP key",
    "smtp.mail.yahoo.com, app password",
    "smtp.aol.com, app password",
    "smtp.fastmail.com, App passwords",
    "smtp.zoho.eu, application-specific password",
    "smtp.mail.me.com, App-Specific Passwords",
    "smtp.gmail.com, 2-Step Verification"
  })
  void advice_atAKnownService_saysWhatSecretItWants(String host, String words) {
    assertThat(advice(ANN, host, "wr0ng-password")).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"mail.corp.example", "''", "smtp.sendgrid.net.example.com", "xsmtp.sendgrid.net"})
  void advice_atAnyOtherServer_isNone(String host) {
    assertThat(PasswordAdvice.of(ANN.at(host), Secret.of("wr0ng-password")).remedy()).isNull();
  }

  @Test
  void advice_secretAccessKeyAtAmazon_tellsItFromAnSmtpPassword() {
    String host = "email-smtp.eu-west-1.amazonaws.com";

    assertThat(advice(ANN, host, ACCESS_KEY))
        .startsWith("The password has the form of a secret access key, not of an SMTP password.")
        .doesNotContain(ACCESS_KEY);
    assertThat(advice(ANN, host, "BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk"))
        .doesNotContain("has the form");
    assertThat(advice(ANN.withRegion("us-east-1"), host, "BMW5"))
        .contains("was made for the region us-east-1");
  }

  @Test
  void advice_idOfAClientSecretAtAzure_tellsItFromItsValue() {
    assertThat(advice(ANN, "smtp.azurecomm.net", "aaaa1111-bbbb-2222-3333-aaaa111122bb"))
        .contains("the form of a client secret's id");
  }

  @Test
  void toString_showsNoPassword() {
    PasswordAdvice advice =
        PasswordAdvice.of(ANN.at("smtp.sendgrid.net"), Secret.of("wr0ng-password"));

    assertThat(advice.toString()).doesNotContain("wr0ng-password");
  }

  private static String advice(PasswordPlan plan, String host, String password) {
    Remedy remedy = PasswordAdvice.of(plan.at(host), Secret.of(password)).remedy();
    return remedy == null ? "none" : remedy.text();
  }
}
