package dev.mailconnector.benchmarks.peer;

/**
 * What one thread got done.
 *
 * @param messages accepted by the server
 * @param nanos how long that took
 * @param millis how long each send took; empty where sends overlap
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pace(long messages, long nanos, double[] millis) {}
