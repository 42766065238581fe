package dev.mailconnector.interop;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A node of its own process that exchanges without end. Its issuer is whoever started it: it tells
 * the token that it presents, and gets the next one, over its pipes.
 */
final class RenewingNode {
  static final Secret CONSENT = Secret.of("rt-0");
  static final String ACCOUNT = "ann";

  private RenewingNode() {}

  static Process start(int port, Path errors) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RenewingNode.class.getName(),
            Integer.toString(port))
        .redirectError(ProcessBuilder.Redirect.appendTo(new File(errors.toString())))
        .start();
  }

  /** A node whose leases outlive it by half a second. */
  static RefreshTokenStore store(int port) {
    return RefreshTokenStore.jdbc(
        RealDatabase.at(port),
        SecretSource.fixed(Secret.of("ff".repeat(32))),
        Duration.ofMillis(500));
  }

  public static void main(String[] arguments) throws Exception {
    RefreshTokenStore store = store(Integer.parseInt(arguments[0]));
    BufferedReader issuer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (true) {
      try (RefreshTokenStore.Lease lease = store.take(ACCOUNT, CONSENT, Instant.EPOCH)) {
        System.out.println(lease.present().reveal());
        String next = issuer.readLine();
        if (next == null) {
          return;
        }
        lease.settle(Secret.of(next), null);
        System.out.println("settled");
      }
    }
  }
}
