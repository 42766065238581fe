package dev.mailconnector.benchmarks.sink;

/**
 * What a sink has seen so far.
 *
 * @param connections connections accepted
 * @param messages messages accepted
 * @param bytes octets of the messages, as they were on the wire
 * @param turns how often a client waited for every reply before it said more
 * @param errors commands that were unknown or out of order
 */
public record SinkCounts(long connections, long messages, long bytes, long turns, long errors) {

  /** What was added since. */
  public SinkCounts since(SinkCounts earlier) {
    return new SinkCounts(
        connections - earlier.connections,
        messages - earlier.messages,
        bytes - earlier.bytes,
        turns - earlier.turns,
        errors - earlier.errors);
  }
}
