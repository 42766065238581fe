package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.LoginGate.Refused;
import dev.mailconnector.internal.pool.Opener;
import dev.mailconnector.internal.smtp.AuthDialogue;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.internal.smtp.SmtpConnection;
import dev.mailconnector.internal.smtp.SpokenLevel;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections that are ready to carry mail: the credential first, so that no socket waits for
 * a token endpoint, then socket, TLS and greeting, then the login. At most two logins: the second
 * with a renewed credential, or with the same one after a pause when it is so young that the server
 * may not know it yet; each on a connection of its own. Thread-safe.
 */
final class ConnectionOpener implements Opener<SmtpConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionOpener.class);

  /** For a greeting, a login and what is between, after connecting. */
  private static final Duration A_FEW_COMMANDS = Duration.ofSeconds(20);

  private final Account account;
  private final @Nullable CredentialProvider provider;
  private final TokenNews news;
  private final Greeter greeter;
  private final LoginGate gate;
  private final LoginPause pause;
  private final LoginPolicy policy;
  private final ConnectorRuntime runtime;
  private final SpokenLevel level;
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
    this.greeter = greeter;
    this.gate = new LoginGate(runtime.ticker());
    this.pause = new LoginPause(runtime.ticker());
    this.policy = new LoginPolicy(runtime);
    this.runtime = runtime;
    this.level = level;
    this.retireGeneration = retireGeneration;
    this.behindLimit = account.timeouts().connect().plus(A_FEW_COMMANDS);
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
    return gate.isOpen();
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
      return provider == null ? withoutLogin(deadline) : loggedIn(provider, deadline, refused);
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
    String id = runtime.nextConnectionId(account.name());
    return connection(id, greeter.greet(id, deadline), SmtpConnection.Login.NONE);
  }

  private SmtpConnection loggedIn(
      CredentialProvider login, Deadline deadline, LongConsumer refused) {
    boolean probe = pause.enter();
    boolean answered = false;
    try {
      SmtpConnection connection = atTheGate(login, deadline, refused);
      answered = true;
      pause.succeeded();
      return connection;
    } catch (NoAnswer e) {
      // An interrupt ends the line from our side.
      answered = !Thread.currentThread().isInterrupted();
      if (answered) {
        pause.failed(probe, e::again);
      }
      throw e.failure();
    } finally {
      if (!answered && probe) {
        pause.abandon();
      }
    }
  }

  private SmtpConnection atTheGate(
      CredentialProvider login, Deadline deadline, LongConsumer refused) throws NoAnswer {
    Refused probed = gate.enter();
    boolean settled = false;
    try {
      if (probed != null) {
        // Whatever was refused then is worth reading or asking for again now.
        login.refused(probed.credential(), refusedReply(probed));
      }
      Attempt attempt = attempt(login, login.current(), deadline);
      if (attempt.refusal() != null) {
        Credential second =
            policy.second(login, attempt.credential(), attempt.refusal(), deadline, refused);
        if (second != null) {
          attempt = attempt(login, second, deadline);
          if (attempt.refusal() != null) {
            LoginPolicy.forget(login, second, attempt.refusal().reply(), refused);
          }
        }
      }
      if (attempt.connection() != null) {
        settled = true;
        if (gate.succeeded()) {
          runtime.publish(new ConnectorEvent.AccountRecovered(account.name(), runtime.now()));
        }
        return attempt.connection();
      }
      settled = true;
      throw refuse(login, attempt, probed);
    } finally {
      if (!settled && probed != null) {
        gate.abandon();
      }
    }
  }

  /**
   * One login.
   *
   * @param credential what was tried
   * @param connection the connection, or null if the login was refused
   * @param refusal the refusal, or null if it was accepted
   */
  private record Attempt(
      Credential credential, @Nullable SmtpConnection connection, @Nullable LoginRefusal refusal) {}

  private Attempt attempt(CredentialProvider login, Credential credential, Deadline deadline)
      throws NoAnswer {
    String id = runtime.nextConnectionId(account.name());
    ServerSession session = greeter.greet(id, deadline);
    AuthDialogue dialogue =
        new AuthDialogue(
            session, account.name(), login.identity(), account.cleartextCredentialsAllowed());
    Deadline limit = deadline.orIn(account.timeouts().command());
    boolean done = false;
    try {
      String mechanism = dialogue.login(credential, limit);
      Deadline end = endOf(credential);
      SmtpConnection connection =
          connection(
              id,
              session,
              new SmtpConnection.Login(
                  login.identity(),
                  mechanism,
                  credential.generation(),
                  end,
                  lifeOf(credential, end)));
      done = true;
      return new Attempt(credential, connection, null);
    } catch (LoginRefusal refusal) {
      runtime.publish(
          new ConnectorEvent.LoginRefused(
              account.name(),
              runtime.now(),
              login.identity(),
              refusal.mechanism(),
              refusal.reply()));
      if (!LoginPolicy.isAboutCredential(refusal.reply())) {
        throw NoAnswer.of(LoginFailures.refused(account, login.identity(), refusal));
      }
      return new Attempt(credential, null, refusal);
    } catch (IOException e) {
      throw NoAnswer.of(LoginFailures.lost(account, login.identity(), e));
    } finally {
      if (!done) {
        session.wire().abort();
      }
    }
  }

  /** Never more than the credential's whole life, even if the calendar was set back meanwhile. */
  private @Nullable Deadline endOf(Credential credential) {
    Instant expiresAt = credential.expiresAt();
    if (expiresAt == null) {
      return null;
    }
    Instant issuedAt = credential.issuedAt();
    Deadline byCalendar = Deadline.in(Duration.between(runtime.now(), expiresAt), runtime.ticker());
    return issuedAt == null ? byCalendar : byCalendar.orIn(Duration.between(issuedAt, expiresAt));
  }

  /** What is left of it, where nobody knows when it began. */
  private static Duration lifeOf(Credential credential, @Nullable Deadline end) {
    Instant issuedAt = credential.issuedAt();
    Instant expiresAt = credential.expiresAt();
    if (end == null || expiresAt == null) {
      return Duration.ZERO;
    }
    return issuedAt == null
        ? Duration.ofNanos(Math.max(0, end.remainingNanos()))
        : Duration.between(issuedAt, expiresAt);
  }

  private MailConnectorException refuse(
      CredentialProvider login, Attempt attempt, @Nullable Refused probed) {
    LoginRefusal refusal = Objects.requireNonNull(attempt.refusal());
    MailConnectorException failure = LoginFailures.refused(account, login.identity(), refusal);
    Duration backoff = gate.refuse(attempt.credential(), failure.detail(), probed);
    if (backoff != null) {
      Instant now = runtime.now();
      runtime.publish(
          new ConnectorEvent.AccountRefused(
              account.name(), now, refusal.reply(), now.plus(backoff)));
    }
    return failure;
  }

  private static SmtpReply refusedReply(Refused probed) {
    return Objects.requireNonNull(probed.detail().reply());
  }

  private SmtpConnection connection(String id, ServerSession session, SmtpConnection.Login login) {
    session.wire().rest();
    return new SmtpConnection(id, session, login, level, account.timeouts(), runtime.ticker());
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
