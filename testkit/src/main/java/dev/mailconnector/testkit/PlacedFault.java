package dev.mailconnector.testkit;

/** A fault on a server, until {@link #remove()}. Safe for use by several threads. */
public final class PlacedFault implements AutoCloseable {
  private final FaultTable table;
  private final Trigger trigger;
  private final SmtpFault fault;
  private int occurrences;
  private int hits;

  PlacedFault(FaultTable table, Trigger trigger, SmtpFault fault) {
    this.table = table;
    this.trigger = trigger;
    this.fault = fault;
  }

  /** When it strikes. */
  public Trigger trigger() {
    return trigger;
  }

  /** What happens then. */
  public SmtpFault fault() {
    return fault;
  }

  /** How often it has struck. */
  public int hits() {
    return table.hitsOf(this);
  }

  /** Takes the fault away; removing it twice is harmless. */
  public void remove() {
    table.remove(this);
  }

  /** The same as {@link #remove()}, for try-with-resources. */
  @Override
  public void close() {
    remove();
  }

  /** Counts an occurrence, under the table's lock, and tells whether the fault strikes. */
  boolean strikes() {
    occurrences++;
    boolean struck = occurrences >= trigger.first() && occurrences <= trigger.last();
    if (struck) {
      hits++;
    }
    return struck;
  }

  int hitsUnderLock() {
    return hits;
  }
}
