package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.transport.TlsMode;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logins of the application's that do what the contract allows, or break it. */
class ForeignLoginTest {
  private final Lab lab = new Lab();
  private final ScriptedSmtpServer server =
      Lab.server(ServerTls.IMPLICIT)
          .mechanisms("XOAUTH2")
          .loginRequired(true)
          .tokens((user, token) -> TokenVerdict.accepted())
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  /** The tests' tokens as somebody else would hand them out. */
  private record Foreign(CredentialProvider tokens, UnaryOperator<Credential> change)
      implements CredentialProvider {
    @Override
    public String identity() {
      return tokens.identity();
    }

    @Override
    public Credential current() {
      return change.apply(tokens.current());
    }
  }

  /** The same credential with another end. */
  private record Ending(Credential credential, Supplier<Instant> end) implements Credential {
    @Override
    public List<Mechanism> mechanisms() {
      return credential.mechanisms();
    }

    @Override
    public long generation() {
      return credential.generation();
    }

    @Override
    public @Nullable Instant issuedAt() {
      return credential.issuedAt();
    }

    @Override
    public Instant expiresAt() {
      return end.get();
    }
  }

  private static CredentialProviderFactory login(UnaryOperator<Credential> change) {
    TestLogin tokens = TestLogin.tokens("robot", generation -> "token-" + generation);
    return context -> new Foreign(tokens.create(context), change);
  }

  private MailConnector connector(CredentialProviderFactory login) {
    return lab.connector(Lab.account(server, TlsMode.IMPLICIT).login(login).build());
  }

  private static IllegalStateException broken() {
    return new IllegalStateException("the vault is sealed");
  }

  @Test
  void credentialWithoutAnEnd_keepsItsConnection() throws Exception {
    try (MailConnector connector =
        connector(login(token -> new Ending(token, () -> Instant.MAX)))) {
      SendReceipt first = connector.send(Lab.message());

      assertThat(connector.send(Lab.message()).connection()).isEqualTo(first.connection());
    }
  }

  @Test
  void credentialThatFailsAfterTheLogin_leavesNoConnectionOpen() throws Exception {
    Supplier<Instant> fails =
        () -> {
          throw broken();
        };
    try (MailConnector connector = connector(login(token -> new Ending(token, fails)))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> connector.send(Lab.message())).isInstanceOf(Exception.class);
      }

      assertThat(server.counters().loginsAccepted()).isEqualTo(3);
      Lab.until(() -> server.counters().connectionsOpen() == 0);
    }
  }
}
