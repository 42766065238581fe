package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.pool.ConnectionPool;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.pool.PoolClosedException;
import dev.mailconnector.internal.pool.PoolTimeoutException;
import dev.mailconnector.internal.smtp.Delivery;
import dev.mailconnector.internal.smtp.SmtpConnection;
import dev.mailconnector.internal.smtp.SpokenLevel;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.transport.Timeouts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account at work: its credentials, its connections, and the way of a message over them. A
 * connection that turns out dead before any of the message was sent is replaced once, since a
 * server may close what rests. Thread-safe.
 */
public final class AccountSender {
  private static final Logger LOG = LoggerFactory.getLogger(AccountSender.class);

  private final Account account;
  private final ConnectorRuntime runtime;
  private final @Nullable CredentialProvider provider;
  private final ConnectionOpener opener;
  private final ConnectionPool<SmtpConnection> pool;
  private final Housekeeping housekeeping;
  private final Duration openLimit;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable MailConnectorException lastOpenFailure;
  private volatile boolean closed;

  /** Puts this account to work. Opens nothing yet. */
  public AccountSender(Account account, ConnectorRuntime runtime) {
    this.account = account;
    this.runtime = runtime;
    this.openLimit = longestOpening(account.timeouts());
    CredentialProviderFactory login = account.login();
    Greeter greeter = new Greeter(account, runtime);
    TokenNews news = new TokenNews();
    this.provider = login == null ? null : login.create(new AccountContext(account, runtime, news));
    SpokenLevel level =
        new SpokenLevel(account.transactionLevel(), runtime.lessons().join(account));
    this.opener =
        new ConnectionOpener(
            account,
            provider,
            news,
            greeter,
            level,
            runtime,
            generation -> retireGeneration(generation));
    this.pool =
        new ConnectionPool<>(
            account.pool(),
            opener,
            runtime.ticker(),
            runtime.random(),
            new ConnectionPool.Workforce(
                new GoodbyeLane(runtime.goodbyes()), this::openInBackground),
            (connection, reason) ->
                runtime.publish(
                    new ConnectorEvent.ConnectionClosed(
                        account.name(), runtime.now(), connection, reason)));
    this.housekeeping =
        new Housekeeping(account.name(), runtime.scheduler(), runtime.ticker(), pool::tidy);
  }

  private void openInBackground(Runnable opening) {
    runtime
        .openings()
        .execute(
            () -> {
              try {
                opening.run();
              } finally {
                housekeeping.now();
              }
            });
  }

  /** The account. */
  public Account account() {
    return account;
  }

  /**
   * Sends a message.
   *
   * @throws PoolClosedException if the account was closed before anything was sent
   */
  public SendReceipt send(OutgoingMessage message, SendContext context) throws PoolClosedException {
    used();
    try {
      return attempts(message, context);
    } finally {
      keepHouse();
    }
  }

  /** The account is in use: its credential is worth renewing. */
  void used() {
    if (provider != null) {
      try {
        provider.used();
      } catch (RuntimeException e) {
        // Only a hint: whether there is a credential, current() says.
        LOG.warn("{}: the login failed when it was told that it is in use", account.name(), e);
      }
    }
  }

  private SendReceipt attempts(OutgoingMessage message, SendContext context)
      throws PoolClosedException {
    for (int attempt = 1; ; attempt++) {
      boolean mayBeDead = false;
      try (Lease<SmtpConnection> lease = borrow(context.deadline(), attempt > 1)) {
        mayBeDead = lease.mayBeDead();
        return transact(lease, message, context, attempt);
      } catch (MailConnectorException e) {
        boolean again = attempt == 1 && mayBeDead && e.advice() == Advice.RETRY_OTHER_CONNECTION;
        if (!again || isOver(context.deadline())) {
          throw e.forSend(account.name(), context.correlationId(), attempt);
        }
      }
    }
  }

  private static boolean isOver(@Nullable Deadline deadline) {
    return deadline != null && deadline.isOver();
  }

  private SendReceipt transact(
      Lease<SmtpConnection> lease, OutgoingMessage message, SendContext context, int attempt) {
    SmtpConnection connection = lease.connection();
    Delivery delivery;
    try {
      delivery = connection.send(message, context.deadline());
    } finally {
      if (connection.isInOrder()) {
        lease.markReusable();
      }
    }
    return receipt(connection, delivery, message, context, attempt);
  }

