package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.angus.AngusGreeting;
import dev.mailconnector.internal.angus.GreetingException;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.TlsRows;
import dev.mailconnector.internal.net.GuardedSocket;
import dev.mailconnector.internal.net.OpenException;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.net.TlsFailure;
import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.internal.smtp.Capabilities;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.internal.smtp.SmtpWire;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From nothing to a greeted server: socket, proxy, TLS where it comes first, greeting, EHLO,
 * STARTTLS. Where TLS is required and did not come about there is no session. Thread-safe.
 */
final class Greeter {
  private static final Logger LOG = LoggerFactory.getLogger(Greeter.class);

  private final Account account;
  private final SmtpEndpoint endpoint;
  private final TlsLayer layer;
  private final ConnectorRuntime runtime;
  private final CertificateWatch certificate;

  Greeter(Account account, ConnectorRuntime runtime) {
    this(
        account,
        account.endpoint(),
        TlsLayer.of(runtime.trust(account), account.serverName(), account.tlsClientCertificate()),
        runtime);
  }

  /** Greets another door of the account's server, or with other trust. */
  Greeter(Account account, SmtpEndpoint endpoint, TlsLayer layer, ConnectorRuntime runtime) {
    this.account = account;
    this.endpoint = endpoint;
    this.layer = layer;
    this.runtime = runtime;
    this.certificate = new CertificateWatch(account.name(), runtime);
  }

  /** The end of the certificate that it shows to the server, or null. */
  @Nullable CredentialEnd certificateEnd() {
    return layer.end();
  }

  /** A session for the connection of this id, within the deadline and the account's timeouts. */
  ServerSession greet(String id, Deadline deadline) {
    return greet(id, deadline, OpeningWatch.NONE);
  }

  /** The same while somebody watches. */
  ServerSession greet(String id, Deadline deadline, OpeningWatch watch) {
    GuardedSocket socket = null;
    boolean done = false;
    try {
      Deadline connect = deadline.orIn(account.timeouts().connect());
      certificate.look(layer.end());
      socket = runtime.sockets().open(endpoint, account.proxy(), connect, watch);
      SSLSocket implicit = endpoint.tls() == TlsMode.IMPLICIT ? handshake(socket) : null;
      if (implicit != null) {
        watch.secured(implicit.getSession());
      }
      AngusGreeting greeting = greetBy(socket, implicit, deadline, watch);
      ServerSession session = session(id, socket, greeting);
      done = true;
      return session;
    } catch (OpenException e) {
      throw failed(e);
    } catch (GreetingException e) {
      throw explain(e);
    } catch (IOException e) {
      throw failed(
          Stage.CONNECT,
          "The connection to " + endpoint + " broke (" + e.getMessage() + ")",
          null,
          null,
          e);
    } finally {
      if (!done && socket != null) {
        socket.abort();
      }
    }
  }

  private SSLSocket handshake(GuardedSocket socket) throws OpenException {
    try {
      SSLSocket tls = layer.over(socket, endpoint);
      tls.startHandshake();
      return tls;
    } catch (IOException e) {
      throw tlsFailure(e);
    }
  }

  private OpenException tlsFailure(IOException e) {
    return TlsFailure.explain(endpoint, layer.nameOf(endpoint), layer.end(), runtime.now(), e);
  }

  private AngusGreeting greetBy(
      GuardedSocket socket, @Nullable SSLSocket implicit, Deadline deadline, OpeningWatch watch)
      throws GreetingException {
    Deadline limit = deadline.orIn(account.timeouts().greeting());
    Runnable callOff =
        implicit != null
            ? () -> {}
            : runtime.probe().whileWaiting(socket, endpoint, account.proxy(), limit);
    try {
      return AngusGreeting.greet(
          endpoint,
          socket,
          implicit,
          layer,
          ehloName(socket),
          new AngusGreeting.Limits(
              deadline,
              account.timeouts().greeting(),
              account.timeouts().command(),
              callOff,
              watch));
    } finally {
      callOff.run();
    }
  }

  private String ehloName(GuardedSocket socket) {
    return account.ehloName() != null ? account.ehloName() : EhloName.of(socket.getLocalAddress());
  }

