package dev.mailconnector.spi;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The passwords of one account. While the held one stands refused, each {@link #current()} reads
 * the source again, so that a password changed at the source is found by the next login and not by
 * one more refusal: servers lock accounts that fail too often. An unchanged password keeps its
 * generation.
 *
 * <p>Thread-safe. The source is read outside the lock, so several callers may read it at once; the
 * first to publish wins and the others take its credential.
 */
public final class SecretCredentialProvider implements CredentialProvider {
  private final String account;
  private final String identity;
  private final SecretSource source;
  private final Kind kind;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the two below. */
  private @Nullable Held held;

  private boolean refused;
  private boolean closed;

  /** What becomes of a secret. Stateless and thread-safe. */
  public interface Kind {

    /** Why this secret cannot be used, in words that do not show it; null if it can. */
    @Nullable String brokenRule(Secret secret);

    /** A credential with it. */
    Credential issue(Secret secret, long generation);
  }

  private record Held(Secret secret, Credential credential) {}

  /** A provider that has read nothing yet; the identity is fit for logs. */
  public SecretCredentialProvider(String account, String identity, SecretSource source, Kind kind) {
    this.account = account;
    this.identity = identity;
    this.source = source;
    this.kind = kind;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public Credential current() {
    Held seen;
    lock.lock();
    try {
      failIfClosed();
      if (held != null && !refused) {
        return held.credential();
      }
      seen = held;
    } finally {
      lock.unlock();
    }
    return publish(seen, read());
  }

  private Credential publish(@Nullable Held seen, Secret secret) {
    lock.lock();
    try {
      failIfClosed();
      if (held != null && (!held.equals(seen) || held.secret().equals(secret))) {
        return held.credential();
      }
      long generation = held == null ? 1 : held.credential().generation() + 1;
      Credential next = kind.issue(secret, generation);
      held = new Held(secret, next);
      refused = false;
      return next;
    } finally {
      lock.unlock();
    }
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
  public void close() {
    lock.lock();
    try {
      closed = true;
      held = null;
    } finally {
      lock.unlock();
    }
  }

  private void failIfClosed() {
    if (closed) {
      throw ConnectorClosedException.ofAccount(account, null);
    }
  }

  private Secret read() {
    Secret secret = source.read();
    String broken = kind.brokenRule(secret);
    if (broken != null) {
      throw new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "The password of " + identity + " cannot be used",
              Advice.FIX_CONFIGURATION,
              broken
                  + " Whoever keeps the password's file, variable or vault entry must put it"
                  + " right."));
    }
    return secret;
  }

  @Override
  public String toString() {
    return "passwords of " + identity;
  }
}
