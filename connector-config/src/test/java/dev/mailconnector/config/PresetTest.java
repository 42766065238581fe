package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {

  @ParameterizedTest
  @EnumSource(ProviderPreset.class)
  void preset_ofAProvider_makesTheAccountThatTheBuilderMakes(ProviderPreset provider) {
    assertThat(accepted("preset: " + provider.presetName(), "auth: {type: none}"))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(Account.builder("a", provider).build());
  }

  @Test
  void exchangeServer_withItsHost_isTheAccountThatTheBuilderMakes() {
    Account built = Account.exchangeServer("a", "mail.corp.example").build();

    Account read = accepted("preset: exchange-server", "host: mail.corp.example");

    assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(built);
    assertThat(built.endpoint()).isEqualTo(SmtpEndpoint.submission("mail.corp.example"));
    assertThat(built.pool().maxAge()).isEqualTo(Duration.ofMinutes(9));
    assertThat(built.pool().idleTimeout()).isLessThan(Duration.ofMinutes(5));
    assertThat(built.pool().maxConnections()).isLessThan(20);
    assertThat(built.timeouts().command()).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void exchangeServer_itsValues_areListed() {
    Preset preset = Preset.exactly("exchange-server");

    assertThat(preset).isNotNull();
    assertThat(preset.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "port", "587",
                "tls", "starttls",
                "pool.max-age", "PT9M",
                "transaction.window", "1"));
  }

  @Test
  void exchangeServer_eachValue_canBeOverridden() {
    Account read =
        accepted(
            "preset: exchange-server",
            "host: mail.corp.example",
            "port: 2525",
            "tls: starttls-if-offered",
            "pool: {max-age: PT5M}",
            "transaction: {window: 8}",
            "trust: {verify: none}");

    assertThat(read.endpoint())
        .isEqualTo(new SmtpEndpoint("mail.corp.example", 2525, TlsMode.STARTTLS_IF_OFFERED));
    assertThat(read.pool().maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.window()).isEqualTo(8);
  }

  @Test
  void exchangeServer_withoutAHost_isRefused() {
    assertThat(refused("preset: exchange-server")).contains("An account needs a host");
  }

  @ParameterizedTest
  @CsvSource({"microsoft365, 1", "gmail, 16"})
  void window_ofAPresetThatLimitsTheRate_isOne(String preset, int window) {
    assertThat(accepted("preset: " + preset).window()).isEqualTo(window);
    assertThat(accepted("preset: " + preset, "transaction: {window: 7}").window()).isEqualTo(7);
  }
}
