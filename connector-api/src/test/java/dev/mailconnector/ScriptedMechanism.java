package dev.mailconnector;

import dev.mailconnector.spi.AcceptsEarlySuccess;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ExplainsRefusal;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.ProviderContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * A login whose exchanges say what the test tells them to: an answer for every challenge, until the
 * answers are used up. Remembers what it was asked and whether it was disposed of.
 */
final class ScriptedMechanism implements Mechanism, CredentialProviderFactory {
  private final String name;
  private final boolean initialResponse;
  private final List<String> answers;
  private boolean explains;
  private int provenAfter = Integer.MAX_VALUE;
  private boolean needsTls = true;
  private boolean fits = true;
  private @Nullable String startFailure;
  private String qop = "auth";
  private int completeAfter;
  final List<String> challenges = new CopyOnWriteArrayList<>();
  final List<MechanismContext> contexts = new CopyOnWriteArrayList<>();
  final AtomicInteger disposed = new AtomicInteger();

  private ScriptedMechanism(String name, boolean initialResponse, List<String> answers) {
    this.name = name;
    this.initialResponse = initialResponse;
    this.answers = answers;
    this.completeAfter = answers.size();
  }

  /** Begins by itself, with the first of these. */
  static ScriptedMechanism speakingFirst(String name, String... answers) {
    return new ScriptedMechanism(name, true, List.of(answers));
  }

  /** Waits for the server's first challenge. */
  static ScriptedMechanism answering(String name, String... answers) {
    return new ScriptedMechanism(name, false, List.of(answers));
  }

  /** Is complete only after as many answers, which is more than it has. */
  ScriptedMechanism completeAfter(int steps) {
    this.completeAfter = steps;
    return this;
  }

  /** Takes one challenge more as the reason of a refusal. */
  ScriptedMechanism explaining() {
    this.explains = true;
    return this;
  }

  /** Takes success after as many answers, though it is not complete by then. */
  ScriptedMechanism provenAfter(int steps) {
    this.provenAfter = steps;
    return this;
  }

  /** Sends nothing that must be hidden. */
  ScriptedMechanism harmless() {
    this.needsTls = false;
    return this;
  }

  /** Lacks something on every connection, and cannot even begin. */
  ScriptedMechanism fittingNowhere(String why) {
    this.fits = false;
    return failingToStart(why);
  }

  /** Negotiates this quality of protection. */
  ScriptedMechanism qop(String value) {
    this.qop = value;
    return this;
  }

  /** Cannot even begin. */
  ScriptedMechanism failingToStart(String why) {
    this.startFailure = why;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean needsTls() {
    return needsTls;
  }

  @Override
  public boolean fits(MechanismContext context) {
    return fits;
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    contexts.add(context);
    if (startFailure != null) {
      throw new SaslException(startFailure);
    }
    return explains ? new Explaining() : new Client();
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return provider(mechanism -> List.of(mechanism)).create(context);
  }

  /** A login by these mechanisms, strongest first. */
  CredentialProviderFactory provider(Function<ScriptedMechanism, List<Mechanism>> mechanisms) {
    List<Mechanism> all = mechanisms.apply(this);
    return context ->
        new CredentialProvider() {
          @Override
          public String identity() {
            return "robot";
          }

          @Override
          public Credential current() {
            return new Fixed(all);
          }
        };
  }

  private record Fixed(List<Mechanism> mechanisms) implements Credential {
    @Override
    public long generation() {
      return 1;
    }

    @Override
    public @Nullable Instant issuedAt() {
      return null;
    }

    @Override
    public @Nullable Instant expiresAt() {
      return null;
    }
  }

  private class Client implements SaslClient, AcceptsEarlySuccess {
    private int step;

    @Override
    public String getMechanismName() {
      return name;
    }

    @Override
    public boolean hasInitialResponse() {
      return initialResponse;
    }

    @Override
    public byte @Nullable [] evaluateChallenge(byte[] challenge) throws SaslException {
      challenges.add(new String(challenge, StandardCharsets.UTF_8));
      if (step == answers.size()) {
        throw new SaslException("the server's proof is wrong");
      }
      return answers.get(step++).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isComplete() {
      return step >= completeAfter;
    }

    @Override
    public boolean isProven() {
      return step >= provenAfter;
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
    public Object getNegotiatedProperty(String property) {
      return property.equals(Sasl.QOP) ? qop : "";
    }

    @Override
    public void dispose() throws SaslException {
      disposed.incrementAndGet();
      throw new SaslException("cannot be disposed of");
    }
  }

  private final class Explaining extends Client implements ExplainsRefusal {
    private @Nullable String explanation;

    @Override
    public byte[] answerError(byte[] challenge) {
      explanation = new String(challenge, StandardCharsets.UTF_8);
      return new byte[] {1};
    }

    @Override
    public @Nullable String explanation() {
      return explanation;
    }
  }
}
