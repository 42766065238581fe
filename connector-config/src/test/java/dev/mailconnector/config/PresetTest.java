package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.ProviderPreset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {

  @ParameterizedTest
  @CsvSource({
    "microsoft365, MICROSOFT365",
    "microsoft365-gcc-high, MICROSOFT365_GCC_HIGH",
    "microsoft365-china, MICROSOFT365_CHINA",
    "microsoft-hve, MICROSOFT_HVE",
    "outlook, OUTLOOK",
    "azure-communication-services, AZURE_COMMUNICATION_SERVICES",
    "gmail, GMAIL",
    "sendgrid, SENDGRID",
    "mailgun, MAILGUN",
    "mailgun-eu, MAILGUN_EU",
    "postmark, POSTMARK",
    "sparkpost, SPARKPOST",
    "mailjet, MAILJET",
    "brevo, BREVO",
    "yahoo, YAHOO",
    "aol, AOL",
    "fastmail, FASTMAIL",
    "zoho, ZOHO",
    "icloud, ICLOUD"
  })
  void preset_ofAProvider_makesTheAccountThatTheBuilderMakes(String name, ProviderPreset provider) {
    Account built = Account.builder("a", provider).build();

    Account read = accepted("preset: " + name, "auth: {type: none}");

    assertThat(read.endpoint()).isEqualTo(built.endpoint());
    assertThat(read.pool()).isEqualTo(built.pool());
    assertThat(read.window()).isEqualTo(built.window());
  }

  @ParameterizedTest
  @CsvSource({"microsoft365, 1", "gmail, 16"})
  void window_ofAPresetThatLimitsTheRate_isOne(String preset, int window) {
    assertThat(accepted("preset: " + preset).window()).isEqualTo(window);
    assertThat(accepted("preset: " + preset, "transaction: {window: 7}").window()).isEqualTo(7);
  }
}
