package dev.mailconnector.config;

import java.util.Locale;
import java.util.Set;

/**
 * The words other programs use for {@code tls}, which mean different things in different programs.
 */
final class TlsWords {
  private static final Set<String> AMBIGUOUS = Set.of("ssl", "tls", "ssl/tls", "true", "yes", "on");
  private static final Set<String> IMPLICIT_PORTS = Set.of("465", "2465");
  private static final Set<String> STARTTLS_PORTS = Set.of("25", "587", "2500", "2525", "2587");

  private TlsWords() {}

  static void check(String value, Raw.Section account) throws RuleBroken {
    if (!AMBIGUOUS.contains(value.toLowerCase(Locale.ROOT))) {
      return;
    }
    String port = account.get("port") instanceof Raw.Text text ? String.valueOf(text.text()) : "";
    String here =
        IMPLICIT_PORTS.contains(port)
            ? " With port " + port + " it is implicit."
            : STARTTLS_PORTS.contains(port)
                ? " With port " + port + " it is starttls."
                : port.matches("\\d+")
                    ? " Port " + port + " does not tell: ask whoever runs the server."
                    : "";
    throw new RuleBroken(
        "Programs disagree about this word. Write implicit for TLS from the first byte (port 465),"
            + " or starttls for a line that is encrypted by the STARTTLS command (port 587)."
            + here);
  }
}
