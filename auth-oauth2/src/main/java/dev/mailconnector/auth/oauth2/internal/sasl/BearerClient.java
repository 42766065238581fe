package dev.mailconnector.auth.oauth2.internal.sasl;

import dev.mailconnector.spi.AuthOnlyClient;
import dev.mailconnector.spi.ExplainsRefusal;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretScrubber;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * One login with an access token: a single response from the client, then success, a refusal, or a
 * challenge that explains the refusal. States: READY, SENT (complete as far as the client goes),
 * EXPLAINED (failed), DISPOSED. Not thread-safe.
 */
final class BearerClient implements AuthOnlyClient, ExplainsRefusal {
  private static final int LONGEST_EXPLANATION = 1000;
  private static final byte[] EMPTY = {};
  private static final byte[] SEPARATOR = {1};

  private enum State {
    READY,
    SENT,
    EXPLAINED,
    DISPOSED
  }

  private final String name;
  private final byte[] response;
  private final byte[] errorAnswer;
  private final SecretScrubber scrubber;
  private State state = State.READY;
  private @Nullable String explanation;

  private BearerClient(
      String name, String identity, String response, byte[] errorAnswer, Secret token) {
    String broken = Identities.check(identity);
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(broken);
    }
    this.name = name;
    this.response = response.getBytes(StandardCharsets.UTF_8);
    this.errorAnswer = errorAnswer;
    this.scrubber = SecretScrubber.of(List.of(token)).keeping(identity);
  }

  /**
   * {@code user=...^Aauth=Bearer ...^A^A} (developers.google.com, XOAUTH2 protocol); an error is
   * answered by an empty line.
   */
  static BearerClient xoauth2(String identity, Secret token) {
    return new BearerClient(
        "XOAUTH2",
        identity,
        "user=" + identity + "\1auth=Bearer " + token.reveal() + "\1\1",
        EMPTY,
        token);
  }

  /** RFC 7628 section 3.1; an error is answered by a single 0x01 (section 3.2.3). */
  static BearerClient oauthBearer(String identity, Secret token, String host, int port) {
    if (host.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A host name must not have control characters");
    }
    return new BearerClient(
        "OAUTHBEARER",
        identity,
        "n,a="
            + saslName(identity)
            + ",\1host="
            + host
            + "\1port="
            + port
            + "\1auth=Bearer "
            + token.reveal()
            + "\1\1",
        SEPARATOR,
        token);
  }

  /** RFC 5801 section 4: the two characters that would end the name are written as =3D and =2C. */
  private static String saslName(String identity) {
    return identity.replace("=", "=3D").replace(",", "=2C");
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
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    if (state != State.READY) {
      throw new SaslException(name + " has one response only, and it has been given");
    }
    state = State.SENT;
    return response.clone();
  }

  @Override
  public byte[] answerError(byte[] challenge) {
    if (state == State.SENT) {
      state = State.EXPLAINED;
      String said = new String(challenge, StandardCharsets.UTF_8);
      String clean = scrubber.scrubToLine(said, LONGEST_EXPLANATION);
      explanation = clean.isEmpty() ? null : clean;
    }
    return errorAnswer.clone();
  }

  @Override
  public @Nullable String explanation() {
    return explanation;
  }

  @Override
  public boolean isComplete() {
    return state == State.SENT;
  }

  @Override
  public void dispose() {
    Arrays.fill(response, (byte) 0);
    state = State.DISPOSED;
  }
}
