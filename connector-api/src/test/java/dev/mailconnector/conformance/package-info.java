/**
 * What comes of a message at each way of sending it, whatever the server does: {@code Behaviours}
 * is the table, {@code ConformanceTest} plays it, {@code docs/conformance.md} is written from it.
 * {@code CutLineTest} breaks the line at every byte.
 */
@NullMarked
package dev.mailconnector.conformance;

import org.jspecify.annotations.NullMarked;
