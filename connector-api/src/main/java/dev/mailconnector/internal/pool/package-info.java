/**
 * Connections at rest. The pool knows nothing of SMTP: only how many there may be, who waits, and
 * when one must go.
 */
@NullMarked
package dev.mailconnector.internal.pool;

import org.jspecify.annotations.NullMarked;
