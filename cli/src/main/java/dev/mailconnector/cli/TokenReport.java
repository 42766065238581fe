package dev.mailconnector.cli;

import com.google.gson.GsonBuilder;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenClaims;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be told of an access token without telling it. */
final class TokenReport {
  private final String account;
  private final String login;
  private final AccessToken token;
  private final @Nullable TokenClaims claims;

  TokenReport(TokenAccount account, AccessToken token) {
    this.account = account.name();
    this.login = account.login().toString();
    this.token = token;
    this.claims = TokenClaims.peek(token.value()).orElse(null);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    row(text, "account", account + " (" + login + ")");
    row(text, "lifetime", seconds(token.lifetime()) + " s");
    row(text, "renew in", token.renewIn() == null ? null : seconds(token.renewIn()) + " s");
    row(text, "scopes", words(token.scopes().stream().sorted().toList()));
    if (claims == null) {
      row(text, "kind", "opaque: only the issuer can read it");
      return text.toString().stripTrailing();
    }
    row(text, "kind", "JWT, read and not verified");
    row(text, "issuer", claims.issuer());
    row(text, "audience", words(claims.audience()));
    row(text, "tenant", claims.tenant());
    row(text, "client", claims.client());
    row(text, "user", claims.user());
    row(text, "roles", words(claims.roles()));
    row(text, "granted", words(claims.scopes()));
    row(text, "expires", claims.expiresAt() == null ? null : claims.expiresAt().toString());
    return text.toString().stripTrailing();
  }

  /** One line of JSON. */
  String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", ExitStatus.OK.code());
    json.put("account", account);
    json.put("login", login);
    json.put("lifetimeSeconds", seconds(token.lifetime()));
    json.put("renewInSeconds", token.renewIn() == null ? null : seconds(token.renewIn()));
    json.put("scopes", token.scopes().stream().sorted().toList());
    json.put("jwt", claims == null ? null : json(claims));
    return new GsonBuilder().disableHtmlEscaping().serializeNulls().create().toJson(json);
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
      text.append(String.format("%-11s %s%n", name, value.replaceAll("\\p{Cntrl}", "?")));
    }
  }
}
