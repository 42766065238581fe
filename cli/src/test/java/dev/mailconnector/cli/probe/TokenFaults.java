package dev.mailconnector.cli.probe;

import static dev.mailconnector.cli.probe.ProbeLab.CLIENT;
import static dev.mailconnector.cli.probe.ProbeLab.CLIENT_SECRET;
import static dev.mailconnector.cli.probe.ProbeLab.TENANT;
import static dev.mailconnector.cli.probe.ProbeLab.USER;

import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleError;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Faults of token endpoints. */
final class TokenFaults {
  private TokenFaults() {}

  static List<Fault> rows() {
    List<Fault> rows = new ArrayList<>(microsoft());
    rows.addAll(google());
    rows.addAll(standard());
    rows.addAll(endpoints());
    return rows;
  }

  private static List<Fault> microsoft() {
    return List.of(
        microsoft(EntraError.INVALID_SECRET),
        microsoft(EntraError.EXPIRED_SECRET),
        microsoft(EntraError.SECRET_MISSING),
        microsoft(EntraError.PUBLIC_CLIENT),
        microsoft(EntraError.ASSERTION_SIGNATURE),
        microsoft(EntraError.ASSERTION_TIME),
        microsoft(EntraError.ASSERTION_AUDIENCE),
        microsoft(EntraError.FEDERATED_ISSUER),
        microsoft(EntraError.UNKNOWN_APPLICATION),
        microsoft(EntraError.UNKNOWN_TENANT),
        microsoft(EntraError.CONSENT_REQUIRED),
        microsoft(EntraError.SCOPE_WITHOUT_DEFAULT),
        microsoft(EntraError.SCOPE_MISSING),
        microsoft(EntraError.EXPIRED_GRANT),
        microsoft(EntraError.INACTIVE_REFRESH_TOKEN),
        microsoft(EntraError.REVOKED_GRANT),
        microsoft(EntraError.MFA_REQUIRED),
        microsoft(EntraError.BLOCKED_BY_CONDITIONAL_ACCESS),
        microsoft(EntraError.TRANSIENT),
        new Fault(
            "client secret over, by its configured day",
            "its day is yesterday, and the issuer refuses it",
            "credential-part-ended",
            lab -> {
              MicrosoftIssuer issuer = lab.microsoft();
              issuer.expireSecret(CLIENT);
              Instant end = Instant.now().minus(Duration.ofDays(1));
              return lab.first(
                  lab.token(
                      lab.server(s -> {}), lab.application(issuer).secretExpires(end).login(USER)));
            }));
  }

  private static Fault microsoft(EntraError error) {
    return new Fault(
        "Microsoft: " + words(error),
        "AADSTS" + error.code(),
        "aadsts-" + error.code(),
        lab -> {
          MicrosoftIssuer issuer = lab.microsoft();
          issuer.failAll(error);
          return lab.first(lab.microsoft(lab.server(s -> {}), issuer));
        });
  }

  private static List<Fault> google() {
    return List.of(
        google(GoogleError.EXPIRED_OR_REVOKED, "google-refresh-token-dead"),
        google(GoogleError.BAD_REQUEST, "google-refresh-token-foreign"),
        google(GoogleError.REAUTHENTICATION, "google-session-over"),
        google(GoogleError.NOT_DELEGATED, "google-delegation-missing"),
        google(GoogleError.INVALID_USER, "google-subject-unknown"),
        google(GoogleError.ACCOUNT_NOT_FOUND, "google-service-account-gone"),
        google(GoogleError.INVALID_SIGNATURE, "google-key-wrong"),
        google(GoogleError.NOT_SHORT_LIVED, "google-clock-wrong"),
        google(GoogleError.INVALID_SCOPE, "google-scope-unknown"),
        google(GoogleError.CLIENT_NOT_FOUND, "google-client-unknown"),
        google(GoogleError.WRONG_CLIENT_SECRET, "google-client-secret-wrong"),
        google(GoogleError.ADMIN_POLICY, "oauth-admin-policy-enforced"),
        google(GoogleError.SIGNING_DENIED, "google-sign-denied"),
        google(GoogleError.INTERNAL, "oauth-internal-failure"));
  }

