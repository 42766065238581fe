package dev.mailconnector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderPresetTest {

  @ParameterizedTest
  @EnumSource
  void preset_itsOwnNameServerAndConstant_findIt(ProviderPreset preset) {
    assertThat(ProviderPreset.named(preset.presetName())).contains(preset);
    assertThat(ProviderPreset.named(preset.name())).contains(preset);
    assertThat(ProviderPreset.named(preset.endpoint().host())).contains(preset);
    assertThat(ProviderPreset.at(preset.endpoint().host())).contains(preset);
  }

  @ParameterizedTest
  @CsvSource({
    "outlook.com, OUTLOOK",
    "Hotmail, OUTLOOK",
    "hotmail.fr, OUTLOOK",
    "live.com, OUTLOOK",
    "gmail.com, GMAIL",
    "googlemail.com, GMAIL",
    "Google Mail, GMAIL",
    "GmailWorkspace, GOOGLE_WORKSPACE_RELAY",
    "office365, MICROSOFT365",
    "Office 365, MICROSOFT365",
    "Outlook365, MICROSOFT365",
    "microsoft-365, MICROSOFT365",
    "exchange_online, MICROSOFT365",
    "contoso.onmicrosoft.com, MICROSOFT365",
    "SendinBlue, BREVO",
    "SparkPost Mail, SPARKPOST",
    "sendgrid.com, SENDGRID",
    "PostmarkApp, POSTMARK",
    "yahoo.co.uk, YAHOO",
    "Me, ICLOUD",
    "mac.com, ICLOUD",
    "zohomail.com, ZOHO"
  })
  void name_thatPeopleUse_findsTheProvider(String name, ProviderPreset preset) {
    assertThat(ProviderPreset.named(name)).contains(preset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exchange", "microsoft", "google", "ses", "contoso.com", "", "com"})
  void name_ofNobodyOrOfSeveral_findsNone(String name) {
    assertThat(ProviderPreset.named(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x@gmail.com, GMAIL",
    "X.Y+z@GoogleMail.com, GMAIL",
    "x@outlook.de, OUTLOOK",
    "x@hotmail.co.uk, OUTLOOK",
    "x@live.nl, OUTLOOK",
    "x@yahoo.com.br, YAHOO",
    "x@aol.com, AOL",
    "x@me.com, ICLOUD",
    "x@fastmail.fm, FASTMAIL",
    "robot@contoso.onmicrosoft.com, MICROSOFT365",
    "robot@contoso.onmicrosoft.us, MICROSOFT365_GCC_HIGH",
    "robot@contoso.partner.onmschina.cn, MICROSOFT365_CHINA"
  })
  void address_ofAProvidersDomain_findsIt(String address, ProviderPreset preset) {
    assertThat(ProviderPreset.forAddress(address)).contains(preset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x@contoso.com",
        "x@gmail.com.example",
        "x@notgmail.com",
        "x@onmicrosoft.com",
        "x@yahoo.co.jp",
        "gmail.com",
        "@gmail.com",
        "CORP\\svc-mail",
        ""
      })
  void address_ofAnyOtherDomain_findsNone(String address) {
    assertThat(ProviderPreset.forAddress(address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "smtp.gmail.com, 465, 587",
    "smtp.gmail.com, 587, 465",
    "SMTP.SENDGRID.NET, 587, 465 2525 25",
    "smtp.office365.com, 587, 25",
    "email-smtp.eu-west-1.amazonaws.com, 587, 465 2465 2587 25",
    "smtp.mail.me.com, 587, ''",
    "mail.corp.example, 587, ''"
  })
  void alternatives_areTheOtherPortsOfTheProvider(String host, int tried, String others) {
    List<Integer> expected =
        others.isEmpty()
            ? List.of()
            : List.of(others.split(" ")).stream().map(Integer::valueOf).toList();

    List<SmtpEndpoint> alternatives =
        ProviderPreset.alternativesTo(new SmtpEndpoint(host, tried, TlsMode.STARTTLS));

    assertThat(alternatives).extracting(SmtpEndpoint::port).isEqualTo(expected);
    assertThat(alternatives)
        .allMatch(door -> (door.tls() == TlsMode.IMPLICIT) == (door.port() % 1000 == 465));
  }

  @Test
  void account_ofAPresetThatLimitsRecipients_hasThatLimit() {
    assertThat(Account.builder("a", ProviderPreset.GMAIL).build().recipientsPerMessage())
        .isEqualTo(100);
    assertThat(Account.builder("a", ProviderPreset.SENDGRID).build().recipientsPerMessage())
        .isEqualTo(Integer.MAX_VALUE);
  }
}
