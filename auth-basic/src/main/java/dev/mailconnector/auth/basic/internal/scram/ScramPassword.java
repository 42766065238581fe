package dev.mailconnector.auth.basic.internal.scram;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import dev.mailconnector.spi.Secret;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A password and the keys that were last computed of it: a server gives every login of a user the
 * same salt and count, and computing takes longer than all the rest of a login (RFC 5802 section
 * 5.1 wants it to). Thread-safe.
 */
public final class ScramPassword {
  private final Secret password;
  private final Derivation derivation;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the one below. */
  private @Nullable Derived held;

  private boolean wiped;

  private record Derived(ScramMechanism hash, byte[] salt, int iterations, ScramKeys keys) {
    boolean isFor(ScramMechanism hash, byte[] salt, int iterations) {
      return this.hash == hash && Arrays.equals(this.salt, salt) && this.iterations == iterations;
    }
  }

  /** Hi() of RFC 5802 section 2.2. */
  @FunctionalInterface
  interface Derivation {
    byte[] saltedPassword(ScramMechanism hash, char[] password, byte[] salt, int iterations);
  }

  /** Nothing is computed yet. */
  public ScramPassword(Secret password) {
    this(password, ScramPassword::pbkdf2);
  }

  ScramPassword(Secret password, Derivation derivation) {
    this.password = password;
    this.derivation = derivation;
  }

  static byte[] pbkdf2(ScramMechanism hash, char[] password, byte[] salt, int iterations) {
    return ScramFunctions.saltedPassword(
        hash, StringPreparation.SASL_PREPARATION, password, salt, iterations);
  }

  /**
   * Whether SASLprep takes it (RFC 4013): else it has control characters, some that Unicode 3.2 did
   * not know, or letters of both directions, and no two programs agree on what it is.
   */
  boolean isPreparable() {
    char[] prepared = prepared();
    if (prepared == null) {
      return false;
    }
    Arrays.fill(prepared, '\0');
    return true;
  }

  /** Whether SASLprep makes another password of it. */
  boolean isChangedByPreparation() {
    char[] prepared = prepared();
    if (prepared == null) {
      return false;
    }
    boolean changed = !password.reveal().contentEquals(CharBuffer.wrap(prepared));
    Arrays.fill(prepared, '\0');
    return changed;
  }

  private char @Nullable [] prepared() {
    char[] given = password.reveal().toCharArray();
    try {
      return StringPreparation.SASL_PREPARATION.normalize(given);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The latter where nothing is left of it.
      return null;
    } finally {
      Arrays.fill(given, '\0');
    }
  }

  /** A copy of the keys, for the caller to wipe. */
  ScramKeys keys(ScramMechanism hash, byte[] salt, int iterations) {
    ScramKeys known = known(hash, salt, iterations);
    if (known != null) {
      return known;
    }
    ScramKeys derived = derive(hash, salt, iterations);
    keep(new Derived(hash, salt.clone(), iterations, derived.copy()));
    return derived;
  }

  private @Nullable ScramKeys known(ScramMechanism hash, byte[] salt, int iterations) {
    lock.lock();
    try {
      return held != null && held.isFor(hash, salt, iterations) ? held.keys().copy() : null;
    } finally {
      lock.unlock();
    }
  }

  private void keep(Derived derived) {
    lock.lock();
    try {
      forget();
      if (wiped) {
        derived.keys().wipe();
      } else {
        held = derived;
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    if (held != null) {
      held.keys().wipe();
      held = null;
    }
  }

  private ScramKeys derive(ScramMechanism hash, byte[] salt, int iterations) {
    char[] given = password.reveal().toCharArray();
    byte[] salted = derivation.saltedPassword(hash, given, salt, iterations);
    Arrays.fill(given, '\0');
    ScramKeys keys =
        new ScramKeys(
            ScramFunctions.clientKey(hash, salted), ScramFunctions.serverKey(hash, salted));
    Arrays.fill(salted, (byte) 0);
    return keys;
  }

  /** Wipes what was computed, and keeps nothing from now on; logins under way have copies. */
  public void wipe() {
    lock.lock();
    try {
      wiped = true;
      forget();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ScramPassword[***]";
  }
}
