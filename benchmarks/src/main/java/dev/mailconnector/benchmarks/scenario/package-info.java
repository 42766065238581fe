/**
 * Situations that a table of senders does not show: {@link
 * dev.mailconnector.benchmarks.scenario.Scenarios} is the command, each other class with a {@code
 * measure} method one situation.
 */
@NullMarked
package dev.mailconnector.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
