package dev.mailconnector.cli;

import java.net.URI;

/** How a command shows a page to the user of this machine. */
@FunctionalInterface
public interface Browser {
  /** There is no browser. */
  Browser NONE = page -> false;

  /** Opens the page, without waiting for it; says whether somebody took it. */
  boolean open(URI page);
}
