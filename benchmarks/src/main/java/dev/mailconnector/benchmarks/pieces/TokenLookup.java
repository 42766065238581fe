package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.OAuth2;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.util.List;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What a send asks of the OAuth2 login: once for every message, and once for every connection. */
@State(Scope.Benchmark)
public class TokenLookup {
  private static final int TOKEN_LENGTH = 1_800;

  private final LentContext context = new LentContext();
  private final MechanismContext line =
      new MechanismContext("smtp.example.com", 587, List.of("XOAUTH2"), true, null);
  private final CredentialProvider provider =
      OAuth2.login("robot@example.com", TokenLookup::token).create(context);

  private static AccessToken token() {
    return AccessToken.of(Secret.of("t".repeat(TOKEN_LENGTH)), Duration.ofHours(1));
  }

  /** Acquires the token. */
  @Setup
  public void acquire() {
    provider.current();
  }

  /** Lets go of it. */
  @TearDown
  public void close() {
    provider.close();
    context.close();
  }

  /** While the token is fresh. */
  @Benchmark
  public Credential freshToken() {
    provider.used();
    return provider.current();
  }

  /** The same from four threads. */
  @Benchmark
  @Threads(4)
  public Credential freshTokenFromFourThreads() {
    provider.used();
    return provider.current();
  }

  /** A login's only response, with a token of 1.8 KB. */
  @Benchmark
  public byte[] initialResponseOfXoauth2() throws SaslException {
    SaslClient client = provider.current().mechanisms().get(0).start(line);
    return client.evaluateChallenge(new byte[0]);
  }
}
