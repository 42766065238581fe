package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer by script: the next answers in order, then tokens of one lifetime for ever. */
final class HandSource implements TokenSource {
  interface Answer {
    AccessToken give(int request) throws Throwable;
  }

  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger closings = new AtomicInteger();
  private final Queue<Answer> script = new ArrayDeque<>();
  private volatile IssuerClient issuer;
  private volatile Answer standing = request -> token(request, Duration.ofHours(1));

  static AccessToken token(int number, Duration lifetime) {
    return AccessToken.of(Secret.of("token-" + number), lifetime);
  }

  static TokenException down() {
    return TokenException.temporary("The issuer is down", "503", "Wait.", null, null);
  }

  /** The issuer itself is down, for all who ask it. */
  static TokenException outage() {
    return down().concerning(TokenException.Reach.ISSUER, "HTTP 503 Sorry");
  }

  static TokenException revoked() {
    return TokenException.permanent(
        "The issuer refused", "invalid_grant", "Ask for consent.", null);
  }

  HandSource issuer(IssuerClient shared) {
    issuer = shared;
    return this;
  }

  HandSource lifetime(Duration lifetime) {
    return always(request -> token(request, lifetime));
  }

  HandSource always(Answer answer) {
    standing = answer;
    return this;
  }

  HandSource fails(Throwable failure) {
    return always(
        request -> {
          throw failure;
        });
  }

  HandSource then(Answer answer) {
    synchronized (script) {
      script.add(answer);
    }
    return this;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    int request = requests.incrementAndGet();
    Answer answer;
    synchronized (script) {
      answer = script.isEmpty() ? standing : script.remove();
    }
    try {
      return answer.give(request);
    } catch (TokenException | RuntimeException | Error declared) {
      throw declared;
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
  }

  @Override
  public Optional<IssuerClient> issuer() {
    return Optional.ofNullable(issuer);
  }

  @Override
  public void close() {
    closings.incrementAndGet();
  }
}
