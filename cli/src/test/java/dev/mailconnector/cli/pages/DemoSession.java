package dev.mailconnector.cli.pages;

import dev.mailconnector.cli.Browser;
import dev.mailconnector.cli.Surroundings;
import dev.mailconnector.cli.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** {@code ./mailconnector demo --serve} in a second terminal, and a user with a browser. */
final class DemoSession implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final Path folder;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
  private final CompletableFuture<Integer> demo;
  private final HttpClient browser;

  /** Starts the servers; the folder is the one that they write. */
  DemoSession(Path folder) throws Exception {
    this.folder = folder;
    demo = CompletableFuture.supplyAsync(this::serve);
    if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The demo does not start.");
    }
    browser =
        HttpClient.newBuilder()
            .sslContext(trusting(folder.resolve("ca.pem")))
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
  }

  Path folder() {
    return folder;
  }

  /** Visits the page of a consent, where the issuer's user agrees at once. */
  boolean visit(URI page) {
    browser.sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
    return true;
  }

  private int serve() {
    return Tool.run(
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
              @Override
              public void println(@Nullable String line) {
                if (line != null && line.contains("shown here")) {
                  ready.countDown();
                }
              }
            },
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Map.of(),
            false,
            false,
            whenStopped -> {
              stop.complete(whenStopped);
              return () -> {};
            },
            Browser.NONE),
        "demo",
        "--serve",
        folder.toString());
  }

  @Override
  public void close() throws InterruptedException, ExecutionException, TimeoutException {
    stop.get(PATIENCE_SECONDS, TimeUnit.SECONDS).run();
    demo.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
