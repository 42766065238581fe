package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.GrantedConsent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a consent. */
final class ConsentReport implements Report {
  private final String account;
  private final String login;
  private final GrantedConsent granted;

  ConsentReport(TokenAccount account, GrantedConsent granted) {
    this.account = account.name();
    this.login = account.login().toString();
    this.granted = granted;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(String.format("consented%n"));
    TokenReport.row(text, "account", account + " (" + login + ")");
    TokenReport.row(
        text,
        "user",
        granted.user() == null
            ? "not named by the issuer: nobody has checked who consented"
            : granted.user());
    TokenReport.row(text, "scopes", scopes().isEmpty() ? null : String.join(" ", scopes()));
    TokenReport.row(
        text,
        "ends after",
        granted.endsAfter() == null ? null : granted.endsAfter().toSeconds() + " s");
    TokenReport.row(text, "kept in", granted.store());
    return text.toString().stripTrailing();
  }

  @Override
  public String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", ExitStatus.OK.code());
    json.put("account", account);
    json.put("login", login);
    json.put("user", granted.user());
    json.put("scopes", scopes());
    json.put(
        "endsAfterSeconds", granted.endsAfter() == null ? null : granted.endsAfter().toSeconds());
    json.put("store", granted.store());
    return Printable.json(json);
  }

  private List<String> scopes() {
    return granted.scopes().stream().sorted().toList();
  }
}
