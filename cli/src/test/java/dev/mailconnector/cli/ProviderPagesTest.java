package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A newcomer follows docs/providers word for word: every command does what the page says, with an
 * issuer of the testkit in place of the provider's.
 */
class ProviderPagesTest {
  private static final String KEY = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";
  private static final String SECRET = "s3cret of the client";
  private static final Pattern ACCOUNT = Pattern.compile("--account (\\w+)");

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(KEY, SECRET);

  private final TestAuthority authority = TestAuthority.create();
  private final ConsentingUser user = ConsentingUser.trusting(authority);
  private final MicrosoftIssuer microsoft = MicrosoftIssuer.start(authority);
  private final GoogleIssuer google = GoogleIssuer.start(authority);
  private final GenericIssuer generic = GenericIssuer.start(authority);
  private ScriptedSmtpServer server;
  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    server =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.MICROSOFT365)
            .certificate(authority.issue())
            .tokens(
                (mailbox, token) ->
                    issuers().stream().anyMatch(issuer -> issuer.isValid(mailbox, token))
                        ? TokenVerdict.accepted()
                        : TokenVerdict.refused())
            .start();
    issuers().forEach(issuer -> issuer.deviceCodes(900, 1));
    Files.createDirectory(folder.resolve("lib"));
    for (String name :
        List.of(
            "m365",
            "mailer",
            "google-client",
            "app-password",
            "token",
            "azure",
            "foreign",
            "mail",
            "proxy",
            "svc-mail.keytab",
            "acs")) {
      Files.writeString(folder.resolve(name), SECRET);
    }
    Files.writeString(folder.resolve("store-key"), KEY);
    Files.copy(authority.writePem(folder), folder.resolve("corp-ca.pem"));
    Files.writeString(folder.resolve("mailer.pass"), "p4ss");
    TestClientKey.rsa(InstantSource.system().instant())
        .writePkcs12(folder.resolve("mailer.p12"), "mailer", "p4ss");
    Files.writeString(folder.resolve("google.json"), google.serviceAccountKeyJson());
    Files.writeString(
        folder.resolve("federation.json"),
        google.federationJson(Map.of("file", folder.resolve("foreign").toString()), false));
  }

  private List<TokenIssuer> issuers() {
    return List.of(microsoft, google, generic);
  }

  @AfterEach
  void close() {
    issuers()
        .forEach(
            issuer -> {
              hunt.alsoFor(issuer.tokensIssued());
              issuer.close();
            });
    server.close();
  }

  @Test
  void microsoft365_wordForWord_sends() throws IOException {
    microsoft.signIn("ann@contoso.com");
    follow(
        "microsoft365.md",
        account -> {
          String client = "11111111-2222-3333-4444-555555555555";
          if (account.equals("robot")) {
            microsoft.app("contoso.onmicrosoft.com", client, SECRET);
          } else {
            microsoft.publicApp("contoso.onmicrosoft.com", client);
          }
        },
        yaml ->
            yaml.replaceFirst(
                "(?m)^( +)tenant: .*$", "$0\n$1authority: \"" + microsoft.url() + "\""));

    assertThat(server.messages())
        .extracting(message -> message.login().user())
        .containsExactly("robot@contoso.com", "ann@contoso.com");
  }

  @Test
  void gmail_wordForWord_sends() throws IOException {
    google.signIn("ann@gmail.com");
    google.client("1234-abc.apps.googleusercontent.com", SECRET);
    follow(
        "gmail.md",
        account -> {},
        yaml ->
            yaml.replaceFirst(
                "(?m)^( +)client-id: .*$",
                "$0\n$1token-endpoint: \""
                    + google.tokenEndpoint()
                    + "\"\n$1authorization-endpoint: \""
                    + google.authorizationEndpoint()
                    + "\""));

    assertThat(server.messages())
        .extracting(message -> message.login().user())
        .containsExactly("news@example.com", "ann@gmail.com");
  }

  @Test
  void generic_wordForWord_sends() throws IOException {
    generic.signIn("ann@corp.example");
    generic.client("mailer", SECRET, "smtp");
    generic.publicClient("desktop");
    follow(
        "generic.md",
        account -> {},
        yaml -> yaml.replaceFirst("(?m)^( +)issuer: .*$", "$1issuer: \"" + generic.url() + "\""));

    assertThat(server.messages())
        .extracting(message -> message.login().user())
        .containsExactly("robot@corp.example", "ann@corp.example");
  }

  @Test
  void exchange_wordForWord_sends() throws IOException {
    NtlmServer corp =
        NtlmServer.ofDomain("CORP", "corp.example")
            .user("svc-mail", SECRET)
            .traits(NtlmTrait.DEMANDS_CHANNEL_BINDING);
    listen(
        SmtpProfile.EXCHANGE_SERVER,
        builder -> builder.mechanism(corp).password("CORP\\svc-mail", SECRET));
    follow("exchange.md", account -> {}, yaml -> yaml);

    assertThat(server.messages())
        .extracting(message -> message.login().mechanism())
        .containsExactly("NTLM", "LOGIN");
    assertThat(corp.verdicts()).hasSize(1).allMatch(NtlmVerdict::isAccepted);
  }

  @Test
  void intranetRelay_wordForWord_sends() throws IOException {
    listen(SmtpProfile.POSTFIX, builder -> builder.password("app", SECRET).loginRequired(false));
    follow("intranet-relay.md", account -> {}, yaml -> yaml);

    assertThat(server.messages())
        .extracting(message -> message.login() == null ? "nobody" : message.login().user())
        .containsExactly("nobody", "nobody", "app");
  }

  /** Another mail server in place of Microsoft's. */
  private void listen(SmtpProfile profile, UnaryOperator<ScriptedSmtpServerBuilder> with) {
    server.close();
    server =
        with.apply(ScriptedSmtpServer.builder().profile(profile).certificate(authority.issue()))
            .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"microsoft365.md", "gmail.md", "generic.md"})
  void placeForTheRefreshToken_madeTwiceAsWritten_keepsItsKey(String page) throws Exception {
    String script =
        fences(page, "sh").stream()
            .filter(commands -> commands.contains("> /etc/mailconnector/store-key"))
            .findFirst()
            .orElseThrow()
            .replace("openssl rand -base64 32", "head -c 32 /dev/urandom | base64")
            .replace("/etc/mailconnector", folder.resolve("etc").toString())
            .replace("/var/lib/mailconnector", folder.resolve("var").toString());

    assertThat(bash(script)).isZero();
    String key = Files.readString(folder.resolve("etc/store-key"));
    assertThat(bash(script)).isZero();

    assertThat(Base64.getDecoder().decode(key.strip())).hasSize(32);
    assertThat(folder.resolve("etc/store-key")).hasContent(key);
    assertThat(Files.getPosixFilePermissions(folder.resolve("etc/store-key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("var")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  private static int bash(String script) throws Exception {
    return new ProcessBuilder("bash", "-euc", script).inheritIO().start().waitFor();
  }

  private interface Before {
    void command(String account);
  }

  private interface Change {
    String of(String yaml);
  }

  /** Runs the commands of a page in their order, but for those that need a port of their own. */
  private void follow(String page, Before before, Change change) throws IOException {
    List<String> commands =
        fences(page, "sh").stream()
            .flatMap(String::lines)
            .map(line -> line.replaceFirst(" #.*", "").strip())
            .filter(line -> line.startsWith("./mailconnector "))
            .filter(line -> !line.contains("--port"))
            .toList();
    assertThat(commands).hasSizeGreaterThan(2);
    String account = named(String.join("\n", commands), "none");
    for (String command : commands) {
      account = named(command, account);
      before.command(account);
      String yaml = change.of(configuration(page, account));
      Path file = Files.writeString(folder.resolve("mailconnector.yaml"), here(pointedHere(yaml)));
      Ran ran = run(command.replace("mailconnector.yaml", file.toString()));
      assertThat(ran.status()).as("%s%n%s%n%s", command, ran.out(), ran.err()).isZero();
    }
  }

  private static String named(String commands, String otherwise) {
    Matcher named = ACCOUNT.matcher(commands);
    return named.find() ? named.group(1) : otherwise;
  }

  private static String configuration(String page, String account) throws IOException {
    return fences(page, "yaml").stream()
        .filter(yaml -> yaml.startsWith("accounts:\n  " + account + ":\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No configuration of " + account + " in " + page));
  }

  /** The same for the server of the test, in place of the page's or the preset's. */
  private String pointedHere(String yaml) throws IOException {
    String ours =
        "    host: 127.0.0.1\n    port: "
            + server.port()
            + "\n    tls: starttls\n    trust: {ca-file: \""
            + authority.writePem(folder)
            + "\"}";
    String bare = yaml.replaceAll("(?m)^    (port|tls|trust): .*\n", "");
    return bare.contains("\n    host: ")
        ? bare.replaceFirst("(?m)^    host: .*$", Matcher.quoteReplacement(ours))
        : bare.replaceFirst("(?m)^    user: .*$", "$0\n" + Matcher.quoteReplacement(ours));
  }

  /** The same with the places of the page in the folder of the test. */
  private String here(String yaml) {
    return yaml.replace("/run/secrets", folder.toString())
        .replace("/etc/mailconnector", folder.toString())
        .replace("/var/run/tokens", folder.toString())
        .replace("/var/lib/mailconnector", folder.resolve("lib").toString())
        .replace("key-file: federation.json", "key-file: " + folder.resolve("federation.json"));
  }

  private Ran run(String command) {
    Matcher words = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    String[] arguments =
        words
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                errWithAUser(err),
                Map.of(),
                false,
                false,
                Interruption.NEVER,
                page -> {
                  CompletableFuture.runAsync(() -> user.visit(page))
                      .orTimeout(30, TimeUnit.SECONDS);
                  return true;
                }),
            Arrays.copyOfRange(arguments, 1, arguments.length));
    Ran ran =
        new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    SecretHunt.tell(ran.out() + ran.err());
    return ran;
  }

  /** Visits the page that a device code is typed into. */
  private PrintStream errWithAUser(ByteArrayOutputStream err) {
    return new PrintStream(err, true, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        if (line.startsWith("Or in one step: ")) {
          user.visit(URI.create(line.substring("Or in one step: ".length())));
        }
      }
    };
  }

  private static List<String> fences(String page, String language) throws IOException {
    return Pattern.compile("(?ms)^( *)```" + language + "\n(.*?)^ *```$")
        .matcher(Files.readString(Path.of("..", "docs", "providers", page)))
        .results()
        .map(fence -> fence.group(2))
        .toList();
  }
}
