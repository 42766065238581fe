package dev.mailconnector.testkit.issuer;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a browser is shown: a text, or the way to another place. */
record Page(int status, String text, @Nullable URI location) {
  static Page of(int status, String text) {
    return new Page(status, text, null);
  }
}
