package dev.mailconnector.config;

import static dev.mailconnector.config.Try.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsClientCertificate;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each key of an account, and the call of the builder that says the same. */
class BuilderTest {
  private static final SmtpEndpoint HOST = SmtpEndpoint.submission("h.example");
  private static final String PIN = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  /** YAML below an account, and the account that the builder makes. */
  private record Pair(String yaml, Supplier<Account.Builder> builder) {}

  private final Map<String, Pair> pairs = new LinkedHashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void keys() throws Exception {
    whole("preset", "preset: fastmail", () -> Account.builder("a", ProviderPreset.FASTMAIL));
    whole("host", "host: h.example", () -> Account.builder("a", HOST));
    same("port", "port: 2525", b -> b.endpoint(at(2525, TlsMode.STARTTLS)));
    same("tls", "tls: implicit", b -> b.endpoint(at(465, TlsMode.IMPLICIT)));
    same(
        "allow-cleartext-credentials",
        "allow-cleartext-credentials: true",
        Account.Builder::dangerouslyAllowCleartextCredentials);
    same("ehlo-name", "ehlo-name: app.example", b -> b.ehloName("app.example"));
    same(
        "user",
        "user: a@b.example\nauth: {password: '${env:M365_SECRET}'}",
        b -> b.from("a@b.example").login(PasswordLogin.of("a@b.example", secret())));
    same("from", "from: a@b.example", b -> b.from("a@b.example"));
    same("envelope-from", "envelope-from: a@b.example", b -> b.envelopeFrom("a@b.example"));
    same("allowed-from", "allowed-from: ['*@a.b', c@d.e]", b -> b.allowedFrom("*@a.b", "c@d.e"));
    same(
        "allowed-recipient-domains",
        "allowed-recipient-domains: a.b",
        b -> b.allowedRecipientDomains("a.b"));
    same("redirect-all-to", "redirect-all-to: a@b.c", b -> b.redirectAllTo("a@b.c"));
    same(
        "auth.type",
        "user: ann\nauth: {type: password, password: '${env:M365_SECRET}'}",
        b -> b.login(PasswordLogin.of("ann", secret())));
    trust();
    certificate();
    proxy();
    poolAndTransaction();
    timeouts();
  }

  private void trust() throws Exception {
    TestAuthority authority = TestAuthority.create();
    Path pem = authority.writePem(folder);
    same("trust.verify", "trust: {verify: none}", b -> b.trust(Trust.dangerouslyNone()));
    same("trust.ca-file", "trust: {ca-file: " + pem + "}", b -> b.trust(Trust.caFile(pem)));
    Path store = folder.resolve("trust.p12");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setCertificateEntry("ca", authority.certificate());
    try (OutputStream out = Files.newOutputStream(store)) {
      keys.store(out, Try.SECRET.toCharArray());
    }
    String yaml = "trust: {truststore: " + store + ", password: '${env:M365_SECRET}'}";
    same("trust.truststore", yaml, b -> b.trust(Trust.truststore(store, secret())));
    same("trust.password", yaml, b -> b.trust(Trust.truststore(store, secret())));
    same("trust.pin-sha256", "trust: {pin-sha256: " + PIN + "}", b -> b.trust(Trust.pin(PIN)));
    same("trust.server-name", "trust: {server-name: n.example}", b -> b.serverName("n.example"));
  }

  private void certificate() throws Exception {
    Instant now = InstantSource.system().instant();
    Path store = TestClientKey.ec(now).writePkcs12(folder.resolve("k.p12"), "app", Try.SECRET);
    String yaml =
        "tls-client-certificate: {file: " + store + ", password: '${env:M365_SECRET}', alias: app}";
    for (String key : List.of("file", "password", "alias")) {
      same(
          "tls-client-certificate." + key,
          yaml,
          b ->
              b.tlsClientCertificate(
                  TlsClientCertificate.file(store).password(secret()).alias("app")));
    }
  }

