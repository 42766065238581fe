package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.issuer.IssuerFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What may happen to a request for a token: the columns of the table. */
enum TokenSituation {
  GOOD("all is well", Kind.TOKEN) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      return fetch(flow.afresh(), bench);
    }
  },
  ENDED("token ended", Kind.TOKEN) {
    /** Once more with the same source: no cache may answer. */
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      try (TokenSource source = flow.afresh().open(bench.context())) {
        Secret first = source.fetch().value();
        flow.issuer().revokeAll();
        Secret second = source.fetch().value();
        if (second.equals(first)) {
          throw new AssertionError("the token that has ended came again");
        }
        return second;
      }
    }
  },
  REPLACED("refresh token replaced", Kind.TOKEN) {
    /** Three exchanges, each with what the one before has left. */
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      OAuth2Login login = flow.login().apply(RefreshTokenStore.inMemory());
      try (TokenSource source = login.open(bench.context())) {
        source.fetch();
        source.fetch();
        return source.fetch().value();
      }
    }
  },
  REPLAYED("old refresh token again", Kind.ANY) {
    /** As after a restored backup. */
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      fetch(flow.afresh(), bench);
      return fetch(flow.afresh(), bench);
    }
  },
  REVOKED("revoked", Kind.STAYS) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.revoke().run();
      return fetch(flow.afresh(), bench);
    }
  },
  THROTTLED("429, Retry-After 17 s", Kind.PASSES) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.issuer().failAll(IssuerFault.throttled(Duration.ofSeconds(17)));
      return fetch(flow.afresh(), bench);
    }
  },
  UNAVAILABLE("503", Kind.PASSES) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.issuer().failAll(IssuerFault.unavailable());
      return fetch(flow.afresh(), bench);
    }
  },
  PAGE("200 with a web page", Kind.PASSES) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.issuer().failAll(IssuerFault.html(200));
      return fetch(flow.afresh(), bench);
    }
  },
  CLOSED("port closed", Kind.PASSES) {
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.issuer().close();
      return fetch(flow.afresh(), bench);
    }
  },
  HUNG("no answer", Kind.PASSES) {
    /** The limit is over when the hand-driven timer says so, and not before it has begun. */
    @Override
    Secret run(RunningFlow flow, Bench bench) throws TokenException {
      flow.issuer().hold();
      CompletableFuture<Secret> fetching =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return fetch(flow.afresh(), bench);
                } catch (TokenException e) {
                  throw new CompletionException(e);
                }
              });
      try {
        flow.issuer().awaitHeld(1);
        bench.timers().advance(bench.context().tokenTimeout());
        return fetching.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof TokenException failure) {
          throw failure;
        }
        throw e;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  };

  /** What a situation must come to, at whatever issuer. */
  enum Kind {
    TOKEN,
    PASSES,
    STAYS,
    /** It is the issuer's choice. */
    ANY
  }

  /**
   * What came of it.
   *
   * @param kind of the outcome
   * @param requests how many the issuer got
   * @param retryAfter what the issuer asked for, or null
   * @param told what the operator is told to do; empty with a token
   */
  record Outcome(Kind kind, int requests, @Nullable Duration retryAfter, String told) {
    /** For the table. */
    String words() {
      String what =
          switch (kind) {
            case TOKEN -> "token";
            case PASSES -> retryAfter == null ? "may pass" : "may pass, wait";
            default -> "stays";
          };
      return what + " · " + requests;
    }
  }

  private final String title;
  private final Kind kind;

  TokenSituation(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  abstract Secret run(RunningFlow flow, Bench bench) throws TokenException;

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  boolean concerns(TokenFlow flow) {
    return flow.isByRefreshToken() || (this != REPLACED && this != REPLAYED);
  }

  /** Runs it and looks at what came of it; a token must be good. */
  Outcome outcome(RunningFlow flow, Bench bench) {
    try {
      String token = run(flow, bench).reveal();
      if (!flow.issuer().isValid("robot@contoso.com", token)) {
        throw new AssertionError("a token that logs nobody in");
      }
      return new Outcome(Kind.TOKEN, flow.issuer().requests().size(), null, "");
    } catch (TokenException e) {
      CredentialException told = e.toCredentialException("robot");
      return new Outcome(
          e.permanent() ? Kind.STAYS : Kind.PASSES,
          flow.issuer().requests().size(),
          e.retryAfter().orElse(null),
          told.remedy());
    }
  }

  static Secret fetch(OAuth2Login login, Bench bench) throws TokenException {
    try (TokenSource source = login.open(bench.context())) {
      return source.fetch().value();
    }
  }
}
