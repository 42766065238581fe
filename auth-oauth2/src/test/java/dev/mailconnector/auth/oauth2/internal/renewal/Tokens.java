package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import java.time.Instant;
import java.util.List;

/** An engine under test, whose credentials say which token they carry. */
final class Tokens {
  final HandContext context;
  final HandSource source;
  final RefreshingTokenSource engine;

  Tokens(HandContext context, HandSource source, RenewalPolicy policy) {
    this.context = context;
    this.source = source;
    this.engine = new RefreshingTokenSource(context, source, policy, Carried::new);
  }

  static Tokens of(HandContext context, HandSource source) {
    return new Tokens(context, source, RenewalPolicy.standard());
  }

  record Carried(AccessToken token, long generation, Instant issuedAt, Instant expiresAt)
      implements Credential {
    @Override
    public List<Mechanism> mechanisms() {
      return List.of();
    }
  }

  Carried carried() {
    return (Carried) engine.current();
  }

  String current() {
    return carried().token().value().reveal();
  }

  int requests() {
    return source.requests.get();
  }
}
