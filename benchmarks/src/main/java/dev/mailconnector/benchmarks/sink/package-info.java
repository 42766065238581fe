/**
 * An SMTP server that accepts everything, keeps nothing and counts: {@link
 * dev.mailconnector.benchmarks.sink.Sink}. Its replies can be held back by a round-trip time.
 */
@NullMarked
package dev.mailconnector.benchmarks.sink;

import org.jspecify.annotations.NullMarked;
