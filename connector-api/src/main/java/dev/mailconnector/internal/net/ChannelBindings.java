package dev.mailconnector.internal.net;

import dev.mailconnector.spi.ChannelBinding;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The channel bindings of a TLS connection: {@code tls-server-end-point} (RFC 5929 section 4) and
 * {@code tls-exporter} (RFC 9266).
 */
public final class ChannelBindings {
  private static final String PSS = "RSASSA-PSS";
  private static final int EXPORTED = 32;

  /** {@code exportKeyingMaterialData}, which Java has since 25. */
  private static final @Nullable MethodHandle EXPORTER = exporter();

  private ChannelBindings() {}

  /**
   * The binding of this session, or null where its certificate's signature has no single hash to
   * use.
   */
  public static @Nullable ChannelBinding of(SSLSession session) {
    try {
      Certificate server = session.getPeerCertificates()[0];
      String hash =
          server instanceof X509Certificate x509
              ? hashFor(x509.getSigAlgName(), x509.getSigAlgParams())
              : null;
      return hash == null
          ? null
          : new ChannelBinding(
              "tls-server-end-point", MessageDigest.getInstance(hash).digest(server.getEncoded()));
    } catch (SSLPeerUnverifiedException
        | CertificateEncodingException
        | NoSuchAlgorithmException e) {
      return null;
    }
  }

  /**
   * The hash of the certificate's signature, SHA-256 in place of MD5 and SHA-1 (RFC 5929 section
   * 4.1); null where it has none of its own (Ed25519), or two.
   */
  static @Nullable String hashFor(String signature, byte @Nullable [] parameters) {
    String name = signature.toUpperCase(Locale.ROOT);
    if (name.equals(PSS)) {
      return parameters == null ? null : hashOfPss(parameters);
    }
    int with = name.indexOf("WITH");
    return with < 0 ? null : allowed(name.substring(0, with));
  }

  /** RSASSA-PSS names its hashes in the parameters (RFC 4055 section 3.1). */
  private static @Nullable String hashOfPss(byte[] parameters) {
    try {
      AlgorithmParameters encoded = AlgorithmParameters.getInstance(PSS);
      encoded.init(parameters);
      PSSParameterSpec pss = encoded.getParameterSpec(PSSParameterSpec.class);
      String hash = pss.getDigestAlgorithm();
      return pss.getMGFParameters() instanceof MGF1ParameterSpec mask
              && mask.getDigestAlgorithm().equals(hash)
          ? allowed(hash)
          : null;
    } catch (GeneralSecurityException | IOException e) {
      return null;
    }
  }

  private static @Nullable String allowed(String hash) {
    String bare = hash.replace("SHA-", "SHA");
    return switch (bare) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA224", "SHA384", "SHA512", "SHA512/224", "SHA512/256" ->
          "SHA-" + bare.substring("SHA".length());
      default -> bare.startsWith("SHA3-") ? bare : null;
    };
  }

  /**
   * What both ends of this session can derive and nobody else; null before TLS 1.3, and where Java
   * or the provider of TLS does not tell it.
   */
  public static @Nullable ChannelBinding exporterOf(SSLSession session) {
    if (EXPORTER == null
        || !session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return null;
    }
    try {
      byte[] data =
          (byte[]) EXPORTER.invoke(extended, "EXPORTER-Channel-Binding", new byte[0], EXPORTED);
      return new ChannelBinding("tls-exporter", data);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      return null;
    }
  }

  private static @Nullable MethodHandle exporter() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ExtendedSSLSession.class,
              "exportKeyingMaterialData",
              MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
