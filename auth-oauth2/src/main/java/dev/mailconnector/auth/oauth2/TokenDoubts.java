package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Whom;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server of Microsoft will hold against a token that its issuer gave without a word: an
 * application nobody has consented to gets tokens too.
 */
public final class TokenDoubts implements DiagnosisCatalogue {
  private static final String SOURCE =
      "learn.microsoft.com, authenticate an SMTP connection using OAuth; RBAC for Applications";

  static final Diagnosis OTHER_SERVICE =
      new Diagnosis(
          "token-for-another-service",
          "The token is not meant for Exchange Online, which will refuse it (535 5.7.3).",
          "Take auth.scope out: its default is right for mail.",
          Whom.OPERATOR,
          SOURCE);

  static final Diagnosis NO_SCOPE =
      new Diagnosis(
          "token-without-smtp-scope",
          "The user's consent holds no SMTP.Send, and Exchange Online will refuse the login (535"
              + " 5.7.3).",
          "Whoever administers the app registration must add it (API permissions, Office 365"
              + " Exchange Online, Delegated permissions); then the user consents again.",
          Whom.CLIENT_REGISTRATION,
          SOURCE);

  static final Diagnosis NO_ROLE =
      new Diagnosis(
          "token-without-smtp-role",
          "The token has no role SMTP.SendAsApp. Unless it is granted in Exchange (RBAC for"
              + " Applications), the login will be refused (535 5.7.3).",
          "An administrator must add the permission (entra.microsoft.com, App registrations, API"
              + " permissions, Office 365 Exchange Online, Application permissions) and press Grant"
              + " admin consent. A token with the role may take minutes to come.",
          Whom.TENANT,
          SOURCE);

  /** Office 365 Exchange Online, which some tokens name by its application id. */
  private static final String EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";

  @Override
  public List<Diagnosis> diagnoses() {
    return List.of(OTHER_SERVICE, NO_SCOPE, NO_ROLE);
  }

  /** A doubt, or null where nothing is known to be missing. */
  static @Nullable Remedy of(TokenClaims claims) {
    if (!isMicrosoft(claims.issuer())) {
      return null;
    }
    if (claims.audience().stream().noneMatch(TokenDoubts::isExchange)) {
      return OTHER_SERVICE.remedy();
    }
    if (!claims.scopes().isEmpty()) {
      return claims.scopes().contains("SMTP.Send") ? null : NO_SCOPE.remedy();
    }
    return claims.roles().contains("SMTP.SendAsApp") || claims.roles().contains("Mail.Send")
        ? null
        : NO_ROLE.remedy();
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
