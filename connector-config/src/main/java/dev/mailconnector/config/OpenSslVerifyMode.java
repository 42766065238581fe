package dev.mailconnector.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSL's modes of checking a certificate, in every spelling that Ruby programs have: {@code
 * none}, {@code VERIFY_PEER}, {@code OpenSSL::SSL::VERIFY_PEER}, {@code 1}. All but {@code none}
 * check the certificate with its chain.
 */
final class OpenSslVerifyMode {
  private static final Map<String, Integer> BITS =
      Map.of("none", 0, "peer", 1, "fail_if_no_peer_cert", 2, "client_once", 4);
  private static final int EVERY_BIT = 7;

  private OpenSslVerifyMode() {}

  /** Sets whether the certificate is checked; a word that is no mode is a problem. */
  static void set(DialectAccount account, Raw.@Nullable Text mode, Problems problems) {
    if (mode == null) {
      return;
    }
    int bits = 0;
    for (String word : String.valueOf(mode.text()).split("\\|", -1)) {
      Integer bit = bits(word);
      if (bit == null) {
        refuse(mode, word, problems);
        return;
      }
      bits |= bit;
    }
    if (bits == 0) {
      account.set("trust.verify", mode, "none");
    }
  }

  private static @Nullable Integer bits(String word) {
    String plain =
        word.strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^::?", "")
            .replaceFirst("^(openssl::)?ssl::", "")
            .replaceFirst("^verify_", "");
    if (plain.matches("\\d")) {
      int number = Integer.parseInt(plain);
      return number <= EVERY_BIT ? number : null;
    }
    return BITS.get(plain);
  }

  private static void refuse(Raw.Text mode, String word, Problems problems) {
    String meant =
        Spelling.nearest(
            word,
            List.of(
                "none",
                "peer",
                "client_once",
                "fail_if_no_peer_cert",
                "VERIFY_NONE",
                "VERIFY_PEER",
                "VERIFY_CLIENT_ONCE",
                "VERIFY_FAIL_IF_NO_PEER_CERT"));
    problems.error(
        mode.origin(),
        "",
        mode.text(),
        "OpenSSL's modes are none, peer, client_once and fail_if_no_peer_cert (VERIFY_NONE,"
            + " VERIFY_PEER, ...)."
            + (meant == null ? "" : " Did you mean " + meant + "?"));
  }
}