  private ServerSession session(String id, GuardedSocket socket, AngusGreeting greeting)
      throws IOException {
    SSLSocket tls = greeting.tls();
    if (tls == null && endpoint.tls().isRequired()) {
      throw noTls();
    }
    String protocol = tls == null ? null : tls.getSession().getProtocol();
    if (tls != null && runtime.trust(account) instanceof Trust.None) {
      LOG.warn(
          "{}: nobody checks whom the connection to {} is with (trust.verify: none)", id, endpoint);
    }
    if (tls == null && account.cleartextCredentialsAllowed() && account.login() != null) {
      LOG.warn(
          "{}: the login at {} goes over an unencrypted line (allow-cleartext-credentials)",
          id,
          endpoint);
    }
    return new ServerSession(
        endpoint,
        new SmtpWire(id, socket, tls),
        Capabilities.parse(greeting.ehloReply()),
        protocol,
        greeting.anchor());
  }

  private LoginImpossibleException noTls() {
    return new LoginImpossibleException(
        FailureDetail.of(
                Stage.STARTTLS,
                "The server at "
                    + endpoint
                    + " does not offer STARTTLS, and tls: starttls requires it",
                Advice.FIX_CONFIGURATION,
                TlsRows.STARTTLS_NOT_OFFERED)
            .forSend(account.name(), null, 1));
  }

  private MailConnectorException explain(GreetingException e) {
    IOException io = e.io();
    if (io instanceof OpenException known) {
      return failed(known);
    }
    if (io != null && (e.stage() == Stage.TLS || TlsFailure.isAboutTheClient(io))) {
      return failed(tlsFailure(io));
    }
    SmtpReply reply = reply(e.lastReply());
    if (reply != null
        && reply.isPositive()
        && e.stage() == Stage.EHLO
        && endpoint.tls() == TlsMode.STARTTLS) {
      return noTls();
    }
    return failed(
        e.stage(),
        what(e, io, reply),
        reply,
        io == null ? e.lastReply() : null,
        io == null ? e : io);
  }

  private String what(GreetingException e, @Nullable IOException io, @Nullable SmtpReply reply) {
    if (reply != null) {
      return switch (e.stage()) {
        case GREETING -> "The server at " + endpoint + " does not take the connection";
        case STARTTLS -> "The server at " + endpoint + " refused STARTTLS";
        default -> "The server at " + endpoint + " refused EHLO";
      };
    }
    String why = io == null ? said(e.lastReply()) : String.valueOf(io.getMessage());
    return switch (e.stage()) {
      case GREETING -> "The server at " + endpoint + " did not greet (" + why + ")";
      default -> "The server at " + endpoint + " did not answer " + e.stage() + " (" + why + ")";
    };
  }

  /** Angus writes "[EOF]" where the server closed the connection without a word. */
  private static String said(@Nullable String text) {
    if (isNothing(text)) {
      return "it closed the connection";
    }
    String line = String.valueOf(text).strip().replaceAll("\\p{Cc}", "?");
    return "it said \""
        + (line.length() > 80 ? line.substring(0, 80) + "..." : line)
        + "\", which is no SMTP reply";
  }

  private static boolean isNothing(@Nullable String text) {
    return text == null || text.isBlank() || text.equals("[EOF]");
  }

  private static ReplyAdvice unanswered(Stage stage, @Nullable String said, Exception cause) {
    if (stage == Stage.GREETING && !isNothing(said)) {
      return new ReplyAdvice(Advice.RETRY_LATER, ConnectRows.NOT_SMTP);
    }
    boolean silent = stage == Stage.GREETING && cause instanceof InterruptedIOException;
    return new ReplyAdvice(
        Advice.RETRY_LATER, silent ? ConnectRows.GREETING_SILENT : ConnectRows.CONNECTION_CUT);
  }

  private static @Nullable SmtpReply reply(@Nullable String text) {
    if (text == null || text.length() < 3 || !text.substring(0, 3).matches("[2-5]\\d\\d")) {
      return null;
    }
    List<String> lines =
        text.lines().map(line -> line.length() > 4 ? line.substring(4) : "").toList();
    return SmtpReply.of(Integer.parseInt(text.substring(0, 3)), lines);
  }

  private ConnectionFailedException failed(OpenException e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                e.stage(),
                String.valueOf(e.getMessage()),
                e.needsConfiguration() ? Advice.FIX_CONFIGURATION : Advice.RETRY_LATER,
                e.remedy())
            .withCause(e)
            .forSend(account.name(), null, 1));
  }

  private ConnectionFailedException failed(
      Stage stage, String what, @Nullable SmtpReply reply, @Nullable String said, Exception cause) {
    ReplyAdvice advice =
        reply == null ? unanswered(stage, said, cause) : ReplyAdvice.of(stage, reply);
    return new ConnectionFailedException(
        FailureDetail.of(stage, what, advice.advice(), advice.diagnosis())
            .withReply(reply)
            .withCause(cause)
            .forSend(account.name(), null, 1));
  }
}
