package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.ConnectorRuntime;
import dev.mailconnector.internal.account.Examination;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.internal.smtp.SenderTrial;
import dev.mailconnector.internal.smtp.ServerSession;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeListener;
import dev.mailconnector.probe.ProbeReport;
import dev.mailconnector.probe.ProbeStep.Kind;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One probe of one account, from its settings to its sender. One thread's. */
public final class ProbeRun {
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Account account;
  private final ConnectorRuntime runtime;
  private final Deadline deadline;
  private final List<Integer> otherPorts;
  private final StepBook book;
  private final LineWatch watch;
  private @Nullable ProbeFinding cause;
  private @Nullable MailConnectorException thrown;
  private List<ProbeFinding> doubts = List.of();

  /** Of this account, until this deadline; these ports are looked at where its own is dead. */
  public ProbeRun(
      Account account,
      ConnectorRuntime runtime,
      Deadline deadline,
      List<Integer> otherPorts,
      ProbeListener listener) {
    this.account = account;
    this.runtime = runtime;
    this.deadline = deadline;
    this.otherPorts = otherPorts;
    this.book = new StepBook(runtime.ticker(), listener, plan(account));
    this.watch = new LineWatch(book, runtime.clock(), runtime.trust(account));
  }

  private static List<Kind> plan(Account account) {
    List<Kind> plan = new ArrayList<>(List.of(Kind.CONFIGURATION, Kind.DNS, Kind.TCP));
    if (account.proxy() != null) {
      plan.add(Kind.PROXY);
    }
    switch (account.endpoint().tls()) {
      case IMPLICIT -> plan.addAll(List.of(Kind.TLS, Kind.GREETING, Kind.EHLO));
      case STARTTLS, STARTTLS_IF_OFFERED ->
          plan.addAll(List.of(Kind.GREETING, Kind.EHLO, Kind.TLS, Kind.EHLO_AFTER_TLS));
      case NONE -> plan.addAll(List.of(Kind.GREETING, Kind.EHLO));
    }
    plan.addAll(List.of(Kind.CREDENTIAL, Kind.AUTH, Kind.LIMITS, Kind.SENDER));
    return plan;
  }

  /** All steps, or all up to the first that fails. */
  public ProbeReport run() {
    Examination examination = opened();
    if (examination != null) {
      try (examination) {
        configuration(examination);
        ServerSession session =
            new LineStep(account, runtime, deadline, otherPorts, book, watch)
                .greet(examination, this::failed);
        if (session != null) {
          beyond(examination, session);
        }
      }
    }
    if (thrown != null) {
      book.skipRest();
    }
    return new ProbeReport(account.name(), book.steps(), cause, thrown);
  }

  private @Nullable Examination opened() {
    try {
      return new Examination(account, runtime);
    } catch (MailConnectorException e) {
      failed(Kind.CONFIGURATION, e, Findings.of(e), ConfigurationLook.details(account));
      return null;
    }
  }

  private void configuration(Examination examination) {
    CredentialProvider provider = examination.provider();
    CredentialEnd end = examination.certificateEnd();
    List<ProbeFinding> findings =
        new ArrayList<>(
            ConfigurationLook.findings(account, provider == null ? null : provider.identity()));
    if (end != null) {
      findings.addAll(CredentialLook.warning(end, runtime.now()));
    }
    book.passed(
        Kind.CONFIGURATION,
        ConfigurationLook.summary(account),
        ConfigurationLook.details(account),
        findings);
  }

  private void failed(
      Kind kind, MailConnectorException e, ProbeFinding finding, List<String> details) {
    failed(kind, e, finding, details, List.of());
  }

  private void failed(
      Kind kind,
      MailConnectorException e,
      ProbeFinding finding,
      List<String> details,
      List<ProbeFinding> beside) {
    List<ProbeFinding> before = new ArrayList<>(book.findings());
    before.addAll(beside);
    cause = Findings.firstCause(e, finding, before, doubts);
    thrown = e;
    List<ProbeFinding> findings = new ArrayList<>(List.of(finding));
    findings.addAll(beside);
    book.failed(kind, finding.seen(), details, findings);
  }

