package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.ConnectionFailed;
import dev.mailconnector.event.ConnectorEvent.MessageFailed;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /** One that cannot count. */
  private record Careless(CredentialProvider login) implements CredentialProvider {
    @Override
    public String identity() {
      return login.identity();
    }

    @Override
    public Credential current() {
      return login.current();
    }

    @Override
    public void used() {
      throw broken();
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
  void loginThatFails_isAFailedConnection_toldToTheListener() throws Exception {
    CredentialProviderFactory login =
        login(
            token -> {
              throw broken();
            });
    try (MailConnector connector = connector(login)) {
      MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("the vault is sealed")
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThat(e.detail().account()).isNotNull();
      assertThat(lab.events(ConnectionFailed.class)).hasSize(1);
      assertThat(lab.events(MessageFailed.class)).singleElement().extracting("failure").isSameAs(e);
      assertThat(Lab.failure(connector::warmUp)).isInstanceOf(ConnectionFailedException.class);
    }
  }

  @Test
  void loginThatCannotBeMade_byAnAccountOfASource_isAFailedConnection() throws Exception {
    Account account =
        Lab.account(server, TlsMode.IMPLICIT)
            .login(
                context -> {
                  throw broken();
                })
            .build();
    try (MailConnector connector =
        MailConnector.builder().accountSource(name -> Optional.of(account)).build()) {
      MailConnectorException e =
          Lab.failure(
              () ->
                  connector.send(
                      Lab.message(), SendOptions.defaults().withAccount(account.name())));

      assertThat(e).isInstanceOf(ConnectionFailedException.class);
    }
  }

  @Test
  void loginThatFailsWhenToldOfItsUse_holdsNoMessageUp() throws Exception {
    TestLogin tokens = TestLogin.tokens("robot", generation -> "token-" + generation);
    CredentialProviderFactory login =
        context -> new Careless(new Foreign(tokens.create(context), token -> token));
    try (Lab.SilentLog silent = Lab.silence();
        MailConnector connector = connector(login)) {
      assertThat(connector.send(Lab.message()).attempts()).isEqualTo(1);
    }
  }

  @Test
  void messageThatFailsWhereItIsRead_isInvalid_andToldToTheListener() throws Exception {
    MimeMessage message =
        new MimeMessage(Lab.message()) {
          @Override
          public Address[] getAllRecipients() {
            throw broken();
          }

          @Override
          public Address[] getRecipients(Message.RecipientType type) {
            throw broken();
          }
        };
    try (MailConnector connector = connector(login(token -> token))) {
      MailConnectorException e = Lab.failure(() -> connector.send(message));

      assertThat(e).isInstanceOf(InvalidMessageException.class);
      assertThat(lab.events(MessageFailed.class)).hasSize(1);
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
        Lab.failure(() -> connector.send(Lab.message()));
      }

      assertThat(server.counters().loginsAccepted()).isEqualTo(3);
      Lab.until(() -> server.counters().connectionsOpen() == 0);
    }
  }
}
