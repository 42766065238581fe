package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.BulkMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.OutgoingMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bulk sends of one connector, so that none outlives it. Thread-safe. */
public final class BulkSends {
  private final AccountDirectory directory;
  private final Dispatch dispatch;
  private final ConnectorRuntime runtime;
  private final ThreadFactory threads;
  private final Function<SendOptions, SendContext> contexts;
  private final Writer writer;
  private final Set<BulkSend> running = ConcurrentHashMap.newKeySet();

  /** Makes a message ready for the wire. */
  @FunctionalInterface
  public interface Writer {
    /** The message for this account, by this deadline if there is one. */
    OutgoingMessage write(BulkMessage message, Account account, @Nullable Deadline deadline);
  }

  /**
   * Of these parts.
   *
   * @param directory the accounts
   * @param dispatch for events, and for messages that must find another account
   * @param runtime clocks and listener
   * @param threads makes the threads that read the source and that send
   * @param contexts begins the send of a message
   * @param writer makes a message ready for the wire
   */
  public BulkSends(
      AccountDirectory directory,
      Dispatch dispatch,
      ConnectorRuntime runtime,
      ThreadFactory threads,
      Function<SendOptions, SendContext> contexts,
      Writer writer) {
    this.directory = directory;
    this.dispatch = dispatch;
    this.runtime = runtime;
    this.threads = threads;
    this.contexts = contexts;
    this.writer = writer;
  }

  /** The outcomes of these messages; nothing happens before they are asked for. */
  public Stream<SendOutcome> of(Stream<? extends BulkMessage> messages) {
    return new BulkSend(this, messages).outcomes();
  }

  AccountDirectory directory() {
    return directory;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  /** A thread that is not started. */
  Thread thread(Runnable work) {
    return threads.newThread(work);
  }

  /** Begins the send of a message. */
  SendContext begin(SendOptions options) {
    return contexts.apply(options);
  }

  /** Makes a message ready for the wire. */
  OutgoingMessage write(BulkMessage message, Account account, @Nullable Deadline deadline) {
    return writer.write(message, account, deadline);
  }

  void started(BulkSend bulk) {
    running.add(bulk);
  }

  void ended(BulkSend bulk) {
    running.remove(bulk);
  }

  /** Ends those that nobody has read to the end, all within one limit. */
  public void close() {
    List<BulkSend> open = List.copyOf(running);
    open.forEach(BulkSend::connectorClosed);
    Deadline deadline = Deadline.in(BulkSend.LAST_WORDS, runtime.ticker());
    open.forEach(bulk -> bulk.end(deadline));
  }
}
