package dev.mailconnector.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.provider.PasswordPolicy.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "smtp.office365.com, MICROSOFT365",
    "smtp-legacy.office365.com, MICROSOFT365",
    "SMTP-Mail.Outlook.com, OUTLOOK",
    "smtp.gmail.com, GMAIL",
    "smtp-relay.gmail.com, GMAIL",
    "smtp.mail.yahoo.com, YAHOO",
    "smtp.aol.com, AOL",
    "smtp.mail.me.com, ICLOUD",
    "smtp.fastmail.com, FASTMAIL"
  })
  void host_ofAProvider_hasItsPolicy(String host, PasswordPolicy policy) {
    assertThat(PasswordPolicy.at(host)).contains(policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"smtp.office365.us", "smtp.hve.mx.microsoft", "mail.corp.example", "gmail.com"})
  void host_ofNobodyKnown_hasNone(String host) {
    assertThat(PasswordPolicy.at(host)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void policy_each_saysWhatWhenWhoAndWhere(PasswordPolicy policy) {
    assertThat(policy.warning())
        .startsWith(policy.what())
        .contains(policy.when(), policy.change(), policy.who())
        .doesNotContain("..");
    assertThat(policy.change()).endsWith(".");
    assertThat(policy.who()).endsWith(".");
    assertThat(policy.source().link()).hasScheme("https");
    policy.keys().forEach(line -> assertThat(policy.warning()).contains(line));
    assertThat(policy.keys()).allMatch(line -> line.matches("auth\\.[a-z.-]+: \\S.*"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MICROSOFT365", "OUTLOOK"})
  void password_whereAllAreRefusedOrSoonWill_isWarnedOf(PasswordPolicy policy) {
    assertThat(policy.verdict()).isNotEqualTo(Verdict.APP_PASSWORD);
    assertThat(policy.warnsOf("abcdefghijklmnop")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefghijklmnop", "abcd efgh ijkl mnop", "abcd-efgh-ijkl-mnop"})
  void appPassword_inAnyFormThatIsShown_isNotWarnedOf(String password) {
    assertThat(PasswordPolicy.GMAIL.warnsOf(password)).isFalse();
    assertThat(PasswordPolicy.ICLOUD.warnsOf(password)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery", "S3cret!", "abcdefghijklmnopq"})
  void accountPassword_whereAppPasswordsAreTaken_isWarnedOf(String password) {
    assertThat(PasswordPolicy.GMAIL.warnsOf(password)).isTrue();
    assertThat(PasswordPolicy.YAHOO.warnsOf(password)).isTrue();
  }

  @Test
  void accountPassword_whereTheFormOfAppPasswordsIsNotKnown_isNotWarnedOf() {
    assertThat(PasswordPolicy.FASTMAIL.warnsOf("S3cret!")).isFalse();
  }
}
