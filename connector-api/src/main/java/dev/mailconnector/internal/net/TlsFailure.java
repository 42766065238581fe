package dev.mailconnector.internal.net;

import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.TlsRows;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failed TLS handshake means, in plain words. */
public final class TlsFailure {
  /** TLS alerts (RFC 8446 section 6.2) that a server sends about a client's certificate. */
  private static final List<String> ABOUT_THE_CLIENT =
      List.of(
          "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied");

  private TlsFailure() {}

  /**
   * The failure behind this exception of a handshake with this server.
   *
   * @param name the name that its certificate must have
   * @param shown the client certificate that it was shown if it asked, or null for none
   */
  public static OpenException explain(
      SmtpEndpoint endpoint,
      String name,
      @Nullable CredentialEnd shown,
      Instant now,
      IOException e) {
    if (e instanceof OpenException known) {
      return known;
    }
    String technical = rootMessage(e);
    if (isAboutTheClient(e)) {
      return client(endpoint, shown, now, technical, e);
    }
    if (find(e, PinnedKeys.OtherKeyException.class)) {
      return certificate(
          endpoint,
          "it has another key than the pinned one (" + technical + ")",
          TlsRows.PIN_OTHER_KEY,
          e);
    }
    if (find(e, CertificateExpiredException.class)) {
      return certificate(
          endpoint,
          "its certificate has expired (" + technical + ")",
          TlsRows.CERTIFICATE_EXPIRED,
          e);
    }
    if (find(e, CertificateNotYetValidException.class)) {
      return certificate(
          endpoint,
          "its certificate is not valid yet (" + technical + ")",
          TlsRows.CERTIFICATE_NOT_YET_VALID,
          e);
    }
    if (technical.contains("No subject alternative") || technical.contains("No name matching")) {
      return certificate(
          endpoint,
          "its certificate is for another name (" + technical + ")",
          TlsRows.CERTIFICATE_OTHER_NAME.remedy("The name that was wanted is " + name + "."),
          e);
    }
    if (find(e, CertPathValidatorException.class) || technical.contains("certification path")) {
      return certificate(
          endpoint,
          "its certificate comes from a CA that is not trusted here (" + technical + ")",
          TlsRows.CERTIFICATE_UNTRUSTED,
          e);
    }
    if (find(e, CertificateException.class)) {
      return certificate(
          endpoint,
          "its certificate is refused (" + technical + ")",
          TlsRows.CERTIFICATE_REFUSED,
          e);
    }
    return other(endpoint, shown, technical, e);
  }

  /**
   * Whether the server refuses the client for its certificate, or for having none. With TLS 1.3
   * that comes after the handshake, where the first reply is expected.
   */
  public static boolean isAboutTheClient(IOException e) {
    String text = rootMessage(e);
    return find(e, SSLException.class)
        && text.contains("fatal alert")
        && ABOUT_THE_CLIENT.stream().anyMatch(text::contains);
  }

  private static OpenException client(
      SmtpEndpoint endpoint,
      @Nullable CredentialEnd shown,
      Instant now,
      String technical,
      IOException e) {
    String server = "The server at " + endpoint;
    if (shown == null) {
      return OpenException.misconfigured(
          Stage.TLS,
          server + " demands a client certificate (" + technical + ")",
          TlsRows.CLIENT_WANTED,
          e);
    }
    String which = " (" + shown.name() + ")";
    if (now.isAfter(shown.endsAt())) {
      return OpenException.misconfigured(
          Stage.TLS,
          server
              + " refuses the client certificate"
              + which
              + ", which expired on "
              + shown.endsAt()
              + " ("
              + technical
              + ")",
          new Remedy(TlsRows.CLIENT_EXPIRED, shown.remedy()),
          e);
    }
    return OpenException.misconfigured(
        Stage.TLS,
        server + " refuses the client certificate" + which + " (" + technical + ")",
        TlsRows.CLIENT_REFUSED,
        e);
  }

  private static OpenException other(
      SmtpEndpoint endpoint, @Nullable CredentialEnd shown, String technical, IOException e) {
    if (technical.contains("Unsupported or unrecognized SSL message")
        || technical.contains("plaintext connection")) {
      return noTls(endpoint, e);
    }
    if (technical.contains("protocol_version")
        || technical.contains("selected protocol version")
        || technical.contains("improper ciphersuite")
        || technical.contains("handshake_failure")) {
      return OpenException.misconfigured(
          Stage.TLS,
          "The server at "
              + endpoint
              + " and this machine have no TLS version or cipher in common ("
              + technical
              + ")",
          TlsRows.VERSION_TOO_OLD.remedy(
              shown == null
                  ? "Some servers say the same where they demand a client certificate"
                      + " (tls-client-certificate)."
                  : ""),
          e);
    }
    if (find(e, SocketTimeoutException.class)) {
      return OpenException.unreachable(
          Stage.TLS,
          "The server at " + endpoint + " did not answer the TLS handshake in time",
          endpoint.tls() == TlsMode.IMPLICIT ? TlsRows.SILENT_IMPLICIT : TlsRows.SILENT,
          e);
    }
    if (find(e, EOFException.class) || find(e, SocketException.class)) {
      return OpenException.unreachable(
          Stage.TLS,
          "The server at "
              + endpoint
              + " closed the connection during the TLS handshake ("
              + technical
              + ")",
          TlsRows.CUT,
          e);
    }
    return OpenException.unreachable(
        Stage.TLS,
        "The TLS handshake with " + endpoint + " failed (" + technical + ")",
        TlsRows.FAILED,
        e);
  }

  private static OpenException noTls(SmtpEndpoint endpoint, IOException e) {
    return endpoint.tls() == TlsMode.IMPLICIT
        ? OpenException.misconfigured(
            Stage.TLS,
            "The server at "
                + endpoint
                + " does not speak TLS from the first byte, as tls: implicit expects",
            TlsRows.MODE_STARTTLS_EXPECTED,
            e)
        : OpenException.unreachable(
            Stage.TLS,
            "The server at " + endpoint + " agreed to STARTTLS and then did not speak TLS",
            TlsRows.STARTTLS_BROKEN,
            e);
  }

  private static OpenException certificate(
      SmtpEndpoint endpoint, String what, Diagnosis diagnosis, IOException e) {
    return certificate(endpoint, what, diagnosis.remedy(), e);
  }

  private static OpenException certificate(
      SmtpEndpoint endpoint, String what, Remedy remedy, IOException e) {
    return OpenException.misconfigured(
        Stage.TLS, "The server at " + endpoint + " cannot be trusted: " + what, remedy, e);
  }

  private static boolean find(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage().strip();
  }
}
