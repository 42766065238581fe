package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.Deadline;

/**
 * By when the pieces of a message must be written.
 *
 * <p>Until the last piece leaves, breaking off is a fact: nobody has the message. So all before it
 * keep to the caller's deadline and to a limit for the whole. The last one does not: to give up
 * there would only make the outcome unknown.
 */
interface PieceLimits {
  /** For a piece behind which others come. */
  Deadline piece();

  /** For the last. */
  Deadline last();
}
