package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.ConnectorRuntime;
import dev.mailconnector.internal.account.Examination;
import dev.mailconnector.internal.net.OpenException;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeStep.Kind;
import dev.mailconnector.transport.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** From DNS to EHLO, and a second look where that fails. One thread's. */
final class LineStep {
  private static final Duration KNOCK = Duration.ofSeconds(5);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(15);

  private final Account account;
  private final ConnectorRuntime runtime;
  private final Deadline deadline;
  private final List<Integer> otherPorts;
  private final StepBook book;
  private final LineWatch watch;

  LineStep(
      Account account,
      ConnectorRuntime runtime,
      Deadline deadline,
      List<Integer> otherPorts,
      StepBook book,
      LineWatch watch) {
    this.account = account;
    this.runtime = runtime;
    this.deadline = deadline;
    this.otherPorts = otherPorts;
    this.book = book;
    this.watch = watch;
  }

  /** Hears which step failed, and why. */
  @FunctionalInterface
  interface Failed {
    void at(Kind kind, MailConnectorException e, ProbeFinding finding, List<String> details);
  }

  /** A greeted server, or null if a step failed. */
  @Nullable ServerSession greet(Examination examination, Failed failed) {
    otherAddresses();
    try {
      ServerSession session = examination.greet(deadline, watch);
      if (!session.isEncrypted()) {
        unencrypted();
      }
      return session;
    } catch (RuntimeException e) {
      explain(examination, examination.explain(e), failed);
      return null;
    }
  }

  /** The first one is the one that a send tries first. */
  private void otherAddresses() {
    if (account.proxy() != null) {
      return;
    }
    List<InetAddress> addresses;
    try {
      addresses =
          runtime
              .sockets()
              .addresses(account.endpoint().host(), deadline.orIn(account.timeouts().connect()));
    } catch (OpenException e) {
      // The way of a send finds out the same, and says it in its place.
      return;
    }
    if (addresses.size() == 1) {
      return;
    }
    watch.resolved(addresses);
    for (InetAddress each : addresses.subList(1, addresses.size())) {
      InetSocketAddress address = new InetSocketAddress(each, account.endpoint().port());
      try {
        runtime.sockets().knock(address, deadline.orIn(KNOCK).orIn(account.timeouts().connect()));
        watch.knocked(address, null);
      } catch (IOException e) {
        watch.knocked(address, e);
      }
    }
  }

  private void unencrypted() {
    ProbeFinding finding =
        ProbeFinding.of(
            "The server at " + account.endpoint() + " offers no STARTTLS",
            ProbeDiagnoses.UNENCRYPTED);
    if (account.endpoint().tls() == TlsMode.STARTTLS_IF_OFFERED) {
      book.passed(Kind.TLS, "not offered: the line is not encrypted", List.of(), List.of(finding));
      book.skipped(Kind.EHLO_AFTER_TLS, "there is no TLS");
    }
  }

  private void explain(Examination examination, MailConnectorException e, Failed failed) {
    Kind kind = kindOf(e.stage());
    ProbeFinding finding = Findings.of(e);
    if (kind == Kind.TCP || kind == Kind.PROXY) {
      survey(examination, e, kind, finding, failed);
    } else if (kind == Kind.TLS && isAboutCertificate(e)) {
      certificate(examination, e, finding, failed);
    } else if (kind == Kind.GREETING && isHttp(e)) {
      failed.at(
          kind, e, ProbeFinding.of(e.detail().what(), ProbeDiagnoses.HTTP_ANSWERS), List.of());
    } else {
      failed.at(kind, e, finding, List.of());
    }
  }

  private Kind kindOf(Stage stage) {
    boolean proxied = account.proxy() != null && !book.isAhead(Kind.TCP);
    return ProbeRun.kindOf(stage, proxied, watch.isSecured(), account.endpoint().tls());
  }

  private void survey(
      Examination examination,
      MailConnectorException e,
      Kind kind,
      ProbeFinding finding,
      Failed failed) {
    List<String> details = new ArrayList<>(watch.tried());
    List<Integer> ports =
        otherPorts.stream().filter(port -> port != account.endpoint().port()).toList();
    if (kind == Kind.PROXY || ports.isEmpty()) {
      failed.at(kind, e, finding, details);
      return;
    }
    List<PortSurvey.Door> doors =
        new PortSurvey(examination, runtime.workers(), deadline)
            .look(account.endpoint().host(), ports);
    doors.forEach(door -> details.add("port " + door.words()));
    String better =
        doors.stream()
            .filter(door -> door.tls() == TlsMode.IMPLICIT || door.tls() == TlsMode.STARTTLS)
            .findFirst()
            .map(LineStep::words)
            .orElse("");
    failed.at(
        kind,
        e,
        new ProbeFinding(finding.seen(), finding.diagnosis(), finding.remedy() + better),
        details);
  }

  private static String words(PortSurvey.Door door) {
    return " Another port of this server answers: set port: "
        + door.port()
        + " and tls: "
        + String.valueOf(door.tls()).toLowerCase(Locale.ROOT)
        + ".";
  }

  /** The certificate itself, since the handshake that failed does not show it. */
  private void certificate(
      Examination examination, MailConnectorException e, ProbeFinding finding, Failed failed) {
    List<CertificateLook> seen = new ArrayList<>();
    OpeningWatch watcher =
        new OpeningWatch() {
          @Override
          public void secured(SSLSession session) {
            seen.add(CertificateLook.at(session, runtime.now()));
          }
        };
    try {
      examination.look(account.endpoint(), deadline.orIn(SECOND_LOOK), watcher).wire().abort();
    } catch (MailConnectorException second) {
      // What was seen up to there counts.
    }
    if (seen.isEmpty()) {
      failed.at(Kind.TLS, e, finding, List.of());
      return;
    }
    CertificateLook look = seen.get(0);
    ProbeFinding reason =
        isFound(e, CertPathBuilderException.class)
            ? look.reason(account.endpoint().toString())
            : null;
    failed.at(Kind.TLS, e, reason == null ? finding : reason, look.details());
  }

  private static boolean isAboutCertificate(MailConnectorException e) {
    return isFound(e, CertificateException.class) || isFound(e, CertPathBuilderException.class);
  }

  private static boolean isFound(Throwable e, Class<? extends Throwable> type) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  private boolean isHttp(MailConnectorException e) {
    String greeting = watch.greeting();
    return (greeting != null && greeting.startsWith("HTTP/"))
        || e.detail().what().contains("\"HTTP/");
  }
}
