package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.MessageWriter;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.pool.PoolClosedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of a message to its account, and to the account that takes its place meanwhile. Whatever
 * goes wrong on the way is told to the caller and to the listener. Thread-safe.
 */
public final class Dispatch {
  private final AccountDirectory directory;
  private final ConnectorRuntime runtime;

  /** Makes a message ready for the wire, by the settings of the account that it goes through. */
  @FunctionalInterface
  public interface Serialiser {
    /** The message for this account, by this deadline if there is one. */
    OutgoingMessage serialise(Account account, @Nullable Deadline deadline);
  }

  /** To the accounts of this directory. */
  public Dispatch(AccountDirectory directory, ConnectorRuntime runtime) {
    this.directory = directory;
    this.runtime = runtime;
  }

  /**
   * Sends a message.
   *
   * @param account the account's name, or null for the default account
   * @param explicit the envelope, or null to take the message's own
   */
  public SendReceipt send(
      @Nullable String account,
      @Nullable Envelope explicit,
      Serialiser serialiser,
      SendContext context) {
    Progress progress = new Progress(directory.nameOf(account), explicit);
    try {
      SendReceipt receipt = send(progress, serialiser, context);
      publishSent(receipt, context);
      return receipt;
    } catch (MailConnectorException e) {
      publishFailed(progress.account, progress.envelope, context, e);
      throw e;
    }
  }

  /** What is known of the send so far. */
  private static final class Progress {
    private final String account;
    private @Nullable Envelope envelope;

    Progress(String account, @Nullable Envelope envelope) {
      this.account = account;
      this.envelope = envelope;
    }
  }

  private SendReceipt send(Progress progress, Serialiser serialiser, SendContext context) {
    while (true) {
      AccountSender sender = sender(progress.account, context);
      try (OutgoingMessage message = serialise(serialiser, sender, context)) {
        progress.envelope = message.envelope();
        requireTime(sender, context);
        return sender.send(message, context);
      } catch (PoolClosedException e) {
        if (!directory.hasSuccessor(sender)) {
          throw ConnectorClosedException.ofAccount(progress.account, null)
              .forSend(progress.account, context.correlationId(), 1);
        }
        // Replaced before anything was sent: once more, by the settings of the new account.
      }
    }
  }

  private AccountSender sender(String account, SendContext context) {
    try {
      return directory.sender(account);
    } catch (MailConnectorException e) {
      throw e.forSend(account, context.correlationId(), 1);
    }
  }

  private static OutgoingMessage serialise(
      Serialiser serialiser, AccountSender sender, SendContext context) {
    try {
      return serialiser.serialise(sender.account(), context.deadline());
    } catch (MailConnectorException e) {
      throw e.forSend(sender.account().name(), context.correlationId(), 1);
    } catch (RuntimeException e) {
      throw SendFailures.unwritable(e).forSend(sender.account().name(), context.correlationId(), 1);
    }
  }

  private static void requireTime(AccountSender sender, SendContext context) {
    Deadline deadline = context.deadline();
    if (deadline != null && deadline.isOver()) {
      throw MessageWriter.tooLate().forSend(sender.account().name(), context.correlationId(), 1);
    }
  }

  /** Tells the listener of a message that was sent. */
  void publishSent(SendReceipt receipt, SendContext context) {
    runtime.publish(
        new ConnectorEvent.MessageSent(
            receipt.account(),
            runtime.now(),
            context.correlationId(),
            context.tags(),
            receipt.identity(),
            receipt.envelope(),
            receipt.recipients(),
            receipt.connection(),
            receipt.reply(),
            receipt.dsn(),
            receipt.took()));
  }

  /** Tells the listener of a message that was not. */
  void publishFailed(
      String account, @Nullable Envelope envelope, SendContext context, MailConnectorException e) {
    runtime.publish(
        new ConnectorEvent.MessageFailed(
            account,
            runtime.now(),
            context.correlationId(),
            context.tags(),
            envelope,
            e,
            Duration.ofNanos(runtime.ticker().nanos() - context.started())));
  }
}
