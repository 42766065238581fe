package dev.mailconnector.testkit;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What the parts of one conversation share. */
final class Connection {
  final int number;
  final ServerScript script;
  final Wire wire;
  final Transcript transcript;
  final FaultPlayer player;
  final Ledger ledger;
  private volatile @Nullable Login login;
  private volatile @Nullable String tlsProtocol;
  private volatile @Nullable X509Certificate clientCertificate;
  private volatile boolean open = true;

  Connection(
      int number,
      ServerScript script,
      Wire wire,
      Transcript transcript,
      FaultPlayer player,
      Ledger ledger) {
    this.number = number;
    this.script = script;
    this.wire = wire;
    this.transcript = transcript;
    this.player = player;
    this.ledger = ledger;
  }

  @Nullable Login login() {
    return login;
  }

  void login(Login accepted) {
    login = accepted;
  }

  @Nullable String tlsProtocol() {
    return tlsProtocol;
  }

  /** Whether TLS is still to come before anything of value may be said. */
  boolean awaitsTls() {
    return script.tls() == ServerTls.STARTTLS && tlsProtocol == null;
  }

  void handshake() throws IOException {
    TestCertificate certificate = script.certificate();
    if (certificate == null) {
      throw new IllegalStateException("A server without certificate was asked for TLS");
    }
    SSLSession session;
    try {
      List<X509Certificate> clients = script.clientAuthorities();
      session =
          wire.handshake(
              clients.isEmpty() ? certificate.sslContext() : certificate.sslContext(clients),
              script.tlsProtocols(),
              !clients.isEmpty());
    } catch (IOException e) {
      transcript.note("TLS failed: " + e.getMessage());
      if (!script.clientAuthorities().isEmpty()) {
        wire.drainRaw();
      }
      throw e;
    }
    tlsProtocol = session.getProtocol();
    clientCertificate = clientCertificate(session);
    transcript.note(tlsProtocol + " begins");
    ledger.handshake();
  }

  private static @Nullable X509Certificate clientCertificate(SSLSession session) {
    try {
      return (X509Certificate) session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException noneShown) {
      return null;
    }
  }

  ServerMechanism.Context mechanismContext() {
    SSLSession session = wire.tls();
    TestCertificate certificate = script.certificate();
    X509Certificate shown =
        session == null || certificate == null ? null : certificate.certificate();
    return new ServerMechanism.Context(session, shown);
  }

  boolean isOpen() {
    return open;
  }

  void ended() {
    open = false;
  }

  SmtpSession snapshot() {
    return new SmtpSession(number, open, tlsProtocol, clientCertificate, login, transcript.lines());
  }
}
