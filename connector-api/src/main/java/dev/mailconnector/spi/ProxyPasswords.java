package dev.mailconnector.spi;

import dev.mailconnector.failure.MailConnectorException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of proxies' passwords gave. A source is read on a worker, once for all who ask
 * meanwhile, and not again before it has come back; should its answer come late, it is used.
 * Thread-safe; sources are read outside the lock.
 */
final class ProxyPasswords {
  private final Executor workers;
  private final SecretReads places = new SecretReads();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the one below. */
  private final Map<SecretSource, Secret> held = new Recent<>();

  private final Map<SecretSource, CompletableFuture<Secret>> underWay = new HashMap<>();

  ProxyPasswords(Executor workers) {
    this.workers = workers;
  }

  /** What this source gave the last time; null if it was not read yet. */
  @Nullable Secret held(SecretSource source) {
    lock.lock();
    try {
      return held.get(source);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What this source gives now.
   *
   * @param whose for messages
   * @param patience how long to wait for it
   * @throws dev.mailconnector.failure.CredentialException if it cannot be read in that time
   * @throws RejectedExecutionException if there is no worker to read it
   */
  Secret read(SecretSource source, String whose, Duration patience) {
    CompletableFuture<Secret> mine = new CompletableFuture<>();
    CompletableFuture<Secret> other;
    lock.lock();
    try {
      other = underWay.putIfAbsent(source, mine);
    } finally {
      lock.unlock();
    }
    if (other == null) {
      begin(source, whose, mine);
    }
    return await(other == null ? mine : other, whose, patience);
  }

  private void begin(SecretSource source, String whose, CompletableFuture<Secret> answer) {
    if (SecretReads.isAtHand(source)) {
      readInto(source, whose, answer);
      return;
    }
    try {
      places.submit(workers, () -> readInto(source, whose, answer));
    } catch (RejectedExecutionException noWorker) {
      end(source, null);
      answer.completeExceptionally(noWorker);
    }
  }

  private void readInto(SecretSource source, String whose, CompletableFuture<Secret> answer) {
    try {
      Secret secret = Objects.requireNonNull(source.read(), "the source gave no password (null)");
      end(source, secret);
      answer.complete(secret);
    } catch (MailConnectorException failed) {
      end(source, null);
      answer.completeExceptionally(failed);
    } catch (Throwable fault) {
      end(source, null);
      answer.completeExceptionally(SecretFailures.broken(whose, fault));
    }
  }

  private void end(SecretSource source, @Nullable Secret secret) {
    lock.lock();
    try {
      underWay.remove(source);
      if (secret != null) {
        held.put(source, secret);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Secret await(CompletableFuture<Secret> any, String whose, Duration patience) {
    try {
      return any.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RejectedExecutionException noWorker) {
        throw noWorker;
      }
      throw Objects.requireNonNull((MailConnectorException) failed.getCause()).shared();
    } catch (TimeoutException late) {
      throw SecretFailures.late(whose, patience, "timeouts.connect");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw SecretFailures.interrupted(whose, interrupt);
    }
  }
}
