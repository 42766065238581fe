package dev.mailconnector.cli.probe;

/**
 * One fault of the examination, a row of docs/probe.md.
 *
 * @param name what is wrong
 * @param how how it is provoked
 * @param expected the id of the diagnosis that must be named first
 * @param provoked makes it, and tells what was named first
 */
record Fault(String name, String how, String expected, Provoked provoked) {

  /** Makes a fault in a lab of its own. */
  @FunctionalInterface
  interface Provoked {
    String first(ProbeLab lab) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
