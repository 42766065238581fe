package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.SmtpLoginSteps.Greeted;
import dev.mailconnector.internal.pool.Opener;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.internal.smtp.SmtpConnection;
import dev.mailconnector.internal.smtp.SpokenLevel;
import dev.mailconnector.spi.CredentialProvider;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections that are ready to carry mail, for whoever waits and in the background, and
 * tells of them; {@link Logins} has the rules of the login. Thread-safe.
 */
final class ConnectionOpener implements Opener<SmtpConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionOpener.class);

  /** For a greeting, a login and what is between, after connecting. */
  private static final Duration A_FEW_COMMANDS = Duration.ofSeconds(20);

  private final Account account;
  private final @Nullable CredentialProvider provider;
  private final TokenNews news;
  private final SmtpLoginSteps steps;
  private final @Nullable Logins<Greeted, SmtpConnection> logins;
  private final ConnectorRuntime runtime;
  private final LongConsumer retireGeneration;
  private final Duration behindLimit;

  /**
   * Opens connections for this account; {@code retireGeneration} hears which credentials were
   * refused.
   */
  ConnectionOpener(
      Account account,
      @Nullable CredentialProvider provider,
      TokenNews news,
      Greeter greeter,
      SpokenLevel level,
      ConnectorRuntime runtime,
      LongConsumer retireGeneration) {
    this.account = account;
    this.provider = provider;
    this.news = news;
    this.steps =
        new SmtpLoginSteps(
            account, provider == null ? "" : provider.identity(), greeter, level, runtime);
    this.logins = provider == null ? null : logins(account, provider, steps, runtime);
    this.runtime = runtime;
    this.retireGeneration = retireGeneration;
    this.behindLimit = account.timeouts().connect().plus(A_FEW_COMMANDS);
  }

  private static Logins<Greeted, SmtpConnection> logins(
      Account account,
      CredentialProvider provider,
      SmtpLoginSteps steps,
      ConnectorRuntime runtime) {
    return new Logins<>(
        account,
        provider,
        steps,
        new LoginGate(runtime.ticker()),
        new LoginPause(runtime.ticker()),
        new LoginPolicy(runtime.clock(), runtime.scheduler()),
        new LoginEvents(account.name(), provider.identity(), runtime.clock(), runtime::publish));
  }

  /** Logins that were refused, or not answered, may be tried again at once. */
  void forgetRefusals() {
    if (logins != null) {
      logins.forget();
    }
  }

  @Override
  public SmtpConnection open(Deadline deadline) {
    try {
      return open(deadline, retireGeneration);
    } catch (MailConnectorException e) {
      publishFailed(e);
      throw e;
    }
  }

  /**
   * Where the server refuses a new credential, connections that an older one opened serve on to
   * their end: the refusal was not about them. A server that is silent, or greets late on purpose,
   * is given up sooner than where a send waits: the threads are for all accounts.
   */
  @Override
  public SmtpConnection openBehind(Deadline deadline) {
    news.beginBehind();
    try {
      return open(deadline.orIn(behindLimit), generation -> {});
    } catch (MailConnectorException e) {
      if (!Thread.currentThread().isInterrupted()) {
        publishFailed(e);
      }
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("{}: no connection could be opened in the background", account.name(), e);
      throw e;
    } finally {
      news.endBehind();
    }
  }

  @Override
  public boolean isPromising() {
    return logins == null || logins.isPromising();
  }

  @Override
  public boolean hasAnotherCredentialThan(SmtpConnection connection) {
    if (provider == null) {
      return false;
    }
    long newest = news.newest();
    if (newest != 0) {
      return newest > connection.generation();
    }
    news.beginBehind();
    try {
      return provider.current().generation() != connection.generation();
    } catch (MailConnectorException e) {
      // The provider says so itself, and the next opening would; here nobody waits for it.
      return false;
    } catch (RuntimeException e) {
      LOG.warn("{}: the login gave no credential", account.name(), e);
      return false;
    } finally {
      news.endBehind();
    }
  }

  private SmtpConnection open(Deadline deadline, LongConsumer refused) {
    long started = runtime.ticker().nanos();
    SmtpConnection connection = connect(deadline, refused);
    publishOpened(connection, Duration.ofNanos(runtime.ticker().nanos() - started));
    return connection;
  }

  private SmtpConnection connect(Deadline deadline, LongConsumer refused) {
    try {
      return logins == null ? withoutLogin(deadline) : logins.open(deadline, refused);
    } catch (MailConnectorException | RejectedExecutionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw SendFailures.unopened(e).forSend(account.name(), null, 1);
    }
  }

  private void publishFailed(MailConnectorException e) {
    runtime.publish(new ConnectorEvent.ConnectionFailed(account.name(), runtime.now(), e));
  }

  private SmtpConnection withoutLogin(Deadline deadline) {
    return steps.connection(steps.greet(deadline), SmtpConnection.Login.NONE);
  }

  private void publishOpened(SmtpConnection connection, Duration took) {
    ServerSession session = connection.session();
    runtime.publish(
        new ConnectorEvent.ConnectionOpened(
            account.name(),
            runtime.now(),
            connection.id(),
            session.endpoint(),
            session.tlsProtocol(),
            connection.login().mechanism(),
            connection.login().identity(),
            took));
  }
}
