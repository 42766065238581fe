package dev.mailconnector.live;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.auth.oauth2.TokenClaims;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.StandaloneContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to find out at an issuer. */
final class TokenFlows {
  private static final String REPLAY = "replay of the first refresh token";

  private final LiveLogin login;
  private final Variables given;
  private final @Nullable Target target;
  private final Redactor redactor;
  private final StandaloneContext context;

  /** One for all flows: what an issuer has replaced is not presented again by accident. */
  private final RememberingStore store = new RememberingStore();

  TokenFlows(
      LiveLogin login,
      Variables given,
      @Nullable Target target,
      Redactor redactor,
      StandaloneContext context) {
    this.login = login;
    this.given = given;
    this.target = target;
    this.redactor = redactor;
    this.context = context;
  }

  List<FlowResult> run() {
    List<FlowResult> results = new ArrayList<>();
    results.add(flow("token", this::token));
    results.add(flow("two tokens in a row", this::twoTokens));
    results.add(flow("a proof that must be refused", this::wrong));
    if (login.isByRefreshToken()) {
      results.add(flow("rotation of the refresh token", this::rotation));
    }
    return results;
  }

  /** The last flow of all: some issuers end the whole consent for it. */
  List<FlowResult> runReplay() {
    if (!login.isByRefreshToken()) {
      return List.of();
    }
    return List.of(
        given.isYes("REPLAY")
            ? flow(REPLAY, this::replay)
            : FlowResult.notSetUp(
                REPLAY,
                "Some issuers end the whole consent for it. To allow it: "
                    + Variables.full("REPLAY")
                    + "=yes"));
  }

  private FlowResult flow(String name, Flow.Steps steps) {
    return Flow.run(name, context.ticker(), steps);
  }

  /** The login as its user has it. */
  OAuth2Login good() {
    return login.login(given, target, store);
  }

  /** A token for the mail server, whose value the redactor knows already. */
  Secret fetch() throws TokenException {
    return fetch(good()).value();
  }

  private AccessToken fetch(OAuth2Login with) throws TokenException {
    try (TokenSource source = with.open(context)) {
      AccessToken token = source.fetch();
      redactor.hide("<access-token>", token.value().reveal());
      store.settled().forEach(next -> redactor.hide("<refresh-token>", next.reveal()));
      return token;
    }
  }

  private boolean token(List<String> said) throws TokenException {
    AccessToken token = fetch(good());
    said.add("lifetime: " + token.lifetime().toSeconds() + " s");
    if (token.renewIn() != null) {
      said.add("refresh_in: " + token.renewIn().toSeconds() + " s");
    }
    said.add("length: " + token.value().reveal().length() + " characters");
    said.add("scope of the answer: " + words(token.scopes()));
    TokenClaims claims = TokenClaims.peek(token.value()).orElse(null);
    if (claims == null) {
      said.add("opaque: only the issuer can read it");
    } else {
      said.add("a JWT, audience: " + words(claims.audience()));
      said.add("roles: " + words(claims.roles()));
      said.add("scopes: " + words(claims.scopes()));
    }
    return true;
  }

  private static String words(Collection<String> words) {
    return words.isEmpty() ? "none" : String.join(" ", words.stream().sorted().toList());
  }

  private boolean twoTokens(List<String> said) throws TokenException {
    AccessToken first = fetch(good());
    AccessToken second = fetch(good());
    said.add(
        first.value().equals(second.value())
            ? "the issuer gave the same token again"
            : "the issuer gave another token");
    said.add(
        "lifetimes: "
            + first.lifetime().toSeconds()
            + " s, "
            + second.lifetime().toSeconds()
            + " s");
    return true;
  }

  private boolean wrong(List<String> said) throws Exception {
    try {
      fetch(login.wrong(given, target));
      said.add("accepted");
      return false;
    } catch (TokenException refused) {
      said.add(tell(refused));
      return refused.permanent();
    }
  }

  private static String tell(TokenException failure) {
    return (failure.permanent() ? "stays: " : "may pass: ")
        + failure.getMessage()
        + failure.retryAfter().map(pause -> " Retry-After: " + pause).orElse("");
  }

  /** What became of the refresh token in each exchange so far. */
  private boolean rotation(List<String> said) {
    Secret presented = login.refreshToken(given);
    for (Secret next : store.settled()) {
      said.add(
          presented.equals(next) ? "the refresh token stayed" : "the refresh token was replaced");
      presented = next;
    }
    return !said.isEmpty();
  }

  /** Whatever comes of it is worth knowing; only no answer at all is a failure. */
  private boolean replay(List<String> said) {
    List<Secret> settled = store.settled();
    Secret newest = settled.get(settled.size() - 1);
    said.add("the first one again: " + present(login.refreshToken(given)));
    said.add("the newest one after that: " + present(newest));
    return true;
  }

  private String present(Secret refreshToken) {
    RememberingStore own = new RememberingStore();
    try {
      fetch(login.byRefreshToken(given, target, refreshToken, own));
      return "accepted";
    } catch (TokenException refused) {
      return tell(refused);
    } finally {
      own.settled().forEach(next -> redactor.hide("<refresh-token>", next.reveal()));
    }
  }
}
