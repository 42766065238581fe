package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo --serve}: every command can be tried without an account anywhere. */
@Timeout(120)
class DemoServeTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("demo-client-secret");

  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Runnable> stops = new LinkedBlockingQueue<>();
  @TempDir Path folder;

  @Test
  void everyCommand_worksAtTheServersAndIsShown() throws Exception {
    Path site = folder.resolve("try");
    CompletableFuture<Integer> demo =
        CompletableFuture.supplyAsync(() -> demo("demo", "--serve", site.toString()));
    awaitLine("shown here");
    String file = site.resolve("mailconnector.yaml").toString();

    assertThat(Ran.with("--config", file, "config", "check").out())
        .contains("no errors, no warnings, 9 accounts");
    assertThat(at(site, "login", "--account", "ann").out()).contains("ann@contoso.example");
    assertThat(at(site, "login", "--account", "bob").out()).contains("bob@gmail.example");
    for (String account : new String[] {"robot", "ann", "news", "bob", "mailer"}) {
      assertThat(at(site, "token", "--account", account).out()).contains(account);
    }
    for (String account :
        new String[] {
          "robot", "ann", "news", "bob", "mailer", "relay", "scram", "intranet", "nologin"
        }) {
      String[] send = {
        "send", "--account", account, "--to", "you@example.com", "--subject", account, "--text", "x"
      };
      at(site, send);
      assertThat(awaitLine("you@example.com")).endsWith(" to you@example.com: " + account);
    }
    assertThat(at(site, "probe").out()).contains("No fault found").doesNotContain("warn", "FAIL");
    stops.take().run();
    assertThat(demo.get()).isZero();

    // Once more in the same folder: what is left there of the first time does not disturb.
    CompletableFuture<Integer> again =
        CompletableFuture.supplyAsync(() -> demo("demo", "--serve", site.toString()));
    awaitLine("shown here");
    at(site, "login", "--account", "ann");
    stops.take().run();
    assertThat(again.get()).isZero();
  }

  @Test
  void folderWithAConfigurationOfSomebody_isLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mailconnector.yaml"), "accounts: {}\n");

    Ran ran = Ran.with("demo", "--serve", folder.toString());

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("not written by a demo").contains("Name another folder.");
    assertThat(file).hasContent("accounts: {}\n");
    assertThat(folder).isDirectoryNotContaining("glob:**/google.json");
  }

  @Test
  void optionsOfTheOtherDemo_areRefused() {
    assertThat(Ran.with("demo", "--serve", folder.toString(), "--seconds", "3").err())
        .contains("leave out --json and --seconds");
  }

  private int demo(String... arguments) {
    return Tool.run(
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
              @Override
              public void println(String line) {
                lines.add(line);
              }
            },
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Map.of(),
            false,
            false,
            whenStopped -> {
              stops.add(whenStopped);
              return () -> {};
            },
            Browser.NONE),
        arguments);
  }

  private String awaitLine(String part) throws InterruptedException {
    String line = "";
    while (!line.contains(part)) {
      line = lines.poll(60, TimeUnit.SECONDS);
      assertThat(line).as("a line with " + part).isNotNull();
    }
    return line;
  }

  private static Ran at(Path site, String... command) throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .sslContext(trusting(site.resolve("ca.pem")))
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    String[] arguments = new String[command.length + 2];
    arguments[0] = "--config";
    arguments[1] = site.resolve("mailconnector.yaml").toString();
    System.arraycopy(command, 0, arguments, 2, command.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                false,
                Interruption.NEVER,
                page -> {
                  browser.sendAsync(
                      HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
                  return true;
                }),
            arguments);
    Ran ran =
        new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    SecretHunt.tell(ran.out() + ran.err());
    assertThat(status).as("%s%n%s", Pattern.quote(String.join(" ", command)), ran.err()).isZero();
    return ran;
  }

  private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(pem)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
