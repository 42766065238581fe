package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a connector cannot be built of. */
class BuilderTest {
  private static final Account ROBOT =
      Account.builder("robot", new SmtpEndpoint("localhost", 25, TlsMode.NONE)).build();

  @Test
  void build_withoutAccountAndSource_isRefused() {
    assertThatThrownBy(() -> MailConnector.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("At least one account, or an account source, is needed");
  }

  @Test
  void build_withADefaultThatNobodyKnows_isRefused() {
    assertThatThrownBy(() -> MailConnector.builder().account(ROBOT).defaultAccount("robto").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"robto\"")
        .hasMessageContaining("there are: robot");
  }

  @Test
  void build_twoAccountsOfOneName_isRefused() {
    assertThatThrownBy(() -> MailConnector.builder().account(ROBOT).account(ROBOT).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("two accounts of this name");
  }

  @Test
  void default_thatTheSourceKnows_isFoundThere() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();
        MailConnector connector =
            MailConnector.builder()
                .account(ROBOT)
                .accountSource(
                    name ->
                        Optional.of(
                            Account.builder(
                                    name,
                                    new SmtpEndpoint("localhost", server.port(), TlsMode.NONE))
                                .ehloName("client.example")
                                .build()))
                .defaultAccount("tenant-1")
                .build()) {
      assertThat(connector.send(Lab.message()).account()).isEqualTo("tenant-1");
    }
  }

  @Test
  void pool_ofAPreset_isChangedWherePartsOfItAre_andReplacedWhereItIsGivenWhole() {
    PoolSettings preset = ProviderPreset.MICROSOFT365.pool();
    Account.Builder account = Account.builder("robot", ProviderPreset.MICROSOFT365);

    account.pool(pool -> pool.withKeepWarm(1));
    assertThat(account.build().pool()).isEqualTo(preset.withKeepWarm(1)).isNotEqualTo(preset);

    account.pool(PoolSettings.defaults());
    assertThat(account.build().pool()).isEqualTo(PoolSettings.defaults()).isNotEqualTo(preset);
  }

  @Test
  void moreKeptWarm_thanMayBeOpen_isRefusedByItsKey() {
    Account.Builder account =
        Account.builder("robot", ProviderPreset.MICROSOFT365).pool(pool -> pool.withKeepWarm(9));

    assertThatThrownBy(account::build)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.key()).isEqualTo("pool.keep-warm"))
        .hasMessageContaining("limits.connections (3)");
  }
}
