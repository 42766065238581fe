package dev.mailconnector.auth.basic.internal.scram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.sasl.SaslException;

/**
 * The server-first-message (RFC 5802 section 5.1), within limits.
 *
 * @param text as it came: what was signed has extensions in it, too
 * @param nonce ours and the server's
 */
record ServerFirst(String text, String nonce, byte[] salt, int iterations) {
  /** RFC 5802 section 5.1 and RFC 7677 section 4: below, proofs are too easily guessed at. */
  static final int FEWEST = 4096;

  /** Up to a second of computing, which no timeout ends. */
  static final int MOST = 1_000_000;

  static final int LONGEST = 4096;

  /** A nonce is printable and without commas; what follows the count are extensions. */
  private static final Pattern FORM =
      Pattern.compile("r=([!-+\\--~]+),s=([^,]+),i=([1-9][0-9]{0,17})(?:,.*)?", Pattern.DOTALL);

  /** Read, for a login that began with this nonce. */
  static ServerFirst read(byte[] message, String clientNonce) throws SaslException {
    if (message.length > LONGEST) {
      throw new SaslException(
          "the server's first message has "
              + message.length
              + " octets, more than "
              + LONGEST
              + ", which is the limit here");
    }
    String text = new String(message, UTF_8);
    if (text.startsWith("e=")) {
      throw new SaslException("the server says " + ServerError.shown(text));
    }
    if (text.startsWith("m=")) {
      throw new SaslException(
          "the server demands an extension that is not known here (RFC 5802 section 5.1, m=)");
    }
    return parsed(text, clientNonce);
  }

  private static ServerFirst parsed(String text, String clientNonce) throws SaslException {
    Matcher message = FORM.matcher(text);
    if (!message.matches()) {
      throw new SaslException(
          "the server's first message is none of SCRAM (RFC 5802 section 5.1): it needs a nonce, a"
              + " salt and an iteration count, in this order");
    }
    String nonce = message.group(1);
    if (!nonce.startsWith(clientNonce) || nonce.equals(clientNonce)) {
      throw new SaslException(
          "the nonce in the server's first message does not begin with ours and go on (RFC 5802"
              + " section 5.1), so it may be a replay of another login");
    }
    return new ServerFirst(
        text, nonce, salt(message.group(2)), inLimits(Long.parseLong(message.group(3))));
  }

  private static int inLimits(long iterations) throws SaslException {
    if (iterations < FEWEST) {
      throw new SaslException(
          "the server asks for "
              + iterations
              + " iterations, fewer than the "
              + FEWEST
              + " of RFC 5802: whoever got the answer could guess at the password cheaply. Its"
              + " administrator must raise the count and have the password set anew; until then"
              + " auth.mechanism: PLAIN may serve, over TLS");
    }
    if (iterations > MOST) {
      throw new SaslException(
          "the server asks for "
              + iterations
              + " iterations, more than "
              + MOST
              + ", which is the limit here, since nothing would end the computing. Its"
              + " administrator can lower the count; until then auth.mechanism: PLAIN may serve,"
              + " over TLS");
    }
    return (int) iterations;
  }

  private static byte[] salt(String base64) throws SaslException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SaslException("the salt in the server's first message is not base64");
    }
  }
}
