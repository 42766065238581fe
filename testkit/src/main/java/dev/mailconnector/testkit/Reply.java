package dev.mailconnector.testkit;

import java.io.IOException;
import java.util.List;

/**
 * What the server says to a command, and what it does once it has said it.
 *
 * @param lines the lines, without line ends; empty to say nothing
 * @param then what follows: a handshake after 220, content after 354, the close after 221
 */
record Reply(List<String> lines, Next then) {

  @FunctionalInterface
  interface Next {
    void run() throws IOException;
  }

  /** A reply on which nothing follows; the text holds one line or several, separated by \n. */
  static Reply of(String text) {
    return new Reply(List.of(text.split("\n", -1)), () -> {});
  }

  static Reply silence() {
    return new Reply(List.of(), () -> {});
  }

  Reply then(Next next) {
    return new Reply(lines, next);
  }
}
