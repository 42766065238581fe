package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "2m, PT2M",
    "1h, PT1H",
    "PT9M, PT9M",
    "PT1M30S, PT90S",
    "PT0.25S, PT0.25S",
    "P1D, PT24H"
  })
  void duration_eitherForm_isRead(String written, Duration meant) {
    assertThat(
            accepted("host: h.example", "timeouts: {connect: " + written + "}")
                .timeouts()
                .connect())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 s",
        "10S",
        "1d",
        "-5s",
        "P",
        "PT",
        "1.5s",
        "ten",
        "pt10s",
        "PT-5S",
        "9999999999s"
      })
  void duration_anyOtherForm_isRefused(String written) {
    assertThat(refused("host: h.example", "timeouts: {connect: '" + written + "'}"))
        .isEqualTo(
            "mail.yaml:4:25 accounts.a.timeouts.connect: \""
                + written
                + "\". A duration is a number with a unit (500ms, 10s, 2m, 1h) or ISO-8601 (PT10S,"
                + " PT2M).");
  }

  @ParameterizedTest
  @CsvSource({"4 MiB, 4194304", "512KiB, 524288", "1 GiB, 1073741824", "1000 B, 1000", "0 B, 0"})
  void size_withAUnit_isRead(String written, int bytes) {
    Account account = accepted("host: h.example", "transaction: {memory-limit: " + written + "}");

    assertThat(account.memoryLimit()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4 MB", "4M", "4 mib", "1.5 MiB", "-4 MiB", "4  MiB", "1000000000 B", "x"})
  void size_anyOtherForm_isRefused(String written) {
    assertThat(refused("host: h.example", "transaction: {memory-limit: " + written + "}"))
        .isEqualTo(
            "mail.yaml:4:33 accounts.a.transaction.memory-limit: \""
                + written
                + "\". A size is a number with a unit of B, KiB, MiB or GiB: 512 KiB, 4 MiB.");
  }

  @Test
  void size_withoutUnit_offersTheMeanings() {
    assertThat(refused("host: h.example", "transaction: {memory-limit: 4}"))
        .endsWith("\"4\". A size needs a unit: 4 MiB, 4 KiB or 4 B.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1025 MiB", "2 GiB", "4 GiB", "999999999 GiB"})
  void size_tooLarge_isRefusedByTheSettingItself(String written) {
    assertThat(refused("host: h.example", "transaction: {memory-limit: " + written + "}"))
        .endsWith(
            "accounts.a.transaction.memory-limit: \""
                + written
                + "\". A size of at most 1 GiB is needed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"257", "999999999"})
  void window_tooWide_isRefusedByTheSettingItself(String written) {
    assertThat(refused("host: h.example", "transaction: {window: " + written + "}"))
        .endsWith(
            "accounts.a.transaction.window: \""
                + written
                + "\". A number from 1 to 256 is needed.");
  }

  @Test
  void duration_withoutUnit_offersBothMeanings() {
    assertThat(refused("host: h.example", "pool: {max-age: 30}"))
        .endsWith("\"30\". A duration needs a unit: 30s for seconds, 30ms for milliseconds.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "25h"})
  void duration_outOfRange_isRefusedByTheSettingItself(String written) {
    assertThat(refused("host: h.example", "pool: {idle-timeout: " + written + "}"))
        .startsWith(
            "mail.yaml:4:26 accounts.a.pool.idle-timeout: \""
                + written
                + "\". A duration from 1 ms to 24 h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "True", "on", "1", "TRUE"})
  void flag_otherThanTrueOrFalse_isRefused(String written) {
    assertThat(refused("host: h.example", "pool: {retire-with-credential: " + written + "}"))
        .contains("\"" + written + "\". The value must be true or false.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "1e3", "0x10"})
  void count_thatIsNone_isRefused(String written) {
    assertThat(refused("host: h.example", "limits: {connections: " + written + "}"))
        .endsWith(
            "accounts.a.limits.connections: \""
                + written
                + "\". The value must be a whole number of at least 1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "many", "00"})
  void countOrNone_thatIsNeither_isRefused(String written) {
    assertThat(refused("host: h.example", "pool: {keep-warm: " + written + "}"))
        .endsWith(
            "accounts.a.pool.keep-warm: \""
                + written
                + "\". The value must be a whole number, 0 or more.");
  }

  @Test
  void keepWarm_beyondTheCap_isRefused() {
    assertThat(refused("host: h.example", "pool: {keep-warm: 6}"))
        .endsWith(
            "accounts.a.pool.keep-warm: \"6\". No more than limits.connections (5) can be kept"
                + " open.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "smtp", "587a", "999999"})
  void port_thatIsNone_isRefused(String written) {
    assertThat(refused("host: h.example", "port: " + written))
        .isEqualTo(
            "mail.yaml:4:11 accounts.a.port: \""
                + written
                + "\". A port is a number from 1 to 65535.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smtp://h.example | A host is a name or an address, not a URL",
        "h.example:587 | The port has a key of its own: port.",
        "'[2001:db8::1]' | An IPv6 address stands here without brackets.",
        "h example | A host name has letters, digits, dots and hyphens",
        "'a\\r\\nb' | A host name has letters, digits, dots and hyphens",
        "\"a\\r\\nb\" | The value must not contain line breaks",
        "bücher.example | in its xn-- form"
      })
  void host_thatIsNone_isRefused(String written, String rule) {
    assertThat(refused("host: " + written))
        .startsWith("mail.yaml:3:11 accounts.a.host: ")
        .contains(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp://ann:hunter2-S3cr3t@h.example",
        "ann:hunter2-S3cr3t@h.example",
        "${env:REGION}:hunter2-S3cr3t@h"
      })
  void host_pastedWithALogin_isNotShown(String written) {
    assertThat(refused("host: '" + written + "'"))
        .startsWith("mail.yaml:3:11 accounts.a.host. ")
        .doesNotContain("hunter2");
  }

  @Test
  void host_addressOfVersion6_isTaken() {
    assertThat(accepted("host: 2001:db8::1").endpoint()).hasToString("[2001:db8::1]:587");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "robot",
        "Robot <robot@example.com>",
        "a b@example.com",
        "\"a\\r\\nb@example.com\""
      })
  void address_thatIsNone_isRefused(String written) {
    assertThat(refused("host: h.example", "envelope-from: " + written))
        .startsWith("mail.yaml:4:20 accounts.a.envelope-from: ");
  }

  @Test
  void ehloName_thatCouldAddALine_isRefused() {
    assertThat(refused("host: h.example", "ehlo-name: \"a\\nMAIL\""))
        .isEqualTo(
            "mail.yaml:4:16 accounts.a.ehlo-name: \"a?MAIL\". The value must not contain line"
                + " breaks or other control characters.");
    assertThat(refused("host: h.example", "ehlo-name: a b"))
        .isEqualTo(
            "mail.yaml:4:16 accounts.a.ehlo-name: \"a b\". A domain name, or an address in"
                + " brackets, is needed.");
  }

  @Test
  void account_allOtherKeys_reachTheirPlace() {
    Account account =
        accepted(
            "host: h.example",
            "ehlo-name: me.example",
            "from: noreply@example.com",
            "envelope-from: bounces@example.com",
            "limits: {connections: 7, messages-per-connection: 90}",
            "pool: {idle-timeout: 11s, max-age: 12m, retire-with-credential: false, keep-warm: 3}",
            "transaction: {window: 4, all-or-nothing: true, memory-limit: 1 MiB}",
            "timeouts: {connect: 1s, greeting: 2s, command: 3s, final-reply: 4s, borrow: 5s, token:"
                + " 6s, shutdown: 7s}");

    assertThat(account.ehloName()).isEqualTo("me.example");
    assertThat(account.from()).isEqualTo("noreply@example.com");
    assertThat(account.envelopeFrom()).isEqualTo("bounces@example.com");
    assertThat(account.pool())
        .hasToString(
            "PoolSettings[maxConnections=7, maxMessages=90, idleTimeout=PT11S, maxAge=PT12M,"
                + " retireWithCredential=false, keepWarm=3]");
    assertThat(account.timeouts())
        .hasToString(
            "Timeouts[connect=PT1S, greeting=PT2S, command=PT3S, finalReply=PT4S, borrow=PT5S,"
                + " token=PT6S, shutdown=PT7S]");
    assertThat(account.window()).isEqualTo(4);
    assertThat(account.allOrNothing()).isTrue();
    assertThat(account.memoryLimit()).isEqualTo(1024 * 1024);
    assertThat(account.cleartextCredentialsAllowed()).isFalse();
    assertThat(account.login()).isNull();
    assertThat(account.proxy()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"auto, BDAT", "bdat, BDAT", "pipelined, PIPELINED", "plain, PLAIN"})
  void transactionLevel_isAnUpperBound(String word, TransactionLevel level) {
    Account account = accepted("host: h.example", "transaction: {level: " + word + "}");

    assertThat(account.transactionLevel()).isEqualTo(level);
  }

  @Test
  void transactionLevel_misspelt_isNamedWithTheNearestWord() {
    assertThat(refused("host: h.example", "transaction: {level: pipelining}"))
        .contains("transaction.level", "\"pipelining\"", "pipelined");
  }

  @Test
  void value_longOrWithLineBreaks_isShownOnOneShortLine() {
    assertThat(refused("host: h.example", "port: \"" + "9\\n".repeat(100) + "\""))
        .contains("\"" + "9?".repeat(40) + "...\"");
  }
}
