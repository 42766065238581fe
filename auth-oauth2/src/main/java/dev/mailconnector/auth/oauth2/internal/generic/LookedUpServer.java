package dev.mailconnector.auth.oauth2.internal.generic;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was looked up of a server: for a day, and no longer than it works. A trip that
 * fails may have failed because the server has moved. Thread-safe.
 */
final class LookedUpServer {
  private static final Duration LONGEST = Duration.ofDays(1);

  private record Found(ServerMetadata metadata, Instant at) {
    boolean isOld(Instant now) {
      return Duration.between(at, now).abs().compareTo(LONGEST) > 0;
    }
  }

  private final TokenServer server;
  private volatile @Nullable Found found;

  LookedUpServer(TokenServer server) {
    this.server = server;
  }

  ServerMetadata get(TokenRequest request, TokenHttp http, Instant now) throws TokenException {
    Found known = found;
    if (known == null || known.isOld(now)) {
      known = new Found(server.look(request, http), now);
      found = known;
    }
    return known.metadata();
  }

  void forget() {
    found = null;
  }
}
