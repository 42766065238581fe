package dev.mailconnector.interop;

import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.ProviderContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A login whose messages the test sees, and may change before they leave. Thread-safe. */
final class TappedLogin implements CredentialProviderFactory {
  private final CredentialProviderFactory login;
  private final UnaryOperator<byte[]> change;
  private final List<byte[]> challenges = new CopyOnWriteArrayList<>();
  private final List<byte[]> responses = new CopyOnWriteArrayList<>();

  TappedLogin(CredentialProviderFactory login, UnaryOperator<byte[]> change) {
    this.login = login;
    this.change = change;
  }

  /** What the server has sent, in order. */
  List<byte[]> challenges() {
    return List.copyOf(challenges);
  }

  /** What it was sent, in order. */
  List<byte[]> responses() {
    return List.copyOf(responses);
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new Provider(login.create(context));
  }

  private final class Provider implements CredentialProvider {
    private final CredentialProvider tapped;

    Provider(CredentialProvider tapped) {
      this.tapped = tapped;
    }

    @Override
    public String identity() {
      return tapped.identity();
    }

    @Override
    public Credential current() {
      Credential credential = tapped.current();
      return new Issue(credential, credential.mechanisms().stream().map(this::tap).toList());
    }

    private Mechanism tap(Mechanism mechanism) {
      return new Tap(mechanism, TappedLogin.this);
    }

    @Override
    public void refused(Credential credential, SmtpReply reply) {
      tapped.refused(((Issue) credential).tapped(), reply);
    }

    @Override
    public void used() {
      tapped.used();
    }

    @Override
    public CredentialHealth health() {
      return tapped.health();
    }

    @Override
    public void close() {
      tapped.close();
    }
  }

  private record Issue(Credential tapped, List<Mechanism> mechanisms) implements Credential {
    @Override
    public long generation() {
      return tapped.generation();
    }

    @Override
    public @Nullable Instant issuedAt() {
      return tapped.issuedAt();
    }

    @Override
    public @Nullable Instant expiresAt() {
      return tapped.expiresAt();
    }
  }

  private record Tap(Mechanism mechanism, TappedLogin login) implements Mechanism {
    @Override
    public String name() {
      return mechanism.name();
    }

    @Override
    public boolean needsTls() {
      return mechanism.needsTls();
    }

    @Override
    public boolean fits(MechanismContext context) {
      return mechanism.fits(context);
    }

    @Override
    public SaslClient start(MechanismContext context) throws SaslException {
      return new Client(mechanism.start(context), login);
    }
  }

  private record Client(SaslClient tapped, TappedLogin login) implements SaslClient {
    @Override
    public String getMechanismName() {
      return tapped.getMechanismName();
    }

    @Override
    public boolean hasInitialResponse() {
      return tapped.hasInitialResponse();
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
      login.challenges.add(challenge.clone());
      byte[] response = login.change.apply(tapped.evaluateChallenge(challenge));
      login.responses.add(response.clone());
      return response;
    }

    @Override
    public boolean isComplete() {
      return tapped.isComplete();
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) throws SaslException {
      return tapped.unwrap(incoming, offset, length);
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) throws SaslException {
      return tapped.wrap(outgoing, offset, length);
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String property) {
      return tapped.getNegotiatedProperty(property);
    }

    @Override
    public void dispose() throws SaslException {
      tapped.dispose();
    }
  }
}
