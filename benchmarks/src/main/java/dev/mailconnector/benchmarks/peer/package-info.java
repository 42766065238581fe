/**
 * The senders that are compared. Each is a {@link dev.mailconnector.benchmarks.peer.Peer} that is
 * set up as its documentation advises for sending many messages.
 */
@NullMarked
package dev.mailconnector.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
