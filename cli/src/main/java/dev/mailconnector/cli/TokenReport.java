package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenClaims;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialWarning.Ending;
import dev.mailconnector.failure.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be told of an access token without telling it. */
final class TokenReport implements Report {
  private final String account;
  private final String login;
  private final AccessToken token;
  private final @Nullable TokenClaims claims;
  private final List<Ending> ends;
  private final Instant now;

  /**
   * A report.
   *
   * @param ends what else of the login ends
   * @param now since when that is near is told by this moment
   */
  TokenReport(TokenAccount account, AccessToken token, List<CredentialEnd> ends, Instant now) {
    this.ends = ends.stream().map(end -> account.ending(end, now)).toList();
    this.now = now;
    this.account = account.name();
    this.login = account.login().toString();
    this.token = token;
    this.claims = TokenClaims.peek(token.value()).orElse(null);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    row(text, "account", account + " (" + login + ")");
    row(text, "lifetime", seconds(token.lifetime()) + " s");
    row(text, "renew in", token.renewIn() == null ? null : seconds(token.renewIn()) + " s");
    row(text, "scopes", words(token.scopes().stream().sorted().toList()));
    if (claims == null) {
      row(text, "kind", "opaque: only the issuer can read it");
    } else {
      claims(text, claims);
    }
    for (Ending each : ends) {
      row(text, "ends", part(each.end()) + " " + each.end().name() + ": " + each.end().endsAt());
    }
    ends.stream().filter(this::isNear).forEach(each -> row(text, "warning", each.message()));
    row(text, "hint", hint());
    return text.toString().stripTrailing();
  }

  private static void claims(StringBuilder text, TokenClaims claims) {
    row(text, "kind", "JWT, read and not verified");
    row(text, "issuer", claims.issuer());
    row(text, "audience", words(claims.audience()));
    row(text, "tenant", claims.tenant());
    row(text, "client", claims.client());
    row(text, "user", claims.user());
    row(text, "roles", words(claims.roles()));
    row(text, "granted", words(claims.scopes()));
    row(text, "expires", claims.expiresAt() == null ? null : claims.expiresAt().toString());
  }

  private @Nullable String hint() {
    return claims == null ? null : claims.doubt().map(Remedy::text).orElse(null);
  }

  private static String part(CredentialEnd end) {
    return end.part().words() + (end.ifUnused() ? ", if unused," : "");
  }

  private boolean isNear(Ending ending) {
    return !now.isBefore(ending.end().warnFrom());
  }

  @Override
  public String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", ExitStatus.OK.code());
    json.put("account", account);
    json.put("login", login);
    json.put("lifetimeSeconds", seconds(token.lifetime()));
    json.put("renewInSeconds", token.renewIn() == null ? null : seconds(token.renewIn()));
    json.put("scopes", token.scopes().stream().sorted().toList());
    json.put("ends", ends.stream().map(this::json).toList());
    json.put("jwt", claims == null ? null : json(claims));
    json.put("hint", hint());
    return Printable.json(json);
  }

  private Map<String, @Nullable Object> json(Ending ending) {
    CredentialEnd end = ending.end();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("part", end.part().words());
    json.put("name", end.name());
    json.put("endsAt", end.endsAt().toString());
    json.put("warnFrom", end.warnFrom().toString());
    json.put("ifUnused", end.ifUnused());
    json.put("remedy", end.remedy());
    json.put("warning", isNear(ending) ? ending.message() : null);
    return json;
  }

  private static Map<String, @Nullable Object> json(TokenClaims claims) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("issuer", claims.issuer());
    json.put("audience", claims.audience());
    json.put("tenant", claims.tenant());
    json.put("client", claims.client());
    json.put("user", claims.user());
    json.put("roles", claims.roles());
    json.put("scopes", claims.scopes());
    json.put("expiresAt", claims.expiresAt() == null ? null : claims.expiresAt().toString());
    return json;
  }

  private static long seconds(Duration duration) {
    return duration.toSeconds();
  }

  private static @Nullable String words(Collection<String> words) {
    return words.isEmpty() ? null : String.join(" ", words);
  }

  /** Without what could draw on a terminal: a token may hold any text. */
  static void row(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(String.format("%-11s %s%n", name, Printable.line(value)));
    }
  }
}
