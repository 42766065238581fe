/**
 * The doctor: goes the way of a send step by step, without sending, and names the first cause of
 * what goes wrong. {@link dev.mailconnector.probe.Probe} examines one account and returns a {@link
 * dev.mailconnector.probe.ProbeReport} of {@link dev.mailconnector.probe.ProbeStep}s; whoever wants
 * to see them as they happen gives it a {@link dev.mailconnector.probe.ProbeListener}. What was
 * found is a {@link dev.mailconnector.probe.ProbeFinding}, a row of the catalogue of diagnoses with
 * what was seen here.
 */
@NullMarked
package dev.mailconnector.probe;

import org.jspecify.annotations.NullMarked;