  private static Fault google(GoogleError error, String expected) {
    return new Fault(
        "Google: " + error.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        "the answer that Google's token endpoint gives then",
        expected,
        lab -> {
          GoogleIssuer issuer = lab.google();
          issuer.failAll(error.fault());
          return lab.first(lab.google(lab.server(s -> {}), issuer));
        });
  }

  private static List<Fault> standard() {
    return List.of(
        standard("invalid_client", 401),
        standard("invalid_grant", 400),
        standard("unauthorized_client", 400),
        standard("unsupported_grant_type", 400),
        standard("invalid_scope", 400),
        standard("invalid_request", 400),
        standard("access_denied", 403),
        standard("temporarily_unavailable", 503));
  }

  private static Fault standard(String error, int status) {
    return answered(
        "OAuth: " + error,
        "HTTP " + status + " with this error",
        "oauth-" + error.replace('_', '-'),
        IssuerFault.oauthError(status, error, "Said by the test"));
  }

  private static Fault answered(String name, String how, String expected, IssuerFault fault) {
    return new Fault(
        name,
        how,
        expected,
        lab -> {
          GenericIssuer issuer = lab.generic();
          issuer.failAll(fault);
          return lab.first(lab.generic(lab.server(s -> {}), issuer.tokenEndpoint()));
        });
  }

  private static List<Fault> endpoints() {
    return List.of(
        answered(
            "issuer throttles",
            "HTTP 429 with Retry-After",
            "oauth-temporarily-unavailable",
            IssuerFault.throttled(Duration.ofSeconds(30))),
        answered(
            "no token endpoint",
            "HTTP 404 with a page",
            "no-token-endpoint",
            IssuerFault.html(404)),
        answered(
            "proxy login wanted for tokens",
            "HTTP 407",
            "issuer-proxy-login-wanted",
            IssuerFault.html(407)),
        answered(
            "page in place of an answer",
            "HTTP 200 with a page",
            "not-a-token-answer",
            IssuerFault.html(200)),
        answered(
            "answer without a token",
            "HTTP 200 with {}",
            "token-answer-malformed",
            IssuerFault.emptyObject()),
        answered(
            "issuer out of order",
            "HTTP 503 with a page",
            "not-a-token-answer",
            IssuerFault.html(503)),
        new Fault(
            "issuer not reached",
            "nobody listens at the token endpoint",
            "issuer-unreachable",
            lab -> {
              int port = lab.keep(DeadPort.reserve()).port();
              return lab.first(
                  lab.generic(
                      lab.server(s -> {}), URI.create("https://127.0.0.1:" + port + "/token")));
            }),
        new Fault(
            "clock of this machine wrong, at the issuer",
            "a clock three hours behind the Date of the issuer's answer",
            "clock-wrong",
            lab -> {
              lab.clock(() -> Instant.now().minus(Duration.ofHours(3)));
              return lab.first(lab.generic(lab.server(s -> {}), lab.generic().tokenEndpoint()));
            }),
        new Fault(
            "assertion at the wrong time, by a wrong clock",
            "AADSTS700024, and a date in the greeting that is years off",
            "clock-wrong",
            lab -> {
              MicrosoftIssuer issuer = lab.microsoft();
              issuer.failAll(EntraError.ASSERTION_TIME);
              String greeting = "220 mail ESMTP ready at Sat, 1 Jan 2022 11:12:20 +0000";
              return lab.first(lab.microsoft(lab.server(s -> s.greeting(greeting)), issuer));
            }),
        new Fault(
            "issuer's certificate not trusted",
            "an issuer whose CA nobody knows",
            "issuer-certificate-untrusted",
            lab -> {
              MicrosoftIssuer other =
                  lab.keep(MicrosoftIssuer.start(dev.mailconnector.testkit.TestAuthority.create()));
              return lab.first(
                  lab.token(
                      lab.server(s -> {}),
                      Microsoft365.application(TENANT, CLIENT)
                          .secret(Secret.of(CLIENT_SECRET))
                          .authority(other.url())
                          .login(USER)));
            }));
  }

  private static String words(EntraError error) {
    return error.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
