package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.sasl.SaslException;

/**
 * One login by CRAM-MD5: waits for the challenge, answers {@code user SP hex(HMAC-MD5(password,
 * challenge))}, and is complete. It wipes the password as soon as it has answered.
 */
final class CramMd5Client extends PasswordClient {
  /** A challenge is one message id (RFC 2195 section 2), which fits in a line of a message. */
  private static final int LONGEST_CHALLENGE = 998;

  private final String user;
  private final byte[] password;
  private final Mac mac;
  private boolean complete;

  /** Takes the password over, to wipe it. */
  CramMd5Client(String user, byte[] password, Mac mac) {
    super(CramMd5Mechanism.NAME, false);
    this.user = user;
    this.password = password;
    this.mac = mac;
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    if (challenge.length == 0) {
      // Its answer would be the same at every login, and good for anybody who once saw it.
      throw new SaslException("the server's challenge is empty");
    }
    if (challenge.length > LONGEST_CHALLENGE) {
      throw new SaslException(
          "the server's challenge has "
              + challenge.length
              + " octets, more than the "
              + LONGEST_CHALLENGE
              + " of a message id");
    }
    String answer = user + " " + HexFormat.of().formatHex(digest(challenge));
    complete = true;
    return answer.getBytes(UTF_8);
  }

  private byte[] digest(byte[] challenge) throws SaslException {
    try {
      mac.init(new SecretKeySpec(password, CramMd5Mechanism.MAC));
      return mac.doFinal(challenge);
    } catch (InvalidKeyException e) {
      throw new SaslException("this Java takes no password as a key of HMAC-MD5");
    } finally {
      wipe();
    }
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  void wipe() {
    Arrays.fill(password, (byte) 0);
  }
}
