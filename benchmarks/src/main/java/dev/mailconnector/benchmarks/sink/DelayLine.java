package dev.mailconnector.benchmarks.sink;

import dev.mailconnector.spi.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Holds each batch of replies back for one round-trip time, without holding up the batches behind
 * it: what is sent while another batch waits leaves one round trip after it was said, as on a long
 * line. One thread sends.
 */
final class DelayLine implements AutoCloseable {
  private static final Batch END = new Batch(0, new byte[0]);

  private final OutputStream out;
  private final long delayNanos;
  private final Ticker ticker;
  private final BlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final @Nullable Thread writer;

  private record Batch(long due, byte[] replies) {
    boolean isReal() {
      return replies.length > 0;
    }
  }

  DelayLine(OutputStream out, long delayNanos, Ticker ticker) {
    this.out = out;
    this.delayNanos = delayNanos;
    this.ticker = ticker;
    this.writer = delayNanos > 0 ? Sink.start(this::write, "writer") : null;
  }

  void send(byte[] replies) throws IOException {
    if (delayNanos == 0) {
      out.write(replies);
    } else {
      waiting.incrementAndGet();
      queue.add(new Batch(ticker.nanos() + delayNanos, replies));
    }
  }

  /** Whether the client has got every reply. */
  boolean isEmpty() {
    return waiting.get() == 0;
  }

  /** Waits for the last batch to leave. */
  @Override
  public void close() {
    if (writer == null) {
      return;
    }
    queue.add(END);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      for (Batch batch = queue.take(); batch.isReal(); batch = queue.take()) {
        for (long rest = batch.due - ticker.nanos(); rest > 0; rest = batch.due - ticker.nanos()) {
          LockSupport.parkNanos(rest);
        }
        waiting.decrementAndGet();
        out.write(batch.replies);
      }
    } catch (IOException e) {
      queue.clear(); // the client has left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
