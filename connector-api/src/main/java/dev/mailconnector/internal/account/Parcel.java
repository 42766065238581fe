package dev.mailconnector.internal.account;

import dev.mailconnector.BulkMessage;
import dev.mailconnector.internal.message.OutgoingMessage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One message of a bulk send, ready for the wire.
 *
 * @param index which one of the source
 * @param message as it was handed over
 * @param context what its send brings along
 * @param outgoing as it goes out
 * @param attempt which attempt the next one is, from 1
 * @param fresh whether it needs a new connection
 * @param settled whether its outcome is known; all attempts share it
 */
record Parcel(
    long index,
    BulkMessage message,
    SendContext context,
    OutgoingMessage outgoing,
    int attempt,
    boolean fresh,
    AtomicBoolean settled) {

  /** For a first attempt. */
  Parcel(long index, BulkMessage message, SendContext context, OutgoingMessage outgoing) {
    this(index, message, context, outgoing, 1, false, new AtomicBoolean());
  }

  /** The same for a second attempt. */
  Parcel again(boolean onNewConnection) {
    return new Parcel(index, message, context, outgoing, attempt + 1, onNewConnection, settled);
  }

  /** Whether whoever asks is the first to tell its outcome, and so the only one who may. */
  boolean settle() {
    return settled.compareAndSet(false, true);
  }
}
