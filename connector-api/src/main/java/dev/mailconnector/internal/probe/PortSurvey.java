package dev.mailconnector.internal.probe;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.Examination;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Which other doors of a server answer, and what they speak. Nobody logs in there. */
final class PortSurvey {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int IMPLICIT_PORT = 465;

  private final Examination examination;
  private final Executor workers;
  private final Deadline deadline;

  PortSurvey(Examination examination, Executor workers, Deadline deadline) {
    this.examination = examination;
    this.workers = workers;
    this.deadline = deadline;
  }

  /**
   * One door.
   *
   * @param tls how it is to be entered, or null where nothing speaks SMTP there
   * @param words what was found, in a line
   */
  record Door(int port, @Nullable TlsMode tls, String words) {}

  /** These ports of this host, side by side. */
  List<Door> look(String host, List<Integer> ports) {
    Deadline end = deadline.orIn(PATIENCE.multipliedBy(2));
    List<CompletableFuture<Door>> looks = new ArrayList<>();
    for (int port : ports) {
      looks.add(begin(host, port, end));
    }
    List<Door> doors = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      doors.add(join(looks.get(i), ports.get(i), end));
    }
    return doors;
  }

  private CompletableFuture<Door> begin(String host, int port, Deadline end) {
    try {
      return CompletableFuture.supplyAsync(() -> door(host, port, end), workers);
    } catch (RejectedExecutionException busy) {
      return CompletableFuture.completedFuture(new Door(port, null, port + ": not looked at"));
    }
  }

  private static Door join(CompletableFuture<Door> look, int port, Deadline end) {
    try {
      return look.get(Math.max(1, end.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // What cannot be found out in time is not known.
    }
    return new Door(port, null, port + ": no answer in time");
  }

  private Door door(String host, int port, Deadline end) {
    TlsMode first = port == IMPLICIT_PORT ? TlsMode.IMPLICIT : TlsMode.STARTTLS_IF_OFFERED;
    TlsMode second = port == IMPLICIT_PORT ? TlsMode.STARTTLS_IF_OFFERED : TlsMode.IMPLICIT;
    try {
      return entered(new SmtpEndpoint(host, port, first), end);
    } catch (MailConnectorException e) {
      if (e.stage() == Stage.CONNECT || e.stage() == Stage.RESOLVE) {
        return new Door(port, null, port + ": " + cause(e));
      }
    }
    try {
      return entered(new SmtpEndpoint(host, port, second), end);
    } catch (MailConnectorException e) {
      return new Door(port, null, port + ": something answers, but not SMTP");
    }
  }

  private Door entered(SmtpEndpoint door, Deadline end) {
    ServerSession session = examination.look(door, end.orIn(PATIENCE), OpeningWatch.NONE);
    session.wire().abort();
    if (door.tls() == TlsMode.IMPLICIT) {
      return new Door(
          door.port(), TlsMode.IMPLICIT, door.port() + ": answers, TLS from the first byte");
    }
    return session.isEncrypted()
        ? new Door(door.port(), TlsMode.STARTTLS, door.port() + ": answers, STARTTLS")
        : new Door(door.port(), TlsMode.NONE, door.port() + ": answers, without TLS");
  }

  private static String cause(MailConnectorException e) {
    return e.detail().what().startsWith("Nothing listens") ? "nothing listens" : "no connection";
  }
}
