package dev.mailconnector;

import dev.mailconnector.event.ConnectorListener;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.ConnectorThreads;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.AccountDirectory;
import dev.mailconnector.internal.account.AccountQuestions;
import dev.mailconnector.internal.account.BulkSends;
import dev.mailconnector.internal.account.ConnectorRuntime;
import dev.mailconnector.internal.account.Dispatch;
import dev.mailconnector.internal.account.SendContext;
import dev.mailconnector.internal.angus.AngusVersion;
import dev.mailconnector.internal.angus.SmtpMessageOptions;
import dev.mailconnector.internal.message.MessageWriter;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail. The one long-lived object of a process: it owns threads, credential renewal and
 * connections, and holds accounts by name. Build it once, share it, close it at shutdown.
 * Thread-safe; a connector leaves no thread, socket or class behind once it is closed.
 *
 * <p>A send returns a {@link SendReceipt} when the server has accepted the message for every
 * recipient, and throws a {@link MailConnectorException} otherwise. It blocks: for a connection,
 * for the server, at times for a token; every wait has a limit ({@link
 * dev.mailconnector.transport.Timeouts}). What may be done after a failure is {@link
 * MailConnectorException#advice()}.
 *
 * <p>Blocking sends work on virtual threads from Java 24 on; before that Angus Mail pins their
 * carriers while it connects.
 */
public final class MailConnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailConnector.class);

  /** Odd, so that no id comes twice, and neighbours do not look alike. */
  private static final long ID_STEP = 0x9E3779B97F4A7C15L;

  private static final Duration LAST_GRACE = Duration.ofSeconds(5);

  private final ConnectorThreads threads;
  private final ConnectorRuntime runtime;
  private final AccountDirectory directory;
  private final Dispatch dispatch;
  private final BulkSends bulkSends;
  private final MessageWriter writer;
  private final AtomicLong nextId;

  private MailConnector(Builder builder) {
    AngusVersion.warning().ifPresent(LOG::warn);
    this.nextId = new AtomicLong(builder.random.nextLong());
    this.threads = new ConnectorThreads(builder.scheduler, builder.workers, builder.classLoader);
    this.runtime =
        new ConnectorRuntime(
            builder.clock,
            builder.ticker,
            threads.scheduler(),
            threads.workers(),
            builder.background.apply(threads.openings()),
            threads.lookUps(),
            builder.background.apply(threads.goodbyes()),
            builder.random,
            builder.listener,
            builder.platformTrust);
    this.writer = new MessageWriter(builder.temporaryFolder);
    this.directory =
        new AccountDirectory(
            runtime, new AccountQuestions(builder.accountSource()), builder.defaultAccount());
    this.dispatch = new Dispatch(directory, runtime);
    this.bulkSends =
        new BulkSends(directory, dispatch, runtime, threads.bulk(), this::context, this::write);
    try {
      builder.accounts.forEach(directory::add);
    } catch (MailConnectorException e) {
      close();
      throw e;
    }
  }

  /** Starts a connector; it needs at least one account, or an account source. */
  public static Builder builder() {
    return new Builder();
  }

  /** A connector with this one account and defaults for everything else. */
  public static MailConnector of(Account account) {
    return builder().account(account).build();
  }

  /** Sends a message through the default account. See {@link #send(MimeMessage, SendOptions)}. */
  public SendReceipt send(MimeMessage message) {
    return send(message, SendOptions.defaults());
  }

  /**
   * Sends a message. Its Session is not used, but for {@code mail.smtp.from}. A message that was
   * saved is not saved again. It must not be changed by others during the call. Of an Angus {@code
   * SMTPMessage} the envelope sender, the notify and the return options count where these options
   * name none; its other settings do not.
   *
   * <p>Without an explicit envelope the recipients are To, Cc and Bcc, each once. Bcc is the one
   * header field that is not sent.
   *
   * @return proof that the server accepted it for every recipient
   * @throws MailConnectorException in every other case
   */
  public SendReceipt send(MimeMessage message, SendOptions options) {
    return send(options, (account, deadline) -> write(message, account, options, deadline));
  }

  /**
   * Sends a finished RFC 5322 message. It goes out byte for byte, except that line ends become
   * CRLF, a last line is completed, a Bcc field is left out and a missing From is filled in. It
   * must not be changed by others during the call.
   *
   * @return proof that the server accepted it for every recipient
   * @throws MailConnectorException in every other case
   */
  public SendReceipt send(byte[] message, SendOptions options) {
    return send(RawMessage.of(message), options);
  }

  /**
   * Sends a finished RFC 5322 message from an array, a file or a stream. It goes out as {@link
   * #send(byte[], SendOptions)} says.
   *
   * @return proof that the server accepted it for every recipient
   * @throws MailConnectorException in every other case
   */
  public SendReceipt send(RawMessage message, SendOptions options) {
    return send(options, (account, deadline) -> writer.write(message, account, options, deadline));
  }

  /** Sends many messages. See {@link #sendAll(Stream)}. */
  public Stream<SendOutcome> sendAll(Iterable<? extends BulkMessage> messages) {
    return sendAll(StreamSupport.stream(messages.spliterator(), false));
  }

  /**
   * Sends many messages, over several connections at a time and, where the server takes a message
   * in one flight, several in flight on each ({@link Account.Builder#window}). Where it takes
   * pipelined DATA only, the commands of the next message go along with the content of the one
   * before (RFC 2920 section 3.1).
   *
   * <p>The result is lazy, and its outcomes come as they come, in no particular order: {@link
   * SendOutcome#index} tells which is whose. Each message has an outcome of its own; one that is
   * refused does not harm the others. When a line breaks, those whose reply is missing, or may be
   * that of another, are reported as {@link dev.mailconnector.failure.DeliveryUnknownException};
   * those that nobody can have got are sent once more on another connection.
   *
   * <p>The source is read by one thread of the connector, only as far ahead as the outcomes are
   * read: by two windows for each connection that the account may have, and 16 MiB in memory and
   * temporary files, at most; a larger message waits until no other is ready. If it throws, what
   * was taken before is sent, and then the stream throws the same. Messages of several accounts
   * share what is read ahead, in the order of the source: an account that stands still comes to
   * hold all of it, and then the others wait too. Give accounts of very different pace a call each.
   *
   * <pre>{@code
   * try (Stream<SendOutcome> outcomes = connector.sendAll(messages)) {
   *   outcomes.filter(outcome -> !outcome.isSent()).forEach(this::report);
   * }
   * }</pre>
   *
   * <p>To cancel, close the stream, from any thread: nothing more leaves, replies to what has left
   * are waited for ({@code timeouts.shutdown}, and two seconds more, at most), and the source is
   * closed. A message that had left has an outcome, {@code DeliveryUnknownException} if its reply
   * did not come in time; a cancelled message without an outcome was not sent. Who reads on, in
   * another thread or from an {@link Stream#iterator iterator}, gets those outcomes; a thread that
   * leaves the stream and closes it does not, and learns of them from the listener ({@link
   * dev.mailconnector.event.ConnectorEvent.MessageSent}, {@link
   * dev.mailconnector.event.ConnectorEvent.MessageFailed}).
   *
   * <p>An interrupt of the reading thread cancels without waiting for replies; if the connector is
   * closed, they are waited for as {@link #close} says. In both cases reading first gives the
   * outcomes of what had left, and then throws: a {@link
   * java.util.concurrent.CancellationException}, a {@link
   * dev.mailconnector.failure.ConnectorClosedException}.
   *
   * @return the outcomes. Must be closed, unless it is read to its end
   */
  public Stream<SendOutcome> sendAll(Stream<? extends BulkMessage> messages) {
    return bulkSends.of(messages);
  }

  private SendContext context(SendOptions options) {
    long started = runtime.ticker().nanos();
    Duration limit = options.deadline();
    Deadline deadline = limit == null ? null : Deadline.in(limit, runtime.ticker());
    String correlationId = options.correlationId() == null ? newId() : options.correlationId();
    return new SendContext(correlationId, options.tags(), deadline, started);
  }

  private OutgoingMessage write(BulkMessage message, Account account, @Nullable Deadline deadline) {
    SendOptions options = message.options();
    return message instanceof BulkMessage.Mime mime
        ? write(mime.message(), account, options, deadline)
        : writer.write(((BulkMessage.Raw) message).message(), account, options, deadline);
  }

  private OutgoingMessage write(
      MimeMessage message, Account account, SendOptions options, @Nullable Deadline deadline) {
    return writer.write(message, account, SmtpMessageOptions.complete(options, message), deadline);
  }

  private SendReceipt send(SendOptions options, Dispatch.Serialiser serialiser) {
    SendContext context = context(options);
    return dispatch.send(options.account(), options.envelope(), serialiser, context);
  }

  private String newId() {
    return Long.toHexString(nextId.getAndAdd(ID_STEP) | Long.MIN_VALUE);
  }

  /**
   * Adds an account.
   *
   * @throws ConfigurationException if there is one of this name, or its settings cannot be
   */
  public void add(Account account) {
    directory.add(account);
  }

  /**
   * Replaces the account of this name, or adds it. Sends that have a connection of the old one
   * finish on it; those that still wait for one go to the new account. That the old one's login was
   * refused is forgotten with it, so the next send logs in at once.
   */
  public void replace(Account account) {
    directory.replace(account);
  }

  /**
   * Removes an account. Sends that have a connection finish, within {@code timeouts.shutdown};
   * those that still wait for one are refused. Returns whether there was such an account.
   */
  public boolean remove(String name) {
    return directory.remove(name);
  }

  /** The names of the accounts held now, those that the account source gave included. */
  public Set<String> accounts() {
    return directory.names();
  }

  /**
   * Gets a credential and opens a connection for every account, or as many as its pool keeps warm,
   * so that no first send waits. Accounts after one that fails are warmed up all the same.
   *
   * @throws MailConnectorException the first failure, the others as suppressed exceptions
   */
  public void warmUp() {
    List<MailConnectorException> failures = new ArrayList<>();
    for (String name : accounts()) {
      try {
        warmUp(name);
      } catch (MailConnectorException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
      throw failures.get(0);
    }
  }

  /** The same for one account. */
  public void warmUp(String name) {
    directory.sender(name).warmUp();
  }

  /**
   * How the login of this account stands: until when its token serves, since when renewals fail,
   * what ends when, what somebody must act on. Without I/O: for health checks.
   *
   * @param account one of {@link #accounts()}; the account source is not asked
   * @throws ConfigurationException if it is none of them
   */
  public CredentialHealth credentialHealth(String account) {
    return directory.atWork(account).credentialHealth();
  }

  /**
   * No connection that is open now carries a further message: those at rest are closed in the
   * background, those in use when their send is over. What servers have tripped over is forgotten
   * too, and that logins were refused: the next send of each account may log in at once. For a
   * server that has moved or was repaired, an account that was unlocked, or a trust store that has
   * changed. Not to be called by a timer: with a wrong password each call may cost one failed
   * login. Does not wait.
   */
  public void evictConnections() {
    directory.evictConnections();
  }

  /**
   * Closes it: new sends, and those that still wait for a connection, are refused; those that have
   * one may finish within {@code timeouts.shutdown}; then every connection and thread ends. Blocks
   * that long, and a little for threads that are slow to end, at most. Idempotent.
   */
  @Override
  public void close() {
    directory.close();
    bulkSends.close();
    runtime.close();
    threads.close(Deadline.in(LAST_GRACE, runtime.ticker()));
  }

  /** Collects the settings of a connector. Not thread-safe. */
  public static final class Builder {
    private final List<Account> accounts = new ArrayList<>();
    private @Nullable String defaultAccount;
    private @Nullable AccountSource accountSource;
    private ConnectorListener listener = ConnectorListener.none();
    private @Nullable Executor workers;
    private @Nullable ScheduledExecutorService scheduler;
    private InstantSource clock = Clocks.calendar();
    private Ticker ticker = Clocks.monotonic();
    private RandomGenerator random = new SecureRandom();
    private @Nullable Path temporaryFolder;
    private ClassLoader classLoader = MailConnector.class.getClassLoader();
    private Trust platformTrust = Trust.platform();
    private UnaryOperator<Executor> background = UnaryOperator.identity();

    private Builder() {}

    /** Adds an account; the first one is the default account unless another is named. */
    public Builder account(Account account) {
      accounts.add(account);
      return this;
    }

    /**
     * The account of sends that name none; the account source may be the one that knows it.
     * Default: the first account.
     */
    public Builder defaultAccount(String name) {
      this.defaultAccount = name;
      return this;
    }

    /** Where accounts that are not known by name come from. Default: nowhere. */
    public Builder accountSource(AccountSource source) {
      this.accountSource = source;
      return this;
    }

    /** Who hears events. Default: nobody. */
    public Builder listener(ConnectorListener value) {
      this.listener = value;
      return this;
    }

    /**
     * Runs work that blocks, such as token requests: at most 8 for one issuer and 32 for all of
     * them together. Default: daemon threads of its own, up to 40. It is not shut down.
     */
    public Builder workers(Executor value) {
      this.workers = value;
      return this;
    }

    /** Runs timers. Default: one daemon thread of its own. It is not shut down. */
    public Builder scheduler(ScheduledExecutorService value) {
      this.scheduler = value;
      return this;
    }

    /** The calendar clock, for expiry dates and events. Default: the machine's. */
    public Builder clock(InstantSource value) {
      this.clock = value;
      return this;
    }

    /** The monotonic clock, for waits and ages. Default: the machine's. */
    public Builder ticker(Ticker value) {
      this.ticker = value;
      return this;
    }

    /** For jitter and ids. Default: a SecureRandom. Must be thread-safe. */
    public Builder random(RandomGenerator value) {
      this.random = value;
      return this;
    }

    /**
     * Makes the TLS connections of accounts that have no trust of their own, to mail servers and to
     * token endpoints. Default: the Java runtime's own context and trust store.
     */
    public Builder sslContext(SSLContext value) {
      this.platformTrust = Trust.context(value);
      return this;
    }

    /**
     * The context class loader of the connector's own threads. Default: the one that loaded this
     * class.
     */
    public Builder classLoader(ClassLoader value) {
      this.classLoader = value;
      return this;
    }

    /**
     * Where messages above {@link Account.Builder#memoryLimit} are kept while they are sent.
     * Default: the system's folder for temporary files.
     */
    public Builder temporaryFolder(Path folder) {
      if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
        throw ConfigurationException.of(
            "temporary folder",
            folder.toString(),
            "A folder that this process may write to is needed.");
      }
      this.temporaryFolder = folder;
      return this;
    }

    /** Stands before the threads for openings and good-byes, so that a test can wait for them. */
    Builder background(UnaryOperator<Executor> value) {
      this.background = value;
      return this;
    }

    private AccountSource accountSource() {
      return accountSource == null ? AccountSource.none() : accountSource;
    }

    private @Nullable String defaultAccount() {
      if (defaultAccount == null) {
        return accounts.isEmpty() ? null : accounts.get(0).name();
      }
      return defaultAccount;
    }

    /**
     * The connector. Opens no connection yet.
     *
     * @throws ConfigurationException if there is neither an account nor an account source, if two
     *     accounts share a name, or if nobody can know the default account
     */
    public MailConnector build() {
      boolean alone = accountSource == null;
      if (alone && accounts.isEmpty()) {
        throw ConfigurationException.of(
            "accounts", null, "At least one account, or an account source, is needed.");
      }
      boolean unknown =
          accounts.stream().noneMatch(account -> account.name().equals(defaultAccount));
      if (defaultAccount != null && unknown && alone) {
        throw ConfigurationException.of(
            "default-account",
            defaultAccount,
            "There is no such account; there are: "
                + String.join(", ", accounts.stream().map(Account::name).toList())
                + ".");
      }
      return new MailConnector(this);
    }
  }
}