  private void proxy() {
    same(
        "proxy.url",
        "proxy: {url: 'socks5://p.example'}",
        b -> b.proxy(ProxyServer.socks5("p.example", 1080)));
    String yaml =
        "proxy: {url: 'http://p.example:3128', user: ann, password: '${env:M365_SECRET}', domain:"
            + " CORP}";
    for (String key : List.of("user", "password", "domain")) {
      same(
          "proxy." + key,
          yaml,
          b -> b.proxy(ProxyServer.http("p.example", 3128).login("CORP\\ann", secret())));
    }
  }

  private void poolAndTransaction() {
    pool("limits.connections", "limits: {connections: 2}", p -> p.withMaxConnections(2));
    pool(
        "limits.messages-per-connection",
        "limits: {messages-per-connection: 7}",
        p -> p.withMaxMessages(7));
    same(
        "limits.recipients-per-message",
        "limits: {recipients-per-message: 9}",
        b -> b.recipientsPerMessage(9));
    pool("pool.idle-timeout", "pool: {idle-timeout: 1m}", p -> p.withIdleTimeout(minutes(1)));
    pool("pool.max-age", "pool: {max-age: PT9M}", p -> p.withMaxAge(minutes(9)));
    pool(
        "pool.retire-with-credential",
        "pool: {retire-with-credential: false}",
        p -> p.withRetireWithCredential(false));
    pool("pool.keep-warm", "pool: {keep-warm: 1}", p -> p.withKeepWarm(1));
    same(
        "transaction.level",
        "transaction: {level: plain}",
        b -> b.transactionLevel(TransactionLevel.PLAIN));
    same(
        "transaction.all-or-nothing",
        "transaction: {all-or-nothing: true}",
        b -> b.allOrNothing(true));
    same("transaction.window", "transaction: {window: 3}", b -> b.window(3));
    same(
        "transaction.memory-limit", "transaction: {memory-limit: 1 KiB}", b -> b.memoryLimit(1024));
  }

  private void timeouts() {
    timeout("connect", t -> t.withConnect(minutes(7)));
    timeout("greeting", t -> t.withGreeting(minutes(7)));
    timeout("command", t -> t.withCommand(minutes(7)));
    timeout("final-reply", t -> t.withFinalReply(minutes(7)));
    timeout("borrow", t -> t.withBorrow(minutes(7)));
    timeout("token", t -> t.withToken(minutes(7)));
    timeout("shutdown", t -> t.withShutdown(minutes(7)));
  }

  @Test
  void everyKey_hasItsCall() {
    assertThat(pairs.keySet())
        .isEqualTo(Set.copyOf(Model.ACCOUNT_KEYS.stream().map(Key::path).toList()));
  }

  @Test
  void call_makesTheAccountThatTheKeyMakes() {
    Account plain = Account.builder("a", HOST).build();
    pairs.forEach(
        (key, pair) -> {
          ConfigurationReport report = Try.report(account(pair.yaml()));
          assertThat(report.errors()).as(key).isEmpty();
          Account read = report.configuration().accounts().get(0);

          assertThat(pair.builder().get().build())
              .as(key)
              .usingRecursiveComparison()
              .withStrictTypeChecking()
              .isEqualTo(read);
          if (!key.equals("host")) {
            assertThat(read)
                .as(key)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isNotEqualTo(plain);
          }
        });
  }

  private void whole(String key, String yaml, Supplier<Account.Builder> builder) {
    pairs.put(key, new Pair(yaml, builder));
  }

  private void same(String key, String yaml, UnaryOperator<Account.Builder> call) {
    whole(key, "host: h.example\n" + yaml, () -> call.apply(Account.builder("a", HOST)));
  }

  private void pool(String key, String yaml, UnaryOperator<PoolSettings> change) {
    same(key, yaml, b -> b.pool(change));
  }

  private void timeout(String key, UnaryOperator<Timeouts> change) {
    same(
        "timeouts." + key,
        "timeouts: {" + key + ": 7m}",
        b -> b.timeouts(change.apply(Timeouts.defaults())));
  }

  private static SmtpEndpoint at(int port, TlsMode tls) {
    return new SmtpEndpoint("h.example", port, tls);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Secret secret() {
    return Secret.of(Try.SECRET);
  }
}
