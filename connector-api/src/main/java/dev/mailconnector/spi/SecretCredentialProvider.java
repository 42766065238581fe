package dev.mailconnector.spi;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.SecretRows;
import dev.mailconnector.reply.SmtpReply;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The passwords of one account. While the held one stands refused, each {@link #current()} reads
 * the source again, so that a password changed at the source is found by the next login and not by
 * one more refusal: servers lock accounts that fail too often. An unchanged password keeps its
 * generation, and the source is left alone again once the server has let it in.
 *
 * <p>The source is read on a worker, once for all who ask meanwhile, and nobody waits for it longer
 * than {@link ProviderContext#tokenTimeout()}. A source that does not come back is not read a
 * second time; should its answer still come, it is used. Thread-safe.
 */
public final class SecretCredentialProvider implements CredentialProvider {
  private final ProviderContext context;
  private final String identity;
  private final SecretSource source;

  /** What takes no time to read is read by whoever asks: nobody waits for anybody. */
  private final boolean atHand;

  private final Kind kind;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the three below. */
  private @Nullable Held held;

  private @Nullable Reading reading;
  private boolean refused;
  private boolean closed;

  /** What becomes of a secret. Stateless and thread-safe. */
  public interface Kind {

    /** Why this secret cannot be used, in words that do not show it; null if it can. */
    @Nullable String brokenRule(Secret secret);

    /** A credential with it. */
    Credential issue(Secret secret, long generation);

    /**
     * This credential is not given out any more: another one has taken its place, or the provider
     * is closed. Logins under way may still use it. Wipes what was computed of its secret.
     */
    default void letGo(Credential credential) {}
  }

  private record Held(Secret secret, Credential credential) {}

  /**
   * One look at the source.
   *
   * @param since when it was asked for, by the ticker
   */
  private record Reading(long since, CompletableFuture<Credential> answer) {}

  /** A provider that has read nothing yet; the identity is fit for logs. */
  public SecretCredentialProvider(
      ProviderContext context, String identity, SecretSource source, Kind kind) {
    this.context = context;
    this.identity = identity;
    this.source = source;
    this.atHand = SecretReads.isAtHand(source);
    this.kind = kind;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public Credential current() {
    Reading mine = null;
    Reading any;
    lock.lock();
    try {
      failIfClosed();
      if (held != null && !refused) {
        return held.credential();
      }
      any = atHand ? null : reading;
      if (any == null && !atHand) {
        any = new Reading(context.ticker().nanos(), new CompletableFuture<>());
        mine = any;
        reading = any;
      }
    } finally {
      lock.unlock();
    }
    if (any == null) {
      return publish(usable(source.read()));
    }
    if (mine != null) {
      begin(mine);
    }
    return await(any);
  }

  private void begin(Reading mine) {
    try {
      context
          .shared(SecretReads.class, SecretReads::new)
          .submit(context.workers(), () -> read(mine));
    } catch (RejectedExecutionException noWorker) {
      end();
      mine.answer().completeExceptionally(noWorker);
    }
  }

  private void read(Reading mine) {
    try {
      Credential credential = publish(usable(source.read()));
      mine.answer().complete(credential);
    } catch (MailConnectorException failed) {
      end();
      mine.answer().completeExceptionally(failed);
    } catch (Throwable fault) {
      end();
      mine.answer().completeExceptionally(SecretFailures.broken(identity, fault));
    }
  }

  private Credential publish(Secret secret) {
    Held before;
    Credential next;
    lock.lock();
    try {
      reading = null;
      failIfClosed();
      before = held;
      if (before != null && before.secret().equals(secret)) {
        return before.credential();
      }
      long generation = before == null ? 1 : before.credential().generation() + 1;
      next = kind.issue(secret, generation);
      held = new Held(secret, next);
      refused = false;
    } finally {
      lock.unlock();
    }
    letGo(before);
    return next;
  }

  private void letGo(@Nullable Held before) {
    if (before != null) {
      kind.letGo(before.credential());
    }
  }

  private void end() {
    lock.lock();
    try {
      reading = null;
    } finally {
      lock.unlock();
    }
  }

  private Credential await(Reading any) {
    CompletableFuture<Credential> answer = any.answer();
    try {
      return answer.isDone() ? answer.get() : answer.get(left(any), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RejectedExecutionException noWorker) {
        throw noWorker;
      }
      throw Objects.requireNonNull((MailConnectorException) failed.getCause()).shared();
    } catch (TimeoutException late) {
      throw SecretFailures.late(identity, context.tokenTimeout(), "timeouts.token");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw SecretFailures.interrupted(identity, interrupt);
    }
  }

  private long left(Reading any) {
    Duration asked = Duration.ofNanos(context.ticker().nanos() - any.since());
    return Math.max(0, context.tokenTimeout().minus(asked).toNanos());
  }

  @Override
  public void refused(Credential credential, SmtpReply reply) {
    lock.lock();
    try {
      refused |= held != null && held.credential().generation() == credential.generation();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void accepted(Credential credential) {
    lock.lock();
    try {
      refused &= held == null || held.credential().generation() != credential.generation();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Held before;
    Reading last;
    lock.lock();
    try {
      closed = true;
      before = held;
      held = null;
      last = reading;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.answer().completeExceptionally(closedFailure());
    }
    letGo(before);
  }

  private void failIfClosed() {
    if (closed) {
      throw closedFailure();
    }
  }

  private ConnectorClosedException closedFailure() {
    return ConnectorClosedException.ofAccount(context.account(), null);
  }

  private Secret usable(@Nullable Secret secret) {
    String broken =
        secret == null ? "Its source gave none at all (null)." : kind.brokenRule(secret);
    if (secret == null || broken != null) {
      throw new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "The password of " + identity + " cannot be used",
              Advice.FIX_CONFIGURATION,
              new Remedy(SecretRows.UNUSABLE, broken + " " + SecretRows.UNUSABLE.cure())));
    }
    return secret;
  }

  @Override
  public String toString() {
    return "passwords of " + identity;
  }
}
