package dev.mailconnector.testkit;

import java.io.IOException;

/** The script ends the connection here. */
final class SessionEnd extends IOException {
  private static final long serialVersionUID = 1L;

  SessionEnd() {
    super("The script ends the connection here");
  }
}
