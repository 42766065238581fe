package dev.mailconnector.config;

import java.util.Locale;
import java.util.Set;

/**
 * The words other programs use for {@code tls}, which mean different things in different programs.
 */
final class TlsWords {
  private static final Set<String> AMBIGUOUS = Set.of("ssl", "tls", "ssl/tls", "true", "yes", "on");
  private static final Set<String> IMPLICIT_PORTS = Set.of("465", "2465");

  private TlsWords() {}

  static void check(String value, Raw.Section account) throws RuleBroken {
    if (!AMBIGUOUS.contains(value.toLowerCase(Locale.ROOT))) {
      return;
    }
    String port = account.get("port") instanceof Raw.Text text ? String.valueOf(text.text()) : "";
    String here =
        port.matches("\\d+")
            ? " With port "
                + port
                + " it is "
                + (IMPLICIT_PORTS.contains(port) ? "implicit." : "starttls.")
            : "";
    throw new RuleBroken(
        "Programs disagree about this word. Write implicit for TLS from the first byte (port 465),"
            + " or starttls for a line that is encrypted by the STARTTLS command (port 587)."
            + here);
  }
}
