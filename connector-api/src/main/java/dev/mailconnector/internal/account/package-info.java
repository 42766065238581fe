/**
 * One account at work: its credential provider, its login gate, its pool, and the way of a message
 * through them.
 */
@NullMarked
package dev.mailconnector.internal.account;

import org.jspecify.annotations.NullMarked;
