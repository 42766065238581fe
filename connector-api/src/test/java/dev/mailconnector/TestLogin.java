package dev.mailconnector;

import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ExplainsRefusal;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.ProviderContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/**
 * A login of the tests: either a password over PLAIN, or tokens of an hour's life over XOAUTH2, a
 * new one after each refusal. Counts what it is asked.
 */
public final class TestLogin implements CredentialProviderFactory {
  private final String user;
  private final boolean bearer;
  private final boolean renewable;
  private final LongFunction<String> secrets;
  private final Duration age;
  private boolean locksOut;
  private final AtomicLong generation = new AtomicLong(1);
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger used = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final List<Long> refused = new CopyOnWriteArrayList<>();
  final List<Long> accepted = new CopyOnWriteArrayList<>();

  private TestLogin(
      String user, boolean bearer, boolean renewable, LongFunction<String> secrets, Duration age) {
    this.user = user;
    this.bearer = bearer;
    this.renewable = renewable;
    this.secrets = secrets;
    this.age = age;
  }

  /** A password. */
  public static TestLogin password(String user, String password) {
    return new TestLogin(user, false, false, generation -> password, Duration.ZERO);
  }

  /** A password that is looked up for each login, until {@link #renew}ed the same issue. */
  public static TestLogin password(String user, Supplier<String> password) {
    return new TestLogin(user, false, false, generation -> password.get(), Duration.ZERO);
  }

  /** Passwords: another one after each refusal. */
  public static TestLogin passwords(String user, LongFunction<String> passwords) {
    return new TestLogin(user, false, true, passwords, Duration.ZERO);
  }

  /** Tokens that are already ten seconds old when they come. */
  public static TestLogin tokens(String user, LongFunction<String> tokens) {
    return new TestLogin(user, true, true, tokens, Duration.ofSeconds(10));
  }

  /** The same tokens, issued this long ago. */
  public TestLogin aged(Duration newAge) {
    return new TestLogin(user, bearer, renewable, secrets, newAge);
  }

  /** These, but each says that servers lock accounts for it, as a password does. */
  TestLogin lockingOut() {
    locksOut = true;
    return this;
  }

  /** From now on there is another secret. */
  public void renew() {
    generation.incrementAndGet();
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new Provider(context);
  }

  private final class Provider implements CredentialProvider {
    private final ProviderContext context;

    Provider(ProviderContext context) {
      this.context = context;
    }

    @Override
    public String identity() {
      return user;
    }

    @Override
    public Credential current() {
      asked.incrementAndGet();
      return new Issue(generation.get(), context.clock().instant().minus(age));
    }

    @Override
    public void refused(Credential credential, SmtpReply reply) {
      refused.add(credential.generation());
      if (renewable) {
        generation.compareAndSet(credential.generation(), credential.generation() + 1);
      }
    }

    @Override
    public void accepted(Credential credential) {
      accepted.add(credential.generation());
    }

    @Override
    public void used() {
      used.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private final class Issue implements Credential {
    private final long generation;
    private final Instant issuedAt;

    Issue(long generation, Instant issuedAt) {
      this.generation = generation;
      this.issuedAt = issuedAt;
    }

    @Override
    public List<Mechanism> mechanisms() {
      String secret = secrets.apply(generation);
      return List.of(new OneShot(bearer ? "XOAUTH2" : "PLAIN", user, secret));
    }

    @Override
    public long generation() {
      return generation;
    }

    @Override
    public boolean mayLockOut() {
      return locksOut || Credential.super.mayLockOut();
    }

    @Override
    public @Nullable Instant issuedAt() {
      return bearer ? issuedAt : null;
    }

    @Override
    public @Nullable Instant expiresAt() {
      return bearer ? issuedAt.plus(Duration.ofHours(1)) : null;
    }
  }

  /** A mechanism whose whole proof is its initial response. */
  private record OneShot(String name, String user, String secret) implements Mechanism {
    @Override
    public SaslClient start(MechanismContext context) {
      String response =
          name.equals("PLAIN")
              ? "\0" + user + "\0" + secret
              : "user=" + user + "\1auth=Bearer " + secret + "\1\1";
      return new OneShotClient(name, response.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final class OneShotClient implements SaslClient, ExplainsRefusal {
    private final String name;
    private final byte[] response;
    private boolean complete;
    private @Nullable String explanation;

    OneShotClient(String name, byte[] response) {
      this.name = name;
      this.response = response;
    }

    @Override
    public String getMechanismName() {
      return name;
    }

    @Override
    public boolean hasInitialResponse() {
      return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) {
      complete = true;
      return response;
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public byte[] answerError(byte[] challenge) {
      explanation = new String(challenge, StandardCharsets.UTF_8);
      return new byte[0];
    }

    @Override
    public @Nullable String explanation() {
      return explanation;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String property) {
      return null;
    }

    @Override
    public void dispose() {}
  }
}
