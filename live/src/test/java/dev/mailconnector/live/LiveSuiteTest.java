package dev.mailconnector.live;

import static dev.mailconnector.live.FlowResult.Outcome.FAILED;
import static dev.mailconnector.live.FlowResult.Outcome.NOT_SET_UP;
import static dev.mailconnector.live.FlowResult.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.spi.StandaloneContext;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite itself, against the servers of the testkit. */
class LiveSuiteTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String SECRET = "Kq8~s3cret-of-the-app";
  private static final String USER = "robot.writer@contoso-live.example";

  private final TestAuthority authority = TestAuthority.create();
  private final MicrosoftIssuer microsoft = MicrosoftIssuer.start(authority);
  private final GoogleIssuer google = GoogleIssuer.start(authority);
  private final GenericIssuer generic = GenericIssuer.start(authority);
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    microsoft.close();
    google.close();
    generic.close();
  }

  /** Sets the variables of one login and makes its issuer know it. */
  private TokenIssuer setUp(LiveLogin login) throws Exception {
    set("DELIVER", "yes");
    set("REPLAY", "yes");
    for (String name : login.needed()) {
      set(name, value(name));
    }
    if (login.name().startsWith("MICROSOFT")) {
      setUpMicrosoft(login);
      return microsoft;
    }
    google.client(CLIENT, SECRET);
    google.delegateTo(USER);
    generic.client(CLIENT, SECRET);
    if (login == LiveLogin.GOOGLE_REFRESH_TOKEN) {
      set("GOOGLE_REFRESH_TOKEN", google.grantRefreshToken(CLIENT, USER));
    } else if (login == LiveLogin.GENERIC_REFRESH_TOKEN) {
      generic.publicClient(CLIENT);
      set("GENERIC_REFRESH_TOKEN", generic.grantRefreshToken(CLIENT, USER));
    }
    return login.name().startsWith("GOOGLE") ? google : generic;
  }

  private void setUpMicrosoft(LiveLogin login) throws Exception {
    switch (login) {
      case MICROSOFT_SECRET -> microsoft.app("contoso-live.example", CLIENT, SECRET);
      case MICROSOFT_CERTIFICATE -> {
        TestClientKey key = TestClientKey.rsa(Instant.now());
        key.writePem(folder.resolve("app.pem"));
        microsoft.certificate("contoso-live.example", CLIENT, key.certificate());
      }
      default -> {
        microsoft.publicApp("contoso-live.example", CLIENT);
        set("MICROSOFT_REFRESH_TOKEN", microsoft.grantRefreshToken(CLIENT, USER));
      }
    }
  }

  private void set(String name, String value) {
    environment.put(Variables.full(name), value);
  }

  private String value(String name) throws Exception {
    return switch (name.substring(name.indexOf('_') + 1)) {
      case "TENANT" -> "contoso-live.example";
      case "CLIENT_ID" -> CLIENT;
      case "CLIENT_SECRET" -> SECRET;
      case "USER" -> USER;
      case "HOST" -> "localhost";
      case "TOKEN_ENDPOINT" -> generic.tokenEndpoint().toString();
      case "CERTIFICATE" -> folder.resolve("app.pem").toString();
      case "KEY_FILE" ->
          Files.writeString(folder.resolve("key.json"), google.serviceAccountKeyJson()).toString();
      default -> "to be set";
    };
  }

  private ScriptedSmtpServer server(LiveLogin login, TokenIssuer issuer) {
    SmtpProfile profile =
        login.name().startsWith("MICROSOFT")
            ? SmtpProfile.MICROSOFT365
            : login.name().startsWith("GOOGLE") ? SmtpProfile.GMAIL : SmtpProfile.POSTFIX;
    return ScriptedSmtpServer.builder()
        .profile(profile)
        .tls(ServerTls.STARTTLS)
        .certificate(authority.issue())
        .tokens(
            (user, token) ->
                issuer.isValid(user, token)
                    ? TokenVerdict.accepted()
                    : TokenVerdict.refused("535 5.7.8 Not " + user + " with " + token))
        .start();
  }

  private Target target(ScriptedSmtpServer server, LiveLogin login) {
    URI issuer = login.name().startsWith("MICROSOFT") ? microsoft.url() : google.tokenEndpoint();
    return new Target(
        new SmtpEndpoint(server.host(), server.port(), TlsMode.STARTTLS),
        issuer,
        authority.trustingContext());
  }

  private long run(Target target) throws Exception {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new LiveRun(new Variables(environment), target, report(), out).run(TODAY);
  }

  private Path report() {
    return folder.resolve("target/report.md");
  }

  @ParameterizedTest
  @EnumSource
  void suite_everythingAllowed_everyFlowPassesAndTheReportNamesNobody(LiveLogin login)
      throws Exception {
    TokenIssuer issuer = setUp(login);
    try (ScriptedSmtpServer server = server(login, issuer)) {
      long failed = run(target(server, login));

      String report = Files.readString(report());
      assertThat(failed).as(report).isZero();
      assertThat(server.messages()).hasSize(6);
      assertThat(report)
          .contains("## " + login.title(), "| token | passed |", "### greeting and EHLO: passed")
          .contains("| two messages to oneself, level BDAT | passed |", "not set up: 0.")
          .contains("    250-PIPELINING\n", "    250-ENHANCEDSTATUSCODES\n");
      assertThat(report)
          .as("nothing of its user")
          .doesNotContainIgnoringCase(USER)
          .doesNotContainIgnoringCase("contoso-live")
          .doesNotContainIgnoringCase("robot.writer")
          .doesNotContain(CLIENT, SECRET, folder.toString())
          .doesNotContain(issuer.tokensIssued());
    }
  }

  @Test
  void suite_refreshTokenThatRotates_consentSurvivesUnlessAReplayIsAllowed() throws Exception {
    TokenIssuer issuer = setUp(LiveLogin.GENERIC_REFRESH_TOKEN);
    environment.remove(Variables.full("REPLAY"));
    String consent = environment.get(Variables.full("GENERIC_REFRESH_TOKEN"));
    try (ScriptedSmtpServer server = server(LiveLogin.GENERIC_REFRESH_TOKEN, issuer)) {
      List<FlowResult> results = suite(server);
      assertThat(of(results, "replay of the first refresh token").outcome()).isEqualTo(NOT_SET_UP);
      assertThat(of(results, "rotation of the refresh token").said())
          .hasSize(3)
          .containsOnly("the refresh token was replaced");
      assertThat(generic.isFamilyRevoked(consent)).isFalse();
    }

    set("GENERIC_REFRESH_TOKEN", generic.grantRefreshToken(CLIENT, USER));
    set("REPLAY", "yes");
    try (ScriptedSmtpServer server = server(LiveLogin.GENERIC_REFRESH_TOKEN, issuer)) {
      FlowResult replay = of(suite(server), "replay of the first refresh token");
      assertThat(replay.outcome()).isEqualTo(PASSED);
      assertThat(replay.said().get(0)).contains("the first one again: stays:", "invalid_grant");
      assertThat(replay.said().get(1)).contains("the newest one after that: stays:");
    }
  }

  private List<FlowResult> suite(ScriptedSmtpServer server) throws Exception {
    Variables given = new Variables(environment);
    LiveLogin login = LiveLogin.GENERIC_REFRESH_TOKEN;
    return new LiveSuite(given, target(server, login), Redactor.of(given)).run(login);
  }

  private static FlowResult of(List<FlowResult> results, String flow) {
    return results.stream().filter(result -> result.flow().equals(flow)).findFirst().orElseThrow();
  }

  @Test
  void suite_issuerRefuses_restIsNotTriedAndTheReportSaysWhy() throws Exception {
    setUp(LiveLogin.MICROSOFT_SECRET);
    microsoft.expireSecret(CLIENT);
    try (ScriptedSmtpServer server = server(LiveLogin.MICROSOFT_SECRET, microsoft)) {
      assertThat(run(target(server, LiveLogin.MICROSOFT_SECRET))).isPositive();
      assertThat(server.counters().connectionsTotal()).isZero();
    }
    assertThat(Files.readString(report()))
        .contains("| token | failed |", "AADSTS7000222", "There is no token.");
  }

  @Test
  void suite_serverRefusesTheToken_failedWithItsWords() throws Exception {
    setUp(LiveLogin.MICROSOFT_SECRET);
    environment.remove(Variables.full("DELIVER"));
    try (ScriptedSmtpServer server = server(LiveLogin.MICROSOFT_SECRET, microsoft)) {
      server.tokens(
          (user, token) ->
              TokenVerdict.refused(
                  "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for"
                      + " the Tenant."));
      assertThat(run(target(server, LiveLogin.MICROSOFT_SECRET))).isPositive();
      assertThat(server.messages()).isEmpty();
    }
    assertThat(Files.readString(report()))
        .contains("| login by XOAUTH2 in two steps | failed |")
        .contains("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication")
        .contains("To have them sent: MAILCONNECTOR_LIVE_DELIVER=yes");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.com, , smtp.office365.com, https://login.microsoftonline.com",
    "consumers, , smtp-mail.outlook.com, https://login.microsoftonline.com",
    "contoso.us, us-government, smtp.office365.us, https://login.microsoftonline.us",
    "contoso.cn, china, smtp.partner.outlook.cn, https://login.partner.microsoftonline.cn"
  })
  void microsoft_tenantAndCloud_sayWhereToGo(
      String tenant, @Nullable String cloud, String host, String authority) {
    set("MICROSOFT_TENANT", tenant);
    set("MICROSOFT_CLIENT_ID", CLIENT);
    set("MICROSOFT_CLIENT_SECRET", SECRET);
    set("MICROSOFT_USER", USER);
    if (cloud != null) {
      set("MICROSOFT_CLOUD", cloud);
    }
    Variables given = new Variables(environment);
    assertThat(LiveLogin.MICROSOFT_SECRET.endpoint(given, null).host()).isEqualTo(host);
    OAuth2Login login = LiveLogin.MICROSOFT_SECRET.login(given, null, RefreshTokenStore.inMemory());
    Account account = Account.builder("live", SmtpEndpoint.submission(host)).login(login).build();
    try (StandaloneContext context = StandaloneContext.of(account);
        TokenSource source = login.open(context)) {
      assertThat(source.issuer().orElseThrow().issuer()).isEqualTo(authority);
    }
  }

  @Test
  void microsoftCloud_thatIsNone_isToldWithTheOthers() {
    set("MICROSOFT_CLOUD", "germany");
    assertThatThrownBy(() -> MicrosoftCloud.of(new Variables(environment)))
        .hasMessageContaining("global, us-government or china");
  }

  @Test
  void run_withoutVariables_saysWhatItNeedsAndDoesNothing() throws Exception {
    assertThat(run(null)).isZero();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Nothing was tried")
        .contains("MAILCONNECTOR_LIVE_MICROSOFT_TENANT MAILCONNECTOR_LIVE_MICROSOFT_CLIENT_ID")
        .contains("MAILCONNECTOR_LIVE_GOOGLE_KEY_FILE MAILCONNECTOR_LIVE_GOOGLE_USER");
    assertThat(report()).doesNotExist();
  }

  @Test
  void flow_thatThrows_isAResult() {
    FlowResult result =
        Flow.run(
            "broken",
            () -> 0,
            said -> {
              said.add("so far");
              throw new IllegalStateException("no further");
            });
    assertThat(result.outcome()).isEqualTo(FAILED).isNotEqualTo(PASSED);
    assertThat(result.said()).containsExactly("so far", "IllegalStateException: no further");
  }
}
