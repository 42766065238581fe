package dev.mailconnector.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A throw-away private key with a certificate of its own, as a client registers one with a token
 * issuer to sign assertions (RFC 7523). Immutable and safe for use by several threads.
 */
public final class TestClientKey {
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration AFTER = Duration.ofDays(10);

  private final PrivateKey privateKey;
  private final X509Certificate certificate;

  private TestClientKey(PrivateKey privateKey, X509Certificate certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
  }

  /** An RSA key of 2048 bits, valid from a day before this moment until ten days after. */
  public static TestClientKey rsa(Instant around) {
    return rsa(around.minus(BEFORE), around.plus(AFTER));
  }

  /** An RSA key of 2048 bits with a certificate for this time. */
  public static TestClientKey rsa(Instant from, Instant until) {
    return of(keys("RSA", 2048), "SHA256withRSA", from, until);
  }

  /** An EC key on the curve P-256, valid from a day before this moment until ten days after. */
  public static TestClientKey ec(Instant around) {
    return of(keys("EC", 256), "SHA256withECDSA", around.minus(BEFORE), around.plus(AFTER));
  }

  /** The certificate, signed with its own key. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The private key. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** The certificate as PEM. */
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /** The private key as an unencrypted PKCS#8 PEM. */
  public String privateKeyPem() {
    return Pem.of("PRIVATE KEY", privateKey.getEncoded());
  }

  /**
   * The private key as an encrypted PKCS#8 PEM (PBES2 with AES-256), as {@code openssl pkcs8
   * -topk8} writes it.
   */
  public String encryptedPrivateKeyPem(String password) {
    try {
      PemObject block =
          new JcaPKCS8Generator(
                  privateKey,
                  new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                      .setPRF(PKCS8Generator.PRF_HMACSHA256)
                      .setProvider(new BouncyCastleProvider())
                      .setPassword(password.toCharArray())
                      .build())
              .generate();
      return Pem.of(block.getType(), block.getContent());
    } catch (OperatorCreationException | PemGenerationException e) {
      throw new IllegalStateException("This JVM cannot encrypt a key", e);
    }
  }

  /**
   * Writes the key with its certificate as a PKCS#12 store, replacing such a file.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writePkcs12(Path file, String alias, String password) throws IOException {
    return writePkcs12(file, password, new String[] {alias}, this);
  }

  /**
   * Writes several keys under these aliases as one PKCS#12 store.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static Path writePkcs12(
      Path file, String password, String[] aliases, TestClientKey... keys) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < keys.length; i++) {
        Certificate[] chain = {keys[i].certificate};
        store.setKeyEntry(aliases[i], keys[i].privateKey, password.toCharArray(), chain);
      }
      store.store(out, password.toCharArray());
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM cannot write a PKCS#12 store", e);
    }
  }

  /**
   * Writes key and certificate as one PEM file, replacing such a file.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writePem(Path file) throws IOException {
    return Files.writeString(file, privateKeyPem() + certificatePem());
  }

  @Override
  public String toString() {
    return "TestClientKey[" + privateKey.getAlgorithm() + "]";
  }

  private static TestClientKey of(KeyPair keys, String algorithm, Instant from, Instant until) {
    X500Name name = new X500Name("CN=Testkit throw-away client");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(from.getEpochSecond()),
            Date.from(from),
            Date.from(until),
            name,
            keys.getPublic());
    try {
      var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
      X509Certificate certificate =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return new TestClientKey(keys.getPrivate(), certificate);
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("This JVM cannot sign a certificate", e);
    }
  }

  private static KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no " + algorithm + " keys", e);
    }
  }
}
