package dev.mailconnector.conformance;

import java.util.List;

/** The server of a trial, whichever it is. */
interface Peer extends AutoCloseable {
  /** A message it has accepted: all of it, for these recipients. */
  record Kept(List<String> recipients, byte[] content) {
    /** Copies the list. */
    public Kept {
      recipients = List.copyOf(recipients);
    }
  }

  int port();

  List<Kept> kept();

  /** How many connections were ever opened to it, but for those that say no EHLO. */
  int connections();

  @Override
  void close();
}
