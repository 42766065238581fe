/**
 * The steps of a probe. {@link dev.mailconnector.internal.probe.ProbeRun} goes them in their order
 * and writes them into a {@link dev.mailconnector.internal.probe.StepBook}; the looks ({@code
 * ...Look}) say what is remarkable about what was seen, and open nothing.
 */
@NullMarked
package dev.mailconnector.internal.probe;

import org.jspecify.annotations.NullMarked;
