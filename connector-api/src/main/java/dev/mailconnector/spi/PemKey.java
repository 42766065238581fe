package dev.mailconnector.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** The blocks of a PEM file (RFC 7468): a PKCS#8 key, plain or encrypted, and certificates. */
final class PemKey {
  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final KeyFile file;
  private final String text;
  private final char @Nullable [] password;

  PemKey(KeyFile file, String text, char @Nullable [] password) {
    this.file = file;
    this.text = text;
    this.password = password;
  }

  static boolean isPem(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(BEGIN);
  }

  KeyWithCertificate read() throws UnusableKeyException {
    PrivateKey key = null;
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      switch (block.group(1)) {
        case "CERTIFICATE" -> certificates.add(certificate(der));
        case "PRIVATE KEY" -> key = key == null ? privateKey(der) : key;
        case "ENCRYPTED PRIVATE KEY" -> key = key == null ? privateKey(decrypted(der)) : key;
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw file.unusable(
                "has its key in the old form (" + block.group(1) + ")",
                "Convert it to PKCS#8: openssl pkcs8 -topk8 -nodes -in key.pem.");
        default -> {}
      }
    }
    if (key == null) {
      throw file.unusable(
          "has no PRIVATE KEY block", "Put the key (PKCS#8) and its certificate into one file.");
    }
    if (certificates.isEmpty()) {
      throw file.unusable(
          "has no CERTIFICATE block", "Put the key (PKCS#8) and its certificate into one file.");
    }
    return file.pair(key, certificates);
  }

  private X509Certificate certificate(byte[] der) throws UnusableKeyException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException broken) {
      throw file.unusable("has a CERTIFICATE block that is none", "Export it anew.");
    }
  }

  private PrivateKey privateKey(byte[] der) throws UnusableKeyException {
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException anotherKind) {
        continue;
      } catch (GeneralSecurityException missing) {
        throw new IllegalStateException("This JVM has no " + algorithm + " keys", missing);
      }
    }
    throw file.unusable("has a PRIVATE KEY block that is neither RSA nor EC", "Use an RSA key.");
  }

  private byte[] decrypted(byte[] der) throws UnusableKeyException {
    if (password == null) {
      throw file.locked();
    }
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      AlgorithmParameters parameters = info.getAlgParameters();
      // PBES2 is a family; which of it was used stands in the parameters (JDK-8076999).
      String name =
          "PBES2".equals(info.getAlgName()) || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
              ? parameters.toString()
              : info.getAlgName();
      SecretKey secret = SecretKeyFactory.getInstance(name).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
      return info.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeyException | InvalidKeySpecException wrong) {
      throw file.locked();
    } catch (IOException | GeneralSecurityException unknown) {
      throw file.unusable(
          "has an encrypted key that cannot be opened",
          "Encrypt it with PBES2 and AES: openssl pkcs8 -topk8 -v2 aes-256-cbc.");
    } finally {
      spec.clearPassword();
    }
  }
}
