package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * Tickets by the JDK's Kerberos: a ticket-granting ticket by JAAS, and with it the ticket for the
 * mail server, so that a login later needs no KDC.
 */
final class JgssTicketSource implements TicketSource {
  private static final String LOGIN = "mailconnector";

  private final KerberosPlan plan;
  private final String service;
  private final KerberosErrors errors;

  JgssTicketSource(KerberosPlan plan, String service) {
    this.plan = plan;
    this.service = service;
    this.errors = new KerberosErrors(plan, service);
  }

  @Override
  public Ticket fetch() throws TicketFailure {
    try {
      return request();
    } catch (RuntimeException | LinkageError e) {
      throw errors.ofTheUnexpected(e);
    }
  }

  private Ticket request() throws TicketFailure {
    Subject subject = new Subject();
    logIn(subject);
    KerberosTicket granting =
        tickets(subject)
            .filter(JgssTicketSource::isGranting)
            .findFirst()
            .orElseThrow(errors::noTicket);
    String peer =
        service.indexOf('@') < 0 ? service + "@" + granting.getClient().getRealm() : service;
    try {
      // The token itself is worth nothing; asking for it has the JDK put the ticket for the
      // server beside the first one.
      InitiatorContext context = InitiatorContext.to(peer, subject);
      context.step(new byte[0]);
      context.dispose();
    } catch (GSSException e) {
      throw errors.ofService(e, peer);
    }
    return new JgssTicket(subject, granting, peer, end(subject));
  }

  private void logIn(Subject subject) throws TicketFailure {
    try {
      new LoginContext(
              LOGIN, subject, handler(), new LoginModuleEntry(plan.origin(), plan.principal()))
          .login();
    } catch (LoginException e) {
      throw errors.ofClient(e);
    }
  }

  private CallbackHandler handler() throws TicketFailure {
    if (!(plan.origin() instanceof TicketOrigin.Password password)) {
      return callbacks -> {};
    }
    Secret secret = read(password);
    return callbacks ->
        Arrays.stream(callbacks).forEach(callback -> answer(callback, secret.reveal()));
  }

  private Secret read(TicketOrigin.Password password) throws TicketFailure {
    try {
      Secret secret = password.source().read();
      if (!secret.isEmpty()) {
        return secret;
      }
    } catch (CredentialException e) {
      throw new TicketFailure(e.detail(), TicketFailure.Kind.LASTING);
    }
    throw new TicketFailure(
        FailureDetail.of(
            Stage.CREDENTIAL,
            "The password of " + plan.client() + " cannot be used",
            Advice.FIX_CONFIGURATION,
            KerberosRows.PASSWORD_EMPTY),
        TicketFailure.Kind.LASTING);
  }

  private static void answer(Callback callback, String password) {
    if (callback instanceof PasswordCallback question) {
      question.setPassword(password.toCharArray());
    }
  }

  private static Stream<KerberosTicket> tickets(Subject subject) {
    return subject.getPrivateCredentials(KerberosTicket.class).stream();
  }

  private static boolean isGranting(KerberosTicket ticket) {
    return ticket.getServer().getName().startsWith("krbtgt/");
  }

  /** The ticket for the server may end before the one it was got with. */
  static Instant end(Subject subject) {
    return tickets(subject)
        .map(ticket -> ticket.getEndTime().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  @Override
  public @Nullable Object stamp() {
    TicketOrigin origin = plan.origin();
    if (origin instanceof TicketOrigin.Password password) {
      try {
        return password.source().read();
      } catch (RuntimeException e) {
        return null;
      }
    }
    try {
      if (origin instanceof TicketOrigin.Keytab keytab) {
        // Not its time: who writes the same keys again has corrected nothing.
        return ByteBuffer.wrap(digest(Files.readAllBytes(keytab.file())));
      }
      Path file = ((TicketOrigin.Cache) origin).fileOfProcess();
      return file == null ? null : Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] digest(byte[] keys) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(keys);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    } finally {
      Arrays.fill(keys, (byte) 0);
    }
  }
}
