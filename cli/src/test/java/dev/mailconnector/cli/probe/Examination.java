package dev.mailconnector.cli.probe;

import java.util.List;

/** What the doctor is examined in, for the page of all diagnoses. */
public final class Examination {
  private Examination() {}

  /**
   * One of its faults.
   *
   * @param id of the diagnosis that is named first
   * @param name what is wrong
   * @param how how it is provoked
   */
  public record Row(String id, String name, String how) {}

  /** All of them; {@code ProbeFaultsTest} provokes each and reads the id. */
  public static List<Row> rows() {
    return ProbeFaultsTest.faults()
        .map(fault -> new Row(fault.expected(), fault.name(), fault.how()))
        .toList();
  }
}
