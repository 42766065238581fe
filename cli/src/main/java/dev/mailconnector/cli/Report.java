package dev.mailconnector.cli;

/** The result of a command, in both forms. */
interface Report {
  /** For people; without a line end behind it. */
  String text();

  /** For machines: one line. */
  String json();
}
