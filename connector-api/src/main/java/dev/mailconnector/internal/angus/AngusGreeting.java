package dev.mailconnector.internal.angus;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.net.ConnectedSocket;
import dev.mailconnector.internal.net.GuardedSocket;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a session, spoken by Angus on a socket that is already connected: greeting,
 * EHLO, STARTTLS, EHLO again. The outcome is the server's last EHLO reply and the TLS socket, if
 * any; the transport object must stay reachable as long as the connection lives, because its
 * finalizer closes the socket.
 *
 * <p>Angus gets a Session of its own for every connection, without authenticator and without debug
 * output, and only socket factories that hand out what we opened; {@code socketFactory.fallback} is
 * off, else a refused certificate would be tried again with the trust of the JVM.
 */
public final class AngusGreeting {
  private final AngusTransport transport;
  private final @Nullable SSLSocket tls;
  private final String ehloReply;

  private AngusGreeting(AngusTransport transport, @Nullable SSLSocket tls, String ehloReply) {
    this.transport = transport;
    this.tls = tls;
    this.ehloReply = ehloReply;
  }

  /**
   * How long a greeting may take.
   *
   * @param whole the end of it all
   * @param greeting for the server's 220
   * @param command for each command after that
   * @param greeted runs before every command, the first of which means that the server has greeted
   * @param watch hears what the server says
   */
  public record Limits(
      Deadline whole, Duration greeting, Duration command, Runnable greeted, OpeningWatch watch) {}

  /** The TLS socket, or null for an unencrypted connection. */
  public @Nullable SSLSocket tls() {
    return tls;
  }

  /** The EHLO reply that counts: the last one, after TLS. */
  public String ehloReply() {
    return ehloReply;
  }

  /** Keeps the transport from its finalizer. */
  public Object anchor() {
    return transport;
  }

  /**
   * Greets the server.
   *
   * @param socket connected, not yet spoken on
   * @param implicit the TLS connection over it if TLS comes first, its handshake done; else null
   * @param limits how long it may take
   * @throws GreetingException with the stage and the last reply
   */
  public static AngusGreeting greet(
      SmtpEndpoint endpoint,
      GuardedSocket socket,
      @Nullable SSLSocket implicit,
      TlsLayer layer,
      String ehloName,
      Limits limits)
      throws GreetingException {
    CapturingTlsFactory upgrade = new CapturingTlsFactory(layer, endpoint);
    Socket given = implicit == null ? socket : new ConnectedSocket(implicit);
    Session session =
        Session.getInstance(properties(endpoint.tls(), layer.verifies(), given, upgrade));
    AngusTransport transport =
        new AngusTransport(
            session,
            ehloName,
            () -> {
              limits.greeted().run();
              socket.limit(limits.whole().orIn(limits.command()));
            },
            limits.watch(),
            upgrade::captured);
    socket.limit(limits.whole().orIn(limits.greeting()));
    try {
      // An address literal: with a name Angus would look it up, without any limit. Nothing is
      // connected to it.
      transport.connect("127.0.0.1", endpoint.port(), null, null);
    } catch (MessagingException e) {
      socket.abort();
      throw new GreetingException(transport.stage(), transport.lastReply(), e);
    }
    String reply = transport.lastReply();
    if (reply == null || !reply.startsWith("250")) {
      // Angus does not look at the answers to HELO and to the EHLO after STARTTLS.
      socket.abort();
      throw new GreetingException(transport.stage(), reply, null);
    }
    return new AngusGreeting(transport, implicit != null ? implicit : upgrade.captured(), reply);
  }

  private static Properties properties(
      TlsMode mode, boolean verifies, Socket given, CapturingTlsFactory upgrade) {
    Properties properties = new Properties();
    boolean upgrades = mode == TlsMode.STARTTLS || mode == TlsMode.STARTTLS_IF_OFFERED;
    properties.put("mail.smtp.socketFactory", new GivenSocketFactory(given));
    properties.put("mail.smtp.socketFactory.fallback", "false");
    properties.put("mail.smtp.ssl.socketFactory", upgrade);
    properties.put("mail.smtp.ssl.checkserveridentity", String.valueOf(verifies));
    properties.put("mail.smtp.starttls.enable", String.valueOf(upgrades));
    properties.put("mail.smtp.starttls.required", String.valueOf(mode == TlsMode.STARTTLS));
    properties.put("mail.smtp.auth", "false");
    properties.put("mail.smtp.quitonsessionreject", "false");
    return properties;
  }
}
