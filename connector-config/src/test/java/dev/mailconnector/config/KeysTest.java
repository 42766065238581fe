package dev.mailconnector.config;

import static dev.mailconnector.config.Try.SECRET;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.errors;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  @ParameterizedTest
  @CsvSource({
    "hots, host",
    "prot, port",
    "ehloName, ehlo-name",
    "envelope_from, envelope-from",
    "allow-cleartext-credential, allow-cleartext-credentials",
    "password, auth.password",
    "verify, trust.verify",
    "limit, limits",
    "Timeouts, timeouts",
    "max-age, pool.max-age"
  })
  void key_misspelt_namesTheNearest(String written, String meant) {
    assertThat(
            refused(
                "host: mail.example.com",
                "user: ann",
                "auth: {password: '${env:M365_SECRET}'}",
                written + ": " + SECRET))
        .isEqualTo(
            "mail.yaml:6:5 accounts.a."
                + written
                + ". Unknown key. Did you mean accounts.a."
                + meant
                + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "timeouts, conect, timeouts.connect",
    "timeouts, finalReply, timeouts.final-reply",
    "pool, connections, limits.connections",
    "trust, cafile, trust.ca-file",
    "auth, user, user",
    "auth, pasword, auth.password"
  })
  void key_misspeltInASection_namesTheNearest(String section, String written, String meant) {
    assertThat(
            errors(
                account("host: mail.example.com", section + ":", "  " + written + ": " + SECRET)))
        .containsExactly(
            "mail.yaml:5:7 accounts.a."
                + section
                + "."
                + written
                + ". Unknown key. Did you mean accounts.a."
                + meant
                + "?");
  }

  @Test
  void section_misspelt_isReportedOnce() {
    assertThat(refused("host: mail.example.com", "timeoutz:", "  connect: 3s", "  command: 3s"))
        .isEqualTo(
            "mail.yaml:4:5 accounts.a.timeoutz. Unknown key. Did you mean accounts.a.timeouts?");
  }

  @Test
  void key_likeNothingElse_listsTheKeysOfItsSection() {
    assertThat(refused("host: mail.example.com", "limits: {weather: fine}"))
        .isEqualTo(
            "mail.yaml:4:14 accounts.a.limits.weather. Unknown key. Known here: connections,"
                + " messages-per-connection, recipients-per-message.");
  }

  @Test
  void topLevelKey_misspelt_namesTheNearest() {
    assertThat(errors("acounts:\n  a: {host: mail.example.com}\n"))
        .contains("mail.yaml:1:1 acounts. Unknown key. Did you mean accounts?");
    assertThat(errors("host: mail.example.com\n" + account("host: mail.example.com")))
        .containsExactly(
            "mail.yaml:1:1 host. Unknown key. Known here: default-account, accounts; an"
                + " account's keys stand below accounts and the account's name.");
  }

  static Stream<String> keysToCome() {
    return Model.ACCOUNT_KEYS_TO_COME.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("keysToCome")
  void key_ofTheContractWithoutBehaviourYet_isRefusedWithWhatToUseUntilThen(String key) {
    String yaml = key.contains(".") ? key.replace(".", ": {") + ": 1}" : key + ": {level: 1}";

    assertThat(refused("host: mail.example.com", yaml))
        .startsWith("mail.yaml:4:")
        .contains(" accounts.a." + key + ". ", "yet", "Remove", "the application", "RETRY_LATER");
  }

  @Test
  void routes_areRefusedWithWhatToUseUntilThen() {
    assertThat(errors(account("host: mail.example.com") + "routes:\n  important: [a]\n"))
        .containsExactly(
            "mail.yaml:4:1 routes. There are no routes yet: a send goes by one account. Remove them"
                + " and let the application name the next account (SendOptions.withAccount) when a"
                + " failure's advice is to retry; never after MAY_HAVE_BEEN_SENT.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: [a, b] | accounts.a.host. The key takes one value, not a list.",
        "host: {name: a} | accounts.a.host. The key takes one value, not a section.",
        "timeouts: 10s | accounts.a.timeouts. This is a section, not a value; its keys are connect,"
            + " greeting, command, final-reply, borrow, token, shutdown.",
        "limits: [3] | accounts.a.limits. This is a section, not a value; its keys are connections,"
            + " messages-per-connection, recipients-per-message.",
        "auth: hunter2-S3cr3t | accounts.a.auth. This is a section, not a value; its keys are"
            + " type.",
        "user: | accounts.a.user. The key has no value. Give one, or remove the key.",
        "port: null | accounts.a.port. The key has no value. Give one, or remove the key.",
        "from: '' | accounts.a.from: \"\". The value is empty. Give one, or remove the key."
      })
  void value_ofTheWrongShape_isRefused(String line, String expected) {
    assertThat(refused(line)).endsWith(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accounts:\n  a:\n",
        "accounts:\n  a: mail.example.com\n",
        "accounts:\n  a: [x]\n"
      })
  void account_thatIsNoSection_isRefused(String text) {
    assertThat(errors(text))
        .singleElement()
        .asString()
        .contains(" accounts.a. An account is a section of keys: host or preset, user, auth, ...");
  }

  @Test
  void accountName_thatNoNameMayBe_isRefused() {
    assertThat(errors("accounts:\n  my account: {host: mail.example.com}\n"))
        .first()
        .asString()
        .isEqualTo(
            "mail.yaml:2:3 accounts. A key is one word of letters, digits and . _ @ + -, and a"
                + " colon and a space part it from its value.");
    assertThat(errors("accounts:\n  .hidden: {host: mail.example.com}\n"))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:2:3 accounts: \".hidden\". A name has 1 to 128 letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{password=hunter2-S3cr3t}",
        "{password|hunter2-S3cr3t}",
        "{hunter2-S3cr3t}",
        "{password, hunter2-S3cr3t}",
        "{hunter2-S3cr3t.x}",
        "{hunter2-S3cr3t: }"
      })
  void secret_thatBecameAKeyForWantOfAColon_isNotShown(String auth) {
    assertThat(errors(account("host: mail.example.com", "user: ann", "auth: " + auth)))
        .isNotEmpty()
        .allSatisfy(error -> assertThat(error).doesNotContain("hunter2"));
    assertThat(errors("hunter2-S3cr3t:\n" + account("host: mail.example.com")))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:1:1. Unknown key. Known here: ")
        .doesNotContain("hunter2");
  }

  @Test
  void mistakes_inSeveralAccounts_areReportedAllAtOnce() {
    assertThat(
            errors(
                """
                default-account: robto
                accounts:
                  robot:
                    hots: mail.example.com
                    port: 99999
                    timeouts: {connect: fast, command: 48h}
                  other:
                    host: mail.example.com
                    auth: {type: passwd}
                """))
        .containsExactly(
            "mail.yaml:1:18 default-account: \"robto\". There is no account of this name. Did you"
                + " mean robot?",
            "mail.yaml:4:5 accounts.robot.hots. Unknown key. Did you mean accounts.robot.host?",
            "mail.yaml:5:11 accounts.robot.port: \"99999\". A port is a number from 1 to 65535.",
            "mail.yaml:6:25 accounts.robot.timeouts.connect: \"fast\". A duration is a number with"
                + " a unit (500ms, 10s, 2m, 1h) or ISO-8601 (PT10S, PT2M).",
            "mail.yaml:6:40 accounts.robot.timeouts.command: \"48h\". A duration from 1 ms to 24 h"
                + " is needed, such as PT30S or 30s.",
            "mail.yaml:9:18 accounts.other.auth.type: \"passwd\". The value must be none, badge,"
                + " kerberos, ntlm, oauth2 or password. Did you mean password?");
  }
}
