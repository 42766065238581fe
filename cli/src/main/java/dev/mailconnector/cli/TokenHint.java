package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server of Microsoft will hold against a token that its issuer gave without a word: an
 * application nobody has consented to gets tokens too.
 */
final class TokenHint {
  /** Office 365 Exchange Online, which some tokens name by its application id. */
  private static final String EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";

  private TokenHint() {}

  /** A hint, or null where nothing is known to be missing. */
  static @Nullable String of(TokenClaims claims) {
    if (!isMicrosoft(claims.issuer())) {
      return null;
    }
    if (claims.audience().stream().noneMatch(TokenHint::isExchange)) {
      return "The token is not meant for Exchange Online, which will refuse it (535 5.7.3). Take"
          + " auth.scope out: its default is right for mail.";
    }
    if (!claims.scopes().isEmpty()) {
      return claims.scopes().contains("SMTP.Send")
          ? null
          : "The user's consent holds no SMTP.Send, and Exchange Online will refuse the login (535"
              + " 5.7.3). Whoever administers the app registration must add it (API permissions,"
              + " Office 365 Exchange Online, Delegated permissions); then the user consents again.";
    }
    return claims.roles().contains("SMTP.SendAsApp") || claims.roles().contains("Mail.Send")
        ? null
        : "The token has no role SMTP.SendAsApp. Unless it is granted in Exchange (RBAC for"
            + " Applications), the login will be refused (535 5.7.3): an administrator must add"
            + " the permission (entra.microsoft.com, App registrations, API permissions, Office"
            + " 365 Exchange Online, Application permissions) and press Grant admin consent. A"
            + " token with the role may take minutes to come.";
  }

  private static boolean isMicrosoft(@Nullable String issuer) {
    return issuer != null
        && (issuer.startsWith("https://sts.windows.net/")
            || issuer.startsWith("https://login.microsoftonline.")
            || issuer.startsWith("https://login.partner.microsoftonline.")
            || issuer.startsWith("https://sts.chinacloudapi.cn/"));
  }

  private static boolean isExchange(String audience) {
    return audience.contains("outlook") || audience.contains(EXCHANGE);
  }
}
