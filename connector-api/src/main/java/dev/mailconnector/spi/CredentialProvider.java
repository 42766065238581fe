package dev.mailconnector.spi;

import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.reply.SmtpReply;
import java.util.List;

/**
 * Issues the credentials of one account. One provider serves all connections and senders of its
 * account, so every method is called concurrently.
 *
 * <p>The connector asks for {@link #current()} before it opens a socket, so that no half-open
 * session waits for a token endpoint. When the server refuses the login it calls {@link #refused},
 * asks again, and tries a second time only if the answer has a new {@linkplain
 * Credential#generation() generation}; there is no third login in a send.
 */
public interface CredentialProvider extends AutoCloseable {

  /** The login name, fit for logs and events: {@code robot@contoso.com}, {@code CORP\svc-mail}. */
  String identity();

  /**
   * The credential to log in with now. Cheap while one is held; waits only when there is none that
   * can be used, and never longer than its own limit: called in the sender's thread, which nothing
   * else wakes. Also called in the background, to learn whether a connection whose credential ends
   * soon can have a successor with a newer one; an interrupt ends that wait. Not so of a provider
   * that tells of each new credential, with its generation, by {@code TokenRenewed} or {@code
   * TokenUnchanged}.
   *
   * @throws CredentialException if none can be had: why, and whether to wait or to change something
   */
  Credential current();

  /**
   * The server refused this credential. A provider that can issue another forgets it, if (and only
   * if) it is still the one it holds; a refusal that arrives late must not drop its successor. Does
   * no I/O.
   */
  default void refused(Credential credential, SmtpReply reply) {}

  /**
   * The server let this credential in, on a new connection: whatever refusal of it was told before
   * is over. Does no I/O.
   */
  default void accepted(Credential credential) {}

  /**
   * A message is about to be sent on this account; keeps renewal alive for accounts in use. Called
   * on every send: cheap.
   */
  default void used() {}

  /** How the login stands, as far as is known: no I/O, no waiting. */
  default CredentialHealth health() {
    return CredentialHealth.unknown();
  }

  /**
   * What else of the login ends some day, looked up now: may read files, so it belongs on a thread
   * that may wait. {@link #health()} has what was found last.
   */
  default List<CredentialEnd> ends() {
    return List.of();
  }

  /** Stops renewal and lets go of every secret. Idempotent. */
  @Override
  default void close() {}
}
