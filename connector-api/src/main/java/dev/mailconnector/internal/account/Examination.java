package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.internal.smtp.AuthDialogue;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An account for a look at it: its line and its login as a send has them, but each by itself, and
 * no login a second time. One thread's.
 */
public final class Examination implements AutoCloseable {
  private final Account account;
  private final ConnectorRuntime runtime;
  private final Greeter greeter;
  private final @Nullable CredentialProvider provider;

  /**
   * Of this account. Opens nothing yet.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if a file of its trust cannot be used
   */
  public Examination(Account account, ConnectorRuntime runtime) {
    this.account = account;
    this.runtime = runtime;
    this.greeter = new Greeter(account, runtime);
    this.provider =
        account.login() == null
            ? null
            : account.login().create(new AccountContext(account, runtime, new TokenNews()));
  }

  /** Its login, or null. */
  public @Nullable CredentialProvider provider() {
    return provider;
  }

  /** The end of the certificate that it shows to the server, or null. */
  public @Nullable CredentialEnd certificateEnd() {
    return greeter.certificateEnd();
  }

  /** A greeted server, as a send finds it. */
  public ServerSession greet(Deadline deadline, OpeningWatch watch) {
    return greeter.greet(runtime.nextConnectionId(account.name()), deadline, watch);
  }

  /**
   * The server's other doors, or its own with whatever certificate it has; nobody logs in there.
   */
  public ServerSession look(SmtpEndpoint door, Deadline deadline, OpeningWatch watch) {
    TlsLayer anybody = TlsLayer.of(Trust.dangerouslyNone(), account.serverName(), null);
    return new Greeter(account, door, anybody, runtime)
        .greet(runtime.nextConnectionId(account.name()), deadline, watch);
  }

  /**
   * Logs in, once.
   *
   * @return the mechanism
   */
  public String login(ServerSession session, Credential credential, Deadline deadline) {
    String identity = provider == null ? "" : provider.identity();
    AuthDialogue dialogue =
        new AuthDialogue(session, account.name(), identity, account.cleartextCredentialsAllowed());
    try {
      return dialogue.login(credential, deadline.orIn(account.timeouts().command()));
    } catch (LoginRefusal refusal) {
      throw LoginFailures.refused(account, identity, refusal);
    } catch (IOException e) {
      throw LoginFailures.lost(account, identity, e);
    }
  }

  /** Whatever it is, in the connector's words. */
  public MailConnectorException explain(RuntimeException e) {
    return e instanceof MailConnectorException known
        ? known.forSend(account.name(), null, 1)
        : SendFailures.unopened(e).forSend(account.name(), null, 1);
  }

  @Override
  public void close() {
    if (provider != null) {
      provider.close();
    }
  }
}
