package dev.mailconnector.internal.account;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.spi.Credential;
import java.io.IOException;

/**
 * What a login consists of on the wire. Thread-safe.
 *
 * @param <S> a line whose server has greeted
 * @param <C> one that is logged in
 */
interface LoginSteps<S, C> {

  /** Opens a line up to the point where the login begins. */
  S greet(Deadline deadline);

  /**
   * Whether the server has ended this line, or spoken unasked, since it greeted: then nobody can
   * log in there. Waits for nothing.
   */
  boolean isStale(S session);

  /** Logs in. */
  C login(S session, Credential credential, Deadline deadline) throws IOException, LoginRefusal;

  /** Closes a line that is not logged in. */
  void abort(S session);
}