  private void failed(Kind kind, MailConnectorException e) {
    failed(kind, e, Findings.of(e), List.of());
  }

  private void beyond(Examination examination, ServerSession session) {
    ServerSession line = session;
    try {
      Credential credential = credential(examination);
      if (thrown == null && credential != null) {
        // A token may take longer than the server waits.
        line = session.isStale() ? again(examination, session) : session;
        login(examination, line, credential);
      }
      if (thrown == null) {
        LimitsLook limits = new LimitsLook(account, watch.ehlo());
        book.passed(Kind.LIMITS, limits.details().get(0), limits.details(), limits.findings());
        sender(examination, line);
      }
    } finally {
      new SenderTrial(line).quit(Deadline.in(GOODBYE, runtime.ticker()));
    }
  }

  private ServerSession again(Examination examination, ServerSession session) {
    session.wire().abort();
    try {
      return examination.greet(deadline, OpeningWatch.NONE);
    } catch (RuntimeException e) {
      failed(Kind.AUTH, examination.explain(e));
      return session;
    }
  }

  private @Nullable Credential credential(Examination examination) {
    if (examination.provider() == null) {
      book.skipped(Kind.CREDENTIAL, "the account has no login");
      book.skipped(Kind.AUTH, "the account has no login");
      return null;
    }
    CredentialLook look = new CredentialLook(account, examination.provider(), runtime.clock());
    try {
      Credential credential = look.fetch();
      doubts = look.doubts();
      book.passed(Kind.CREDENTIAL, look.summary(), look.details(), look.findings());
      return credential;
    } catch (RuntimeException e) {
      MailConnectorException failure = examination.explain(e);
      failed(Kind.CREDENTIAL, failure, Findings.of(failure), look.details(), look.findings());
      return null;
    }
  }

  private void login(Examination examination, ServerSession line, Credential credential) {
    if (thrown != null) {
      return;
    }
    try {
      String mechanism = examination.login(line, credential, deadline);
      book.passed(Kind.AUTH, "logged in by " + mechanism, List.of(), List.of());
    } catch (RuntimeException e) {
      failed(Kind.AUTH, examination.explain(e));
    }
  }

  private void sender(Examination examination, ServerSession line) {
    String sender = account.envelopeFrom() == null ? account.from() : account.envelopeFrom();
    SenderTrial trial = new SenderTrial(line);
    if (sender == null) {
      book.skipped(Kind.SENDER, "the account has no from");
      return;
    }
    if (!trial.isPossible(sender)) {
      book.skipped(Kind.SENDER, "the server offers no SMTPUTF8 for " + sender);
      return;
    }
    try {
      List<ProbeFinding> findings =
          SenderStep.offer(account, trial, sender, deadline.orIn(account.timeouts().command()));
      book.passed(
          Kind.SENDER,
          "MAIL FROM:<" + sender + "> accepted, and taken back with RSET",
          SenderStep.isLateChecker(account)
              ? List.of("this provider may check the right to send as it at the message only")
              : List.of(),
          findings);
    } catch (SendRefusedException e) {
      failed(Kind.SENDER, e);
    } catch (RuntimeException e) {
      failed(Kind.SENDER, examination.explain(e));
    }
  }

  /** Where a failure at this stage belongs. */
  static Kind kindOf(Stage stage, boolean proxied, boolean secured, TlsMode mode) {
    return switch (stage) {
      case RESOLVE -> Kind.DNS;
      case CONNECT -> proxied ? Kind.PROXY : Kind.TCP;
      case TLS, STARTTLS -> Kind.TLS;
      case GREETING -> Kind.GREETING;
      case EHLO -> secured && mode != TlsMode.IMPLICIT ? Kind.EHLO_AFTER_TLS : Kind.EHLO;
      default -> Kind.TCP;
    };
  }
}
