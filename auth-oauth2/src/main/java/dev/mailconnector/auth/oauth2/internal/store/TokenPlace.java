package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.TokenException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where records are kept. Thread-safe. */
interface TokenPlace {

  /**
   * Takes custody of an account's record.
   *
   * @param now the caller's calendar, for a place without a clock
   * @return null while somebody else has it
   */
  @Nullable Custody claim(String account, Instant now) throws TokenException;

  /** The only right to change a record. For one thread. */
  interface Custody extends AutoCloseable {

    /** What was kept when custody was taken, or null. */
    @Nullable TokenRecord kept();

    /** The calendar of the place when custody was taken. */
    Instant now();

    /**
     * Keeps this record durably.
     *
     * @return whether it did; false if somebody else has changed the record since
     */
    boolean write(TokenRecord next) throws TokenException;

    /** Fails where a write would, as far as that can be known without one. */
    void checkWritable() throws TokenException;

    /** Gives the record back. A failure to do so ends by itself. */
    @Override
    void close();
  }
}
