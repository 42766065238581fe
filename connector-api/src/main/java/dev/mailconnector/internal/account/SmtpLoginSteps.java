package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.SmtpLoginSteps.Greeted;
import dev.mailconnector.internal.smtp.AuthDialogue;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.internal.smtp.SmtpConnection;
import dev.mailconnector.internal.smtp.SpokenLevel;
import dev.mailconnector.spi.Credential;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Socket, TLS, greeting and AUTH. Thread-safe. */
final class SmtpLoginSteps implements LoginSteps<Greeted, SmtpConnection> {
  private final Account account;
  private final String identity;
  private final Greeter greeter;
  private final SpokenLevel level;
  private final ConnectorRuntime runtime;

  /** A line whose server has greeted, and the id of what it is to become. */
  record Greeted(String id, ServerSession session) {}

  SmtpLoginSteps(
      Account account,
      String identity,
      Greeter greeter,
      SpokenLevel level,
      ConnectorRuntime runtime) {
    this.account = account;
    this.identity = identity;
    this.greeter = greeter;
    this.level = level;
    this.runtime = runtime;
  }

  @Override
  public Greeted greet(Deadline deadline) {
    String id = runtime.nextConnectionId(account.name());
    return new Greeted(id, greeter.greet(id, deadline));
  }

  @Override
  public boolean isStale(Greeted greeted) {
    return greeted.session().isStale();
  }

  @Override
  public SmtpConnection login(Greeted greeted, Credential credential, Deadline deadline)
      throws IOException, LoginRefusal {
    AuthDialogue dialogue =
        new AuthDialogue(
            greeted.session(), account.name(), identity, account.cleartextCredentialsAllowed());
    String mechanism = dialogue.login(credential, deadline.orIn(account.timeouts().command()));
    Deadline end = endOf(credential);
    return connection(
        greeted,
        new SmtpConnection.Login(
            identity, mechanism, credential.generation(), end, lifeOf(credential, end)));
  }

  /** A connection that is ready for use. */
  SmtpConnection connection(Greeted greeted, SmtpConnection.Login login) {
    ServerSession session = greeted.session();
    session.wire().rest();
    return new SmtpConnection(
        greeted.id(), session, login, level, account.timeouts(), runtime.ticker());
  }

  @Override
  public void abort(Greeted greeted) {
    greeted.session().wire().abort();
  }

  /** Never more than the credential's whole life, even if the calendar was set back meanwhile. */
  private @Nullable Deadline endOf(Credential credential) {
    Instant expiresAt = credential.expiresAt();
    if (expiresAt == null) {
      return null;
    }
    Instant issuedAt = credential.issuedAt();
    Deadline byCalendar = Deadline.in(Duration.between(runtime.now(), expiresAt), runtime.ticker());
    return issuedAt == null ? byCalendar : byCalendar.orIn(Duration.between(issuedAt, expiresAt));
  }

  /** What is left of it, where nobody knows when it began. */
  private static Duration lifeOf(Credential credential, @Nullable Deadline end) {
    Instant issuedAt = credential.issuedAt();
    Instant expiresAt = credential.expiresAt();
    if (end == null || expiresAt == null) {
      return Duration.ZERO;
    }
    return issuedAt == null
        ? Duration.ofNanos(Math.max(0, end.remainingNanos()))
        : Duration.between(issuedAt, expiresAt);
  }
}
