package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.BulkMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.internal.message.Content;
import dev.mailconnector.internal.message.OriginalFile;
import dev.mailconnector.internal.message.OutgoingMessage;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many messages on their way: one thread reads the source and makes them ready, the lines of each
 * account's {@link BulkLane} send them, and whoever reads the outcomes sets the pace, because a
 * message is taken from the source only when there is a permit for it, and a permit comes back only
 * with an outcome that was read.
 */
final class BulkSend {
  private static final Logger LOG = LoggerFactory.getLogger(BulkSend.class);

  /** What may be ready and not sent yet, in memory and temporary files; or one larger message. */
  private static final int ROOM_KIB = 16 * 1024;

  /** How long threads that were interrupted may take to say what became of their messages. */
  static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final long WINDOWS_AHEAD = 2;

  /** In all accounts together, if their messages are so small. */
  private static final int MOST_AHEAD = 16 * 1024;

  private final BulkSends context;
  private final Stream<? extends BulkMessage> source;
  private final Semaphore ahead = new Semaphore(1);
  private final Semaphore room = new Semaphore(ROOM_KIB);

  /** New ones come from the thread that reads the source only. */
  private final Map<AccountSender, BulkLane> lanes = new ConcurrentHashMap<>();

  /** The permits given for them; of that thread. */
  private int granted;

  private final BulkOutcomes outcomes = new BulkOutcomes();

  /** Messages without an outcome, and one for the thread that reads the source. */
  private final AtomicLong unsettled = new AtomicLong(1);

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private volatile @Nullable Thread feeder;
  private volatile @Nullable Throwable broken;

  BulkSend(BulkSends context, Stream<? extends BulkMessage> source) {
    this.context = context;
    this.source = source;
  }

  // What the application sees

  Stream<SendOutcome> outcomes() {
    Spliterator<SendOutcome> reader =
        new Spliterators.AbstractSpliterator<>(
            Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.IMMUTABLE) {
          @Override
          public boolean tryAdvance(Consumer<? super SendOutcome> action) {
            SendOutcome outcome = next();
            if (outcome == null) {
              return false;
            }
            action.accept(outcome);
            return true;
          }
        };
    return StreamSupport.stream(reader, false).onClose(this::close);
  }

  private @Nullable SendOutcome next() {
    start();
    Optional<SendOutcome> outcome = take();
    if (outcome.isPresent()) {
      ahead.release();
      return outcome.get();
    }
    outcomes.end();
    rethrow(broken);
    return null;
  }

  /** An interrupted reader still gets what became of the messages that had left. */
  private Optional<SendOutcome> take() {
    Optional<SendOutcome> ready = isCancelled() ? outcomes.poll() : null;
    if (ready != null) {
      return ready;
    }
    try {
      return outcomes.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = new CancellationException("interrupted while waiting for an outcome");
      close();
      return Objects.requireNonNull(outcomes.poll(), "the end");
    }
  }

  static void rethrow(@Nullable Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
  }

  private void start() {
    if (started.compareAndSet(false, true)) {
      context.started(this);
      try {
        feeder = startThread(this::feed);
      } catch (RuntimeException | Error e) {
        settle();
        throw e;
      }
    }
  }

  /**
   * Cancels what has not left, and waits for the replies to what has. Whoever reads on still gets
   * the outcomes of that.
   */
  private void close() {
    cancel();
    if (started.get()) {
      await();
    }
    outcomes.end(this::unheard);
    source.close();
  }

  private void cancel() {
    if (!cancelled.compareAndSet(false, true)) {
      return;
    }
    Thread reading = feeder;
    if (reading != null) {
      reading.interrupt();
    }
    lanes.values().forEach(lane -> lane.clear().forEach(this::discard));
  }

