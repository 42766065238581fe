package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be named in an envelope, and who gets it instead. */
class EnvelopeKeysTest {
  private static final String HOST = "host: mail.example.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a.example, '*.b.example']",
        "[a.example, '*.b.example', ]",
        "\n  - a.example\n  - '*.b.example'",
        "a.example, *.b.example",
        "a.example , *.b.example",
        "['${env:REGION}.example, a.example', '*.b.example']"
      })
  void list_inEachForm_isTheSame(String written) {
    Account account = accepted(HOST, "allowed-recipient-domains: " + written);

    assertThat(account.allowedRecipientDomains()).contains("a.example").endsWith("*.b.example");
  }

  @Test
  void list_withReferences_isResolved() {
    Account account = accepted(HOST, "allowed-from: ['*@${env:REGION}.example', 'a@b.example']");

    assertThat(account.allowedFrom()).containsExactly("*@eu.example", "a@b.example");
  }

  @Test
  void list_fromTheEnvironment_hasCommas() {
    ConfigurationReport report =
        MailConfiguration.check(
            account(HOST),
            "mail.yaml",
            Map.of("MAILCONNECTOR_ACCOUNTS_A_ALLOWED_FROM", "*@a.example,b@c.example"));

    assertThat(report.configuration().accounts().get(0).allowedFrom())
        .containsExactly("*@a.example", "b@c.example");
  }

  @Test
  void envelopeKeys_unset_allowEverything() {
    Account account = accepted(HOST);

    assertThat(account.allowedFrom()).isEmpty();
    assertThat(account.allowedRecipientDomains()).isEmpty();
    assertThat(account.redirectAllTo()).isNull();
    assertThat(account.recipientsPerMessage()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void redirectAndLimit_takeEffect() {
    Account account =
        accepted(HOST, "redirect-all-to: me@a.example", "limits: {recipients-per-message: 50}");

    assertThat(account.redirectAllTo()).isEqualTo("me@a.example");
    assertThat(account.recipientsPerMessage()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allowed-from: []|19|allowed-from: \"\". The value is empty. Give one, or remove the key.",
        "allowed-from: [a@b.c, ~]|27|allowed-from. Each item of the list is one value.",
        "allowed-from: [[a@b.c]]|20|allowed-from. Each item of the list is one value.",
        "allowed-from: {a: b}|19|allowed-from. The key takes one value, not a section.",
        "allowed-from: a@b.c,|19|allowed-from: \"a@b.c,\". An item of the list is empty. Give one,"
            + " or remove its comma.",
        "allowed-from: [a@b.c, b.c]|19|allowed-from: \"b.c\". An address is needed,"
            + " robot@example.com, or *@example.com for all of a domain.",
        "allowed-recipient-domains: [b.c, '@x']|32|allowed-recipient-domains: \"@x\". A domain is"
            + " needed, example.com, or *.example.com for all domains below it.",
        "redirect-all-to: [a@b.c]|22|redirect-all-to. The key takes one value, not a list.",
        "redirect-all-to: Ann <a@b.c>|22|redirect-all-to: \"Ann <a@b.c>\". A bare address such as"
            + " robot@example.com is needed.",
        "limits: {recipients-per-message: 0}|38|limits.recipients-per-message: \"0\". The value"
            + " must be a whole number of at least 1."
      })
  void value_thatCannotBe_isRefused(String line, int column, String expected) {
    assertThat(refused(HOST, line)).isEqualTo("mail.yaml:4:" + column + " accounts.a." + expected);
  }

  @Test
  void ownAddresses_outsideOfWhatIsAllowed_areRefused() {
    assertThat(refused(HOST, "from: a@b.c", "allowed-from: x@y.z"))
        .isEqualTo(
            "mail.yaml:4:11 accounts.a.from: \"a@b.c\". a@b.c is outside of allowed-from (x@y.z)."
                + " Name another, or add it there.");
    assertThat(refused(HOST, "user: a@b.c", "auth: {type: none}", "allowed-from: x@y.z"))
        .isEqualTo(
            "mail.yaml:2:3 accounts.a.from. a@b.c is outside of allowed-from (x@y.z). Name"
                + " another, or add it there.");
    assertThat(refused(HOST, "redirect-all-to: a@b.c", "allowed-recipient-domains: [y.z]"))
        .startsWith("mail.yaml:4:22 accounts.a.redirect-all-to: \"a@b.c\". a@b.c is outside of");
  }
}