  /**
   * The receipt for what the server accepted.
   *
   * @throws MailConnectorException if it did not accept every recipient
   */
  SendReceipt receipt(
      SmtpConnection connection,
      Delivery delivery,
      OutgoingMessage message,
      SendContext context,
      int attempt) {
    if (!delivery.isComplete()) {
      throw SendFailures.partly(account, delivery);
    }
    return new SendReceipt(
        account.name(),
        context.correlationId(),
        context.tags(),
        connection.login().identity(),
        message.envelope(),
        delivery.recipients(),
        delivery.reply(),
        delivery.dsn(),
        connection.id(),
        attempt,
        since(context.started()));
  }

  /** A connection for a send, a new one if it must be fresh. */
  Lease<SmtpConnection> borrow(@Nullable Deadline deadline, boolean fresh)
      throws PoolClosedException {
    long since = runtime.ticker().nanos();
    Lease<SmtpConnection> lease = lease(deadline, fresh);
    if (lease.wasAwaited()) {
      runtime.publish(
          new ConnectorEvent.ConnectionAwaited(
              account.name(), runtime.now(), lease.connection().id(), since(since)));
    }
    return lease;
  }

  private Lease<SmtpConnection> lease(@Nullable Deadline deadline, boolean fresh)
      throws PoolClosedException {
    Deadline wait = Deadline.earliest(deadline, account.timeouts().borrow(), runtime.ticker());
    try {
      Lease<SmtpConnection> lease = pool.borrow(wait, openLimit(deadline), fresh);
      if (lease.wasAwaited()) {
        lastOpenFailure = null;
        housekeeping.now();
      }
      return lease;
    } catch (PoolTimeoutException e) {
      throw SendFailures.exhausted(e, lastOpenFailure);
    } catch (RuntimeException e) {
      throw unopened(e);
    }
  }

  private MailConnectorException unopened(RuntimeException e) {
    if (e instanceof RejectedExecutionException refused) {
      return closed
          ? ConnectorClosedException.ofAccount(account.name(), refused)
          : SendFailures.overloaded(refused);
    }
    if (ended.get()) {
      // What it met is our own doing: at the end of the grace every socket is closed.
      return ConnectorClosedException.ofAccount(account.name(), e);
    }
    MailConnectorException failure =
        e instanceof MailConnectorException known ? known : SendFailures.unopened(e);
    lastOpenFailure = failure;
    return failure;
  }

  /**
   * The stages of opening have limits of their own; this one only keeps a patient greeting from
   * adding up without end.
   */
  private Deadline openLimit(@Nullable Deadline deadline) {
    return Deadline.earliest(deadline, openLimit, runtime.ticker());
  }

  private static Duration longestOpening(Timeouts timeouts) {
    Duration all =
        timeouts
            .connect()
            .plus(timeouts.greeting())
            .plus(timeouts.command().multipliedBy(4))
            .plus(timeouts.token().multipliedBy(2));
    return all.multipliedBy(2);
  }

  /**
   * Gets a credential and opens one connection, if there is none yet, and as many as are to be kept
   * warm.
   */
  public void warmUp() {
    used();
    try (Lease<SmtpConnection> lease = lease(null, false)) {
      lease.markReusable();
      pool.warmUp(openLimit);
    } catch (PoolClosedException e) {
      throw ConnectorClosedException.ofAccount(account.name(), e);
    } catch (MailConnectorException e) {
      throw e.forSend(account.name(), null, 1);
    } catch (RuntimeException e) {
      throw unopened(e).forSend(account.name(), null, 1);
    } finally {
      housekeeping.now();
    }
  }

  /** How the login stands, as far as is known. */
  public CredentialHealth credentialHealth() {
    return provider == null ? CredentialHealth.unknown() : provider.health();
  }

  private void retireGeneration(long generation) {
    pool.retireGeneration(generation);
  }

  /** Retires every connection that is open now, and lets a refused login be tried again. */
  void evictConnections() {
    opener.forgetRefusals();
    pool.evictAll();
    pool.tidy();
    housekeeping.now();
  }

  /** Looks after the connections from now on. */
  void keepHouse() {
    housekeeping.begin();
  }

  private Duration since(long started) {
    return Duration.ofNanos(runtime.ticker().nanos() - started);
  }

  /**
   * Turns away whoever comes or waits for a connection; sends that have one may finish. Does not
   * wait.
   *
   * @return complete when no connection is open
   */
  CompletableFuture<Void> shut() {
    closed = true;
    housekeeping.end();
    return pool.shut();
  }

  /** Waits until this deadline for sends under way, and ends what is still open then. */
  void close(Deadline grace) {
    shut();
    pool.close(grace);
    end();
  }

  /** Ends whatever is still open. Idempotent. */
  void end() {
    boolean first = ended.compareAndSet(false, true);
    pool.end();
    if (first) {
      runtime.lessons().leave(account);
      if (provider != null) {
        provider.close();
      }
    }
  }
}
