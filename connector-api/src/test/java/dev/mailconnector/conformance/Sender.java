package dev.mailconnector.conformance;

import dev.mailconnector.transport.TransactionLevel;

/** The ways to send a message that are compared. */
enum Sender {
  ONE_FLIGHT("BDAT, one flight", TransactionLevel.BDAT),
  TWO_FLIGHTS("BDAT, two flights", TransactionLevel.BDAT),
  PIPELINED("pipelined DATA", TransactionLevel.PIPELINED),
  PLAIN("one by one", TransactionLevel.PLAIN),
  WINDOW("sendAll by BDAT", TransactionLevel.BDAT),
  CHAIN("sendAll by DATA", TransactionLevel.PIPELINED),
  ANGUS("Angus Mail", TransactionLevel.PLAIN);

  final String title;
  final TransactionLevel level;

  Sender(String title, TransactionLevel level) {
    this.title = title;
    this.level = level;
  }

  boolean isBulk() {
    return this == WINDOW || this == CHAIN;
  }

  boolean isAngus() {
    return this == ANGUS;
  }
}
