package dev.mailconnector.auth.oauth2;

import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import dev.mailconnector.transport.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a flow needs around it: issuers, a folder, and timers that go by hand. */
final class Bench implements AutoCloseable {

  /** What takes long to make and is the same for all. */
  static final class Keys {
    private final TestAuthority authority = TestAuthority.create();
    private final TestCertificate server = authority.issue();
    private final TestClientKey client = TestClientKey.rsa(Instant.now());
    private final TestClientKey other = TestClientKey.rsa(Instant.now());
  }

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Keys keys;
  private final ManualScheduler timers =
      new ManualScheduler(SettableClock.at("2026-11-22T10:00:00Z"));
  private final WorkingContext context;
  private final List<TokenIssuer> issuers = new ArrayList<>();
  private final Path folder;

  Bench(Keys keys, Path folder) {
    this.keys = keys;
    this.context =
        new WorkingContext(Trust.context(keys.authority.trustingContext()), LIMIT, timers);
    this.folder = folder;
  }

  MicrosoftIssuer microsoft() {
    return kept(MicrosoftIssuer.start(keys.server));
  }

  GoogleIssuer google() {
    return kept(GoogleIssuer.start(keys.server));
  }

  GenericIssuer generic() {
    return kept(GenericIssuer.start(keys.server));
  }

  private <T extends TokenIssuer> T kept(T issuer) {
    issuers.add(issuer);
    return issuer;
  }

  /** The key of a client. */
  TestClientKey key() {
    return keys.client;
  }

  /** The key of another one. */
  TestClientKey otherKey() {
    return keys.other;
  }

  Path folder() {
    return folder;
  }

  ManualScheduler timers() {
    return timers;
  }

  WorkingContext context() {
    return context;
  }

  @Override
  public void close() {
    issuers.forEach(TokenIssuer::close);
    context.close();
  }
}
