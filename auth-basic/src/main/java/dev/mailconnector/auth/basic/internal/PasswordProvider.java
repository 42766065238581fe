package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.util.List;
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
public final class PasswordProvider implements CredentialProvider {
  private final String account;
  private final String user;
  private final SecretSource source;
  private final List<PasswordMechanism> mechanisms;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the two below. */
  private @Nullable PasswordCredential held;

  private boolean refused;
  private boolean closed;

  /** A provider that has read nothing yet. */
  public PasswordProvider(
      String account, String user, SecretSource source, List<PasswordMechanism> mechanisms) {
    this.account = account;
    this.user = user;
    this.source = source;
    this.mechanisms = mechanisms;
  }

  @Override
  public String identity() {
    return user;
  }

  @Override
  public Credential current() {
    PasswordCredential seen;
    lock.lock();
    try {
      failIfClosed();
      if (held != null && !refused) {
        return held;
      }
      seen = held;
    } finally {
      lock.unlock();
    }
    return publish(seen, read());
  }

  private PasswordCredential publish(@Nullable PasswordCredential seen, Secret password) {
    lock.lock();
    try {
      failIfClosed();
      if (held != null && (held != seen || held.carries(password))) {
        return held;
      }
      long generation = held == null ? 1 : held.generation() + 1;
      PasswordCredential next = new PasswordCredential(user, password, mechanisms, generation);
      held = next;
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
      refused |= held == credential;
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
    Secret password = source.read();
    String broken = PasswordCredential.brokenRule(password);
    if (broken != null) {
      throw new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "The password of " + user + " cannot be used",
              Advice.FIX_CONFIGURATION,
              broken
                  + " Whoever keeps the password's file, variable or vault entry must put it"
                  + " right."));
    }
    return password;
  }

  @Override
  public String toString() {
    return "passwords of " + user;
  }
}
