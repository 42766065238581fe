package dev.mailconnector.testkit;

import java.lang.reflect.InvocationTargetException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.ExtendedSSLSession;
import org.jspecify.annotations.Nullable;

/** The channel bindings of a connection, as the server sees them. */
final class ScramChannel {
  private ScramChannel() {}

  /** The binding of this type; null if this connection has none. */
  static byte @Nullable [] binding(String type, ServerMechanism.Context connection) {
    return switch (type) {
      case "tls-server-end-point" -> certificateHash(connection);
      case "tls-exporter" -> exported(connection);
      default -> null;
    };
  }

  /** Testkit's certificates are signed with SHA-256. */
  private static byte @Nullable [] certificateHash(ServerMechanism.Context connection) {
    if (connection.certificate() == null) {
      return null;
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(connection.certificate().getEncoded());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 9266; Java can tell since 25. */
  private static byte @Nullable [] exported(ServerMechanism.Context connection) {
    if (connection.tls() == null) {
      return null;
    }
    try {
      return (byte[])
          ExtendedSSLSession.class
              .getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class)
              .invoke(connection.tls(), "EXPORTER-Channel-Binding", new byte[0], 32);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
