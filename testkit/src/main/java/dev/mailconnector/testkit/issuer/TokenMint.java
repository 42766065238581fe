package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Makes keys, opaque tokens and signed tokens. Thread-safe. */
final class TokenMint {

  /**
   * One key for all issuers of the JVM, made when the first token is signed: it takes longer than
   * all the rest. Whether a token is good is decided by the ledger of its issuer alone.
   */
  private static final class SigningKey {
    static final KeyPair PAIR = newKeys();
  }

  private final SecureRandom random = new SecureRandom();
  private final String keyId = hex(20);

  /** So many random characters of the base64url alphabet behind a prefix. */
  String opaque(String prefix, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return prefix + text.substring(0, length - prefix.length());
  }

  String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  /** An RS256 token whose text has at least so many characters. */
  String jwt(JWTClaimsSet claims, int atLeast) {
    String token = sign(claims);
    if (token.length() >= atLeast) {
      return token;
    }
    // Base64url turns three bytes of padding into four characters.
    String padding = opaque("", (atLeast - token.length()) * 3 / 4 + 1);
    return sign(new JWTClaimsSet.Builder(claims).claim("xms_idrel", padding).build());
  }

  /** The public half of the signing key as a JWK set. */
  Map<String, Object> jwkSet() {
    RSAKey key =
        new RSAKey.Builder((RSAPublicKey) SigningKey.PAIR.getPublic()).keyID(keyId).build();
    return new JWKSet(key).toJSONObject();
  }

  /** The public half of the signing key. */
  PublicKey publicKey() {
    return SigningKey.PAIR.getPublic();
  }

  /** An RS256 token with these claims and no more. */
  String jwt(JWTClaimsSet claims) {
    return sign(claims);
  }

  /** An ID token (OpenID Connect Core 1.0 section 2) that answers this consent. */
  String idToken(String issuer, UserConsents.Agreed agreed, Map<String, Object> names) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(agreed.user())
            .audience(agreed.clientId())
            .claim("nonce", agreed.nonce());
    names.forEach(claims::claim);
    return sign(claims.build());
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no RSA keys", e);
    }
  }

  private String sign(JWTClaimsSet claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(keyId).build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(SigningKey.PAIR.getPrivate()));
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a test token", e);
    }
    return token.serialize();
  }
}