  private void await() {
    Duration grace =
        lanes.keySet().stream()
            .map(sender -> sender.account().timeouts().shutdown())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    try {
      if (settled.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    interrupt();
    awaitLastWords(LAST_WORDS);
  }

  private void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  /** What was interrupted is over at once; but its threads must still say what it means. */
  private void awaitLastWords(Duration limit) {
    boolean interrupted = Thread.interrupted();
    try {
      settled.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The connector is closed, and with it every connection. */
  void connectorClosed() {
    if (settled.getCount() > 0) {
      broken = ConnectorClosedException.ofConnector();
      cancel();
      interrupt();
    }
  }

  /** Ends it once its threads have said what became of their messages, or after so long. */
  void end(Deadline deadline) {
    awaitLastWords(Duration.ofNanos(deadline.remainingNanos()));
    outcomes.end(this::unheard);
  }

  private SendOutcome unheard(Parcel parcel) {
    DeliveryUnknownException unknown =
        new DeliveryUnknownException(
            FailureDetail.of(
                Stage.CONTENT,
                "The bulk send ended before its thread said what became of the message",
                Advice.MAY_HAVE_BEEN_SENT,
                MailRows.BULK_UNHEARD));
    return new SendOutcome.Failed(parcel.index(), parcel.message(), forSend(parcel, unknown));
  }

  // Reading the source

  private void feed() {
    try {
      Iterator<? extends BulkMessage> messages = source.iterator();
      ahead.acquire();
      for (long index = 0; !isCancelled() && messages.hasNext(); index++) {
        prepare(index, Objects.requireNonNull(messages.next(), "a null among the messages"));
        ahead.acquire();
      }
    } catch (InterruptedException e) {
      // Cancelled: nobody waits for more.
    } catch (Throwable e) {
      if (!isCancelled()) {
        broken = e;
      }
    } finally {
      lanes.values().forEach(BulkLane::complete);
      settle();
    }
  }

  private void prepare(long index, BulkMessage message) throws InterruptedException {
    SendOptions options = message.options();
    SendContext send = context.begin(options);
    String account = String.valueOf(options.account());
    try {
      account = context.directory().nameOf(options.account());
      AccountSender sender = context.directory().sender(account);
      OutgoingMessage outgoing = write(message, sender.account(), send.deadline());
      put(lane(sender), new Parcel(index, message, send, outgoing));
    } catch (MailConnectorException e) {
      if (isCancelled()) {
        // An interrupted thread cannot read: that says nothing about the message.
        return;
      }
      MailConnectorException failure = e.forSend(account, send.correlationId(), 1);
      context.dispatch().publishFailed(account, options.envelope(), send, failure);
      unsettled.incrementAndGet();
      outcomes.addUnexpected(new SendOutcome.Failed(index, message, failure));
      settle();
    }
  }

  private void put(BulkLane lane, Parcel parcel) throws InterruptedException {
    try {
      room.acquire(kib(parcel));
    } catch (InterruptedException e) {
      parcel.outgoing().close();
      throw e;
    }
    unsettled.incrementAndGet();
    outcomes.expect(parcel);
    lane.put(parcel);
    if (isCancelled()) {
      lane.clear().forEach(this::discard);
    }
  }

  private OutgoingMessage write(BulkMessage message, Account account, @Nullable Deadline deadline) {
    try {
      return context.write(message, account, deadline);
    } catch (MailConnectorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw SendFailures.unwritable(e);
    }
  }

  private BulkLane lane(AccountSender sender) {
    BulkLane known = lanes.get(sender);
    if (known != null) {
      return known;
    }
    BulkLane lane = new BulkLane(this, sender);
    lanes.put(sender, lane);
    Account account = sender.account();
    long messages = WINDOWS_AHEAD * account.window() * account.pool().maxConnections();
    int more = (int) Math.min(messages, MOST_AHEAD - granted);
    granted += more;
    ahead.release(more);
    return lane;
  }

  /** What goes from the application's own file takes no room. */
  private static int kib(Parcel parcel) {
    Content content = parcel.outgoing().content();
    return content instanceof OriginalFile
        ? 0
        : (int) Math.min(ROOM_KIB, content.size() / 1024 + 1);
  }

  // What the lines do

  boolean isCancelled() {
    return cancelled.get();
  }

  /** Runs this on a thread that ends with the bulk send. */
  Thread startThread(Runnable work) {
    Thread thread =
        context.thread(
            () -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    try {
      thread.start();
    } catch (RuntimeException | Error e) {
      threads.remove(thread);
      throw e;
    }
    return thread;
  }

  void sent(Parcel parcel, SendReceipt receipt) {
    if (!parcel.settle()) {
      return;
    }
    tell(() -> context.dispatch().publishSent(receipt, parcel.context()));
    release(parcel);
    settle(new SendOutcome.Sent(parcel.index(), parcel.message(), receipt));
  }

  void fail(Parcel parcel, MailConnectorException e) {
    if (!parcel.settle()) {
      return;
    }
    release(parcel);
    settle(failed(parcel, e));
  }

  private SendOutcome failed(Parcel parcel, MailConnectorException e) {
    MailConnectorException failure = forSend(parcel, e);
    tell(
        () ->
            context
                .dispatch()
                .publishFailed(
                    account(parcel), parcel.outgoing().envelope(), parcel.context(), failure));
    return new SendOutcome.Failed(parcel.index(), parcel.message(), failure);
  }

  /** Whatever fails here, such as the application's clock, a message has its outcome. */
  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("There is no event of an outcome", e);
    }
  }

  private MailConnectorException forSend(Parcel parcel, MailConnectorException e) {
    return e.forSend(account(parcel), parcel.context().correlationId(), parcel.attempt());
  }

  private String account(Parcel parcel) {
    return context.directory().nameOf(parcel.message().options().account());
  }

  /** Its account is closed: to the one that took its place, if there is one. */
  void sendByItself(Parcel parcel) {
    if (!parcel.settle()) {
      return;
    }
    BulkMessage message = parcel.message();
    release(parcel);
    SendOutcome outcome;
    try {
      SendReceipt receipt =
          context
              .dispatch()
              .send(
                  message.options().account(),
                  message.options().envelope(),
                  (account, deadline) -> write(message, account, deadline),
                  parcel.context());
      outcome = new SendOutcome.Sent(parcel.index(), message, receipt);
    } catch (MailConnectorException e) {
      outcome = new SendOutcome.Failed(parcel.index(), message, e);
    } catch (RuntimeException | Error e) {
      outcome = failed(parcel, SendFailures.broken(e));
    }
    settle(outcome);
  }

  /** It is cancelled and was not sent. */
  void discard(Parcel parcel) {
    if (!parcel.settle()) {
      return;
    }
    release(parcel);
    outcomes.drop(parcel);
    settle();
  }

  private void release(Parcel parcel) {
    parcel.outgoing().close();
    room.release(kib(parcel));
  }

  private void settle(SendOutcome outcome) {
    outcomes.add(outcome);
    settle();
  }

  private void settle() {
    if (unsettled.decrementAndGet() == 0) {
      outcomes.end();
      context.ended(this);
      settled.countDown();
    }
  }
}
