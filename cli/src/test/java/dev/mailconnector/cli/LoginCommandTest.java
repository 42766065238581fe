package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code login} and {@code token}, with a scripted user. */
class LoginCommandTest {
  private static final String KEY = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(KEY);

  private final TestAuthority authority = TestAuthority.create();
  private final GenericIssuer issuer = GenericIssuer.start(authority);
  private final ConsentingUser user = ConsentingUser.trusting(authority);
  @TempDir Path folder;

  @BeforeEach
  void register() {
    issuer.publicClient("desktop");
    issuer.client("robot", KEY);
    issuer.deviceCodes(900, 1);
    issuer.jwtTokens();
  }

  @AfterEach
  void close() {
    hunt.alsoFor(issuer.tokensIssued());
    for (IssuerRequest request : issuer.requests()) {
      // Not the code: the scripted user's browser, which is the JDK's, logs the URL it stands in.
      Stream.of("refresh_token", "code_verifier", "device_code")
          .map(request.parameters()::get)
          .filter(Objects::nonNull)
          .forEach(secret -> hunt.alsoFor(List.of(secret)));
    }
    issuer.close();
  }

  /** Prints like standard error, and visits each page that stands on a line of its own. */
  private PrintStream errWithAUser(ByteArrayOutputStream err) {
    return new PrintStream(err, true, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        String word = line.replaceFirst(".* ", "");
        if (word.startsWith("https://") && word.contains("?")) {
          CompletableFuture.runAsync(() -> user.visit(URI.create(word)))
              .orTimeout(30, TimeUnit.SECONDS);
        }
      }
    };
  }

  private Ran run(String auth, String... command) throws IOException {
    return run(new ByteArrayOutputStream(), Interruption.NEVER, Browser.NONE, auth, command);
  }

  private Ran run(
      ByteArrayOutputStream err,
      Interruption interruption,
      Browser browser,
      String auth,
      String... command)
      throws IOException {
    Path key = Files.writeString(folder.resolve("key"), KEY);
    Path config =
        Files.writeString(
            folder.resolve("mail.yaml"),
            """
            accounts:
              ann:
                host: 127.0.0.1
                user: ann@example.com
                auth: {type: oauth2, token-service: generic, issuer: "%s", %s}
                trust: {ca-file: "%s"}
              relay: {host: 127.0.0.1, tls: none}
            """
                .formatted(
                    issuer.url(),
                    auth.replace(
                            "@STORE",
                            "token-store: {file: \"%s\", key: @KEY}"
                                .formatted(folder.resolve("ann.tokens")))
                        .replace("@F", folder.toString())
                        .replace("@KEY", "\"${file:" + key + "}\""),
                    authority.writePem(folder)));
    String[] arguments = new String[command.length + 2];
    arguments[0] = "--config";
    arguments[1] = config.toString();
    System.arraycopy(command, 0, arguments, 2, command.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                errWithAUser(err),
                Map.of(),
                false,
                false,
                interruption,
                browser),
            arguments);
    Ran ran =
        new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    SecretHunt.tell(ran.out() + ran.err());
    return ran;
  }

  private static final String CONSENT =
      "grant: refresh-token, client-id: desktop, scope: smtp, @STORE";

  @Test
  void login_inBrowser_keepsTheTokenThatTokenUses() throws IOException {
    Ran login = run(CONSENT, "login", "--account", "ann");

    assertThat(login.err()).contains("Visit this page in a browser", "/authorize?");
    assertThat(login.status()).isZero();
    assertThat(login.out())
        .contains("consented", "user        ann@example.com", "scopes      email openid smtp")
        .contains("kept in     the token store " + folder.resolve("ann.tokens"));

    Ran token = run(CONSENT, "token", "--account", "ann");

    assertThat(token.err()).isEmpty();
    assertThat(token.status()).isZero();
    assertThat(token.out())
        .contains("account     ann (OAuth2 login as ann@example.com)")
        .contains("lifetime    3600 s", "issuer      " + issuer.url(), "granted     smtp");
  }

  @Test
  void login_byDevice_keepsTheTokenThatTokenUses() throws IOException {
    Ran login = run(CONSENT, "login", "--account", "ann", "--device", "--json");

    assertThat(login.err()).contains("Visit this page on any device", "code ");
    assertThat(login.status()).isZero();
    JsonObject json = JsonParser.parseString(login.out()).getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isZero();
    assertThat(json.get("user").getAsString()).isEqualTo("ann@example.com");
    assertThat(json.get("endsAfterSeconds").isJsonNull()).isTrue();
    assertThat(json.get("store").getAsString()).contains("ann.tokens");
    assertThat(run(CONSENT, "token", "--account", "ann").status()).isZero();
  }

  @Test
  void login_userRefuses_endsWith77AndTellsWhy() throws IOException {
    issuer.refuseConsent("access_denied", "Not today.");

    Ran ran = run(CONSENT, "login", "--account", "ann");

    assertThat(ran.status()).isEqualTo(77);
    assertThat(ran.err()).contains("access_denied \"Not today.\"");
    assertThat(folder.resolve("ann.tokens")).doesNotExist();
  }

  @Test
  void login_somebodyElseConsents_endsWith77AndKeepsNothing() throws IOException {
    issuer.signIn("bob@example.com");

    Ran ran = run(CONSENT, "login", "--account", "ann", "--json");

    assertThat(ran.status()).isEqualTo(77);
    assertThat(ran.err()).contains("another than ann@example.com consented", "bob@example.com");
    assertThat(ran.lastLine()).contains("\"status\":77");
    assertThat(folder.resolve("ann.tokens")).doesNotExist();
  }

  @Test
  void login_somebodyElseIsNamed_keepsTheTokenForTheAccount() throws IOException {
    issuer.signIn("bob@example.com");

    Ran ran = run(CONSENT, "login", "--account", "ann", "--user", "bob@example.com");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("user        bob@example.com");
    assertThat(run(CONSENT, "token", "--account", "ann").status()).isZero();
  }

  @Test
  void login_issuerDoesNotSayWho_isToldSo() throws IOException {
    issuer.discovery(
        document -> {
          Map<String, Object> plain = new LinkedHashMap<>(document);
          plain.remove("scopes_supported");
          return plain;
        });

    Ran ran = run(CONSENT, "login", "--account", "ann");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("user        not named by the issuer: nobody has checked");
  }

  @Test
  void login_nobodyComes_endsWith75AtTheLimit() throws IOException {
    issuer.deviceCodes(900, 1);

    Ran ran = run(CONSENT, "login", "--account", "ann", "--device", "--timeout", "1s");

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.err()).contains("nobody consented within PT1S");
  }

  @Test
  void login_issuerIsAway_endsWith69() throws IOException {
    issuer.close();

    Ran ran = run(CONSENT, "login", "--account", "ann");

    assertThat(ran.status()).isEqualTo(69);
    assertThat(ran.err()).doesNotContain("Visit");
  }

  @Test
  void login_storeKeyIsNoKey_endsWith78BeforeThePageIsShown() throws IOException {
    Ran ran =
        run(
            CONSENT.replace("@STORE", "token-store: {file: \"@F/t\", key: short}"),
            "login",
            "--account",
            "ann");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).doesNotContain("Visit").contains("token-store");
  }

  @Test
  void login_storeFolderIsMissing_endsWith78BeforeThePageIsShown() throws IOException {
    Ran ran =
        run(
            CONSENT.replace("@STORE", "token-store: {file: \"@F/none/t\", key: @KEY}"),
            "login",
            "--account",
            "ann");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).doesNotContain("Visit").contains("auth.token-store.file");
  }

  @Test
  void login_withABrowser_handsThePageToIt_unlessToldNotTo() throws IOException {
    List<URI> opened = new ArrayList<>();
    Browser browser =
        page -> {
          opened.add(page);
          return true;
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    Ran ran = run(err, Interruption.NEVER, browser, CONSENT, "login", "--account", "ann");

    assertThat(ran.status()).isZero();
    assertThat(opened).hasSize(1);
    assertThat(ran.err()).contains("  " + opened.get(0), "It was handed to your browser.");

    run(err, Interruption.NEVER, browser, CONSENT, "login", "--account", "ann", "--no-browser");

    assertThat(opened).hasSize(1);
  }

  @Test
  void login_interrupted_saysSoAndKeepsNothing() throws IOException {
    AtomicReference<Runnable> stop = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(1);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    issuer.redirect(answer -> Map.of());

    Ran ran =
        run(
            err,
            run -> {
              stop.set(run);
              return ended::countDown;
            },
            page -> {
              stop.get().run();
              return true;
            },
            CONSENT,
            "login",
            "--account",
            "ann");

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.err()).contains("Given up; nothing was kept.");
    assertThat(ended.getCount()).isZero();
    assertThat(folder.resolve("ann.tokens")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--timeout 0s, is not a time such as 90s",
    "--timeout soon, is not a time such as 90s",
    "--port 70000, A port is a number from 1 to 65535",
    "--device --port 8400, have no effect with --device",
    "--device --no-browser, have no effect with --device"
  })
  void login_optionThatCannotBe_endsWith64AndSaysWhy(String options, String told)
      throws IOException {
    Ran ran = run(CONSENT, ("login --account ann " + options).split(" ", -1));

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains(told).doesNotContain("Visit");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, DISPLAY, xdg-open",
    "Linux, WAYLAND_DISPLAY, xdg-open",
    "Linux, OTHER, ",
    "Mac OS X, OTHER, open",
    "Windows 11, OTHER, 'rundll32 url.dll,FileProtocolHandler'"
  })
  void desktopBrowser_ofEachSystem_hasItsCommand(
      String system, String variable, @Nullable String command) {
    List<String> words = new DesktopBrowser(system, Map.of(variable, ":0")).command();

    assertThat(String.join(" ", words)).isEqualTo(command == null ? "" : command);
  }

  @Test
  void desktopBrowser_withoutADesktop_opensNothing() {
    assertThat(new DesktopBrowser("Linux", Map.of()).open(URI.create("https://example.com")))
        .isFalse();
  }

  @Test
  void login_ofAnotherGrant_endsWith78AndNamesTheKey() throws IOException {
    Ran ran =
        run(
            "grant: client-credentials, client-id: robot, client-secret: @KEY",
            "login",
            "--account",
            "ann");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("accounts.ann.auth.grant").contains("refresh-token");
  }

  @Test
  void login_withAConfiguredToken_endsWith78AndNamesTheKey() throws IOException {
    Ran ran =
        run(
            "grant: refresh-token, client-id: desktop, refresh-token: @KEY",
            "login",
            "--account",
            "ann");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("accounts.ann.auth.refresh-token").contains("token-store");
  }

  @Test
  void token_secretThatEndsSoon_isShownAndWarnedOf() throws IOException {
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(10));
    String robot =
        "grant: client-credentials, client-id: robot, client-secret: @KEY, client-secret-expires: \""
            + end
            + "\"";

    Ran text = run(robot, "token", "--account", "ann");
    Ran line = run(robot, "token", "--account", "ann", "--json");

    assertThat(text.out())
        .contains("ends        client secret robot: " + end)
        .contains("warning     The client secret of account ann (robot) ends on " + end);
    JsonObject json = JsonParser.parseString(line.out()).getAsJsonObject();
    JsonObject ends = json.getAsJsonArray("ends").get(0).getAsJsonObject();
    assertThat(ends.get("part").getAsString()).isEqualTo("client secret");
    assertThat(ends.get("name").getAsString()).isEqualTo("robot");
    assertThat(ends.get("endsAt").getAsString()).isEqualTo(end.toString());
    assertThat(ends.get("warnFrom").getAsString())
        .isEqualTo(end.minus(Duration.ofDays(30)).toString());
    assertThat(ends.get("ifUnused").getAsBoolean()).isFalse();
    assertThat(ends.get("remedy").getAsString()).contains("auth.client-secret-expires");
    assertThat(ends.get("warning").getAsString()).contains("The client secret of account ann");
  }

  @Test
  void token_secretThatEndsInAYear_isShownAndNotWarnedOf() throws IOException {
    Ran ran =
        run(
            "grant: client-credentials, client-id: robot, client-secret: @KEY,"
                + " client-secret-expires: "
                + LocalDate.now(ZoneOffset.UTC).plusYears(1),
            "token",
            "--account",
            "ann");
    assertThat(ran.out()).contains("ends        client secret robot: ").doesNotContain("warning");
  }

  @Test
  void token_refreshTokenWhoseEndTheIssuerTells_isShown() throws IOException {
    issuer.rotating(false);
    issuer.failAll(IssuerFault.with("refresh_expires_in", Duration.ofDays(7).toSeconds()));
    run(CONSENT, "login", "--account", "ann");

    Ran ran = run(CONSENT, "token", "--account", "ann", "--json");

    JsonObject ends =
        JsonParser.parseString(ran.lastLine())
            .getAsJsonObject()
            .getAsJsonArray("ends")
            .get(0)
            .getAsJsonObject();
    assertThat(ends.get("part").getAsString()).isEqualTo("refresh token");
    assertThat(ends.get("warning").isJsonNull()).isTrue();
    assertThat(Instant.parse(ends.get("endsAt").getAsString()))
        .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(7)));
  }

  @Test
  void token_consentWasTakenBack_endsWith77AndTellsTheCommand() throws IOException {
    run(CONSENT, "login", "--account", "ann");
    issuer.failAll(IssuerFault.oauthError(400, "invalid_grant", "Token revoked"));

    Ran ran = run(CONSENT, "token", "--account", "ann", "--json");

    assertThat(ran.status()).isEqualTo(77);
    assertThat(JsonParser.parseString(ran.lastLine()).getAsJsonObject().get("remedy").getAsString())
        .endsWith(" Run: mailconnector login --account ann");
  }

  @Test
  void token_beforeAnyLogin_endsWith78AndSaysWhatIsMissing() throws IOException {
    Ran ran = run(CONSENT, "token", "--account", "ann");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("There is no refresh token of ann@example.com");
  }

  @Test
  void token_asJson_isOneLineWithoutTheToken() throws IOException {
    Ran ran =
        run(
            "grant: client-credentials, client-id: robot, client-secret: @KEY",
            "token",
            "--account",
            "ann",
            "--json");

    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isZero();
    assertThat(json.get("lifetimeSeconds").getAsInt()).isEqualTo(3600);
    assertThat(json.getAsJsonObject("jwt").get("issuer").getAsString())
        .isEqualTo(issuer.url().toString());
    assertThat(ran.out()).doesNotContain(issuer.tokensIssued().get(0));
  }

  @Test
  void token_thatTheIssuerRefuses_endsWith77() throws IOException {
    issuer.client("robot", "another");
    Ran ran =
        run(
            "grant: client-credentials, client-id: robot, client-secret: @KEY",
            "token",
            "--account",
            "ann",
            "--json");

    assertThat(ran.status()).isEqualTo(77);
    assertThat(ran.lastLine()).contains("\"status\":77").contains("invalid_client");
  }

  @Test
  void token_ofAnAccountWithoutTokens_endsWith78AndNamesTheKey() throws IOException {
    Ran ran = run(CONSENT, "token", "--account", "relay");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("accounts.relay.auth.type");
  }
}
