package dev.mailconnector.cli.probe;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.auth.oauth2.Gmail;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.cli.sender.SenderCheck;
import dev.mailconnector.probe.Probe;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeReport;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** What a fault is made of: servers, issuers and accounts of one test, which end with it. */
final class ProbeLab implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final String USER = "robot@example.com";
  static final String PASSWORD = "c0rrect-horse-battery";
  static final String TENANT = "contoso.onmicrosoft.com";
  static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  static final String CLIENT_SECRET = "s3cret-of-the-client";

  private static final String GREETING = "220 mail.example.com ESMTP";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final TestAuthority authority = TestAuthority.create();
  private List<Integer> otherPorts = List.of();
  private InstantSource clock = InstantSource.system();

  TestAuthority authority() {
    return authority;
  }

  <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  /** The machine's clock from now on. */
  void clock(InstantSource value) {
    clock = value;
  }

  ProbeLab otherPorts(int... ports) {
    otherPorts = new ArrayList<>();
    for (int port : ports) {
      otherPorts.add(port);
    }
    return this;
  }

  /** A mail server as it should be, but for these changes. */
  ScriptedSmtpServer server(Consumer<ScriptedSmtpServerBuilder> changes) {
    ScriptedSmtpServerBuilder builder =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue(HOST))
            .greeting(GREETING)
            .password(USER, PASSWORD)
            .tokens(TokenCheck.acceptingAll());
    changes.accept(builder);
    return keep(builder.start());
  }

  /** A server of Microsoft's or Google's that refuses every token with these words. */
  ScriptedSmtpServer refusing(SmtpProfile profile, String reply) {
    return server(changes -> changes.profile(profile).tokens(TokenCheck.refusingAll(reply)));
  }

  Account.Builder account(int port, TlsMode tls) {
    return Account.builder("robot", new SmtpEndpoint(HOST, port, tls)).from(USER);
  }

  /** An account with the right password. */
  Account.Builder password(int port, TlsMode tls) {
    return account(port, tls).login(PasswordLogin.of(USER, Secret.of(PASSWORD)));
  }

  Account.Builder password(ScriptedSmtpServer server) {
    return password(server.port(), TlsMode.STARTTLS);
  }

  MicrosoftIssuer microsoft() {
    MicrosoftIssuer issuer = keep(MicrosoftIssuer.start(authority));
    issuer.app(TENANT, CLIENT, CLIENT_SECRET);
    return issuer;
  }

  Microsoft365 application(MicrosoftIssuer issuer) {
    return Microsoft365.application(TENANT, CLIENT)
        .secret(Secret.of(CLIENT_SECRET))
        .authority(issuer.url());
  }

  /** An account of Microsoft 365. */
  Account microsoft(ScriptedSmtpServer server, MicrosoftIssuer issuer) {
    return token(server, application(issuer).login(USER));
  }

  Account token(ScriptedSmtpServer server, OAuth2Login login) {
    return account(server.port(), TlsMode.STARTTLS).login(login).build();
  }

  GoogleIssuer google() {
    GoogleIssuer issuer = keep(GoogleIssuer.start(authority));
    issuer.client(CLIENT, CLIENT_SECRET);
    return issuer;
  }

  /** An account of Gmail, by the consent of its user. */
  Account google(ScriptedSmtpServer server, GoogleIssuer issuer) {
    String refreshToken = issuer.grantRefreshToken(CLIENT, USER);
    return token(
        server,
        Gmail.refreshToken(CLIENT, Secret.of(CLIENT_SECRET), Secret.of(refreshToken))
            .tokenEndpoint(issuer.tokenEndpoint())
            .login(USER));
  }

  GenericIssuer generic() {
    GenericIssuer issuer = keep(GenericIssuer.start(authority));
    issuer.client(CLIENT, CLIENT_SECRET, "mail");
    return issuer;
  }

  Account generic(ScriptedSmtpServer server, java.net.URI endpoint) {
    return token(
        server,
        GenericOAuth2.at(endpoint)
            .clientCredentials(CLIENT, Secret.of(CLIENT_SECRET))
            .scope("mail")
            .login(USER));
  }

  ProbeReport report(Account account) {
    ProbeReport report =
        Probe.builder(account)
            .clock(clock)
            .limit(Duration.ofMinutes(5))
            .sslContext(authority.trustingContext())
            .otherPorts(otherPorts)
            .build()
            .run();
    // Whoever hunts secrets reads it, too.
    Logger.getLogger("test.witness").finest(report::toString);
    return report;
  }

  /** The id of the first cause; where nothing fails, of the first warning; else {@code none}. */
  String first(Account account) {
    ProbeReport report = report(account);
    Optional<ProbeFinding> first =
        report.firstCause().or(() -> report.warnings().stream().findFirst());
    return first.map(finding -> finding.diagnosis().id()).orElse("none");
  }

  String first(Account.Builder account) {
    return first(account.build());
  }

  /** The id of the first finding about the domain of {@link #USER}, by this server. */
  String sender(String host, NameServer names) {
    return sender(USER, host, names);
  }

  String sender(String envelope, String host, NameServer names) {
    return sender(envelope, host, names, System::nanoTime);
  }

  /** The same where each look at the clock finds it a minute later. */
  String slowSender(String host, NameServer names) {
    AtomicLong nanos = new AtomicLong();
    return sender(USER, host, names, () -> nanos.addAndGet(Duration.ofMinutes(1).toNanos()));
  }

  private static String sender(String envelope, String host, NameServer names, Ticker ticker) {
    List<ProbeFinding> found =
        new SenderCheck(envelope, USER, host, null, names.resolver(), ticker).run(step -> {});
    return found.isEmpty() ? "none" : found.get(0).diagnosis().id();
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
