package dev.mailconnector.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.testkit.ServerMechanism;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's side of CRAM-MD5 (RFC 2195).
 *
 * @param user who is let in
 * @param password with what
 */
record CramMd5Server(String user, String password) implements ServerMechanism {
  private static final byte[] CHALLENGE = "<1.2@smtp.example.com>".getBytes(UTF_8);

  @Override
  public String name() {
    return "CRAM-MD5";
  }

  @Override
  public Exchange start(Context context) {
    return response -> {
      if (response == null) {
        return Step.challenge(CHALLENGE);
      }
      return new String(response, UTF_8).equals(user + " " + digest())
          ? Step.accepted(user)
          : Step.refused("535 5.7.8 Authentication credentials invalid");
    };
  }

  private String digest() {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(CHALLENGE));
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }
}
