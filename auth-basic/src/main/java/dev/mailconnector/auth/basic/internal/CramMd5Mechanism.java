package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * CRAM-MD5 (RFC 2195). What crosses the line lets anybody guess at the password offline, so the
 * line must be encrypted all the same.
 */
final class CramMd5Mechanism implements Mechanism {
  static final String NAME = "CRAM-MD5";
  static final String MAC = "HmacMD5";

  private final String user;
  private final Secret password;
  private final String algorithm;

  CramMd5Mechanism(String user, Secret password) {
    this(user, password, MAC);
  }

  /** By another algorithm: stands in for a JVM without HMAC-MD5. */
  CramMd5Mechanism(String user, Secret password, String algorithm) {
    this.user = user;
    this.password = password;
    this.algorithm = algorithm;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    try {
      return new CramMd5Client(user, password.reveal().getBytes(UTF_8), Mac.getInstance(algorithm));
    } catch (NoSuchAlgorithmException e) {
      throw new SaslException(
          "CRAM-MD5 is made of HMAC-MD5, and this Java does not have it ("
              + e.getMessage()
              + "): it runs in a mode that forbids it, as FIPS 140 does; force another mechanism or"
              + " none");
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
