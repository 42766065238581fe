package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The ways to a token that need no human, at issuers that keep to rules as real ones do: the rows
 * of the table. How each kind of request keeps to the rules of HTTP is {@link TokenWay}'s business.
 */
enum TokenFlow {
  MICROSOFT_SECRET("Microsoft, client secret (MSAL4J)") {
    @Override
    RunningFlow start(Bench bench) {
      MicrosoftIssuer issuer = bench.microsoft();
      issuer.app(TENANT, CLIENT, SECRET.reveal());
      return RunningFlow.of(
          issuer,
          application(issuer).secret(SECRET).login(USER),
          () -> issuer.expireSecret(CLIENT));
    }
  },
  MICROSOFT_CERTIFICATE("Microsoft, certificate (MSAL4J)") {
    @Override
    RunningFlow start(Bench bench) throws Exception {
      MicrosoftIssuer issuer = bench.microsoft();
      TestClientKey key = bench.key();
      issuer.certificate(TENANT, CLIENT, key.certificate());
      Path file = key.writePem(bench.folder().resolve("app.pem"));
      return RunningFlow.of(
          issuer,
          application(issuer).certificate(ClientCertificate.file(file)).login(USER),
          () -> issuer.removeCertificates(CLIENT));
    }
  },
  MICROSOFT_FEDERATED("Microsoft, workload identity (MSAL4J)") {
    @Override
    RunningFlow start(Bench bench) throws Exception {
      MicrosoftIssuer issuer = bench.microsoft();
      issuer.federate(TENANT, CLIENT);
      Path file = bench.folder().resolve("assertion");
      Files.writeString(file, issuer.federatedToken(CLIENT, Duration.ofHours(1)));
      return RunningFlow.of(
          issuer,
          application(issuer).federated(file).login(USER),
          () -> issuer.failAll(EntraError.FEDERATED_ISSUER));
    }
  },
  MICROSOFT_REFRESH_TOKEN("Microsoft, refresh token (MSAL4J)") {
    @Override
    RunningFlow start(Bench bench) {
      MicrosoftIssuer issuer = bench.microsoft();
      issuer.publicApp(TENANT, CLIENT);
      Secret first = Secret.of(issuer.grantRefreshToken(CLIENT, USER));
      return new RunningFlow(
          issuer,
          store -> application(issuer).refreshToken(first).store(store).login(USER),
          first,
          () -> issuer.endGrant(first.reveal(), EntraError.REVOKED_GRANT));
    }
  },
  GOOGLE_SERVICE_ACCOUNT("Google, service account (google-auth)") {
    @Override
    RunningFlow start(Bench bench) {
      GoogleIssuer issuer = bench.google();
      return RunningFlow.of(
          issuer,
          Gmail.serviceAccount(fixed(issuer.serviceAccountKeyJson())).login(USER),
          issuer::withdrawDelegation);
    }
  },
  GOOGLE_WORKLOAD_IDENTITY("Google, workload identity, IAM signs (google-auth)") {
    @Override
    RunningFlow start(Bench bench) throws Exception {
      GoogleIssuer issuer = bench.google();
      Path file = bench.folder().resolve("subject-token");
      Files.writeString(file, issuer.foreignToken("system:serviceaccount:mail:robot"));
      GoogleIdentity caller =
          GoogleIdentity.json(fixed(issuer.federationJson(Map.of("file", "" + file), false)));
      return RunningFlow.of(
          issuer,
          Gmail.impersonate(issuer.serviceAccountEmail(), caller)
              .iamEndpoint(issuer.iamEndpoint())
              .tokenEndpoint(issuer.tokenEndpoint())
              .login(USER),
          issuer::withdrawImpersonation);
    }
  },
  GOOGLE_REFRESH_TOKEN("Google, refresh token (google-auth)") {
    @Override
    RunningFlow start(Bench bench) {
      GoogleIssuer issuer = bench.google();
      issuer.client(CLIENT, SECRET.reveal());
      Secret first = Secret.of(issuer.grantRefreshToken(CLIENT, USER));
      return new RunningFlow(
          issuer,
          store ->
              Gmail.refreshToken(CLIENT, SECRET, first)
                  .tokenEndpoint(issuer.tokenEndpoint())
                  .store(store)
                  .login(USER),
          first,
          () -> issuer.revokeRefreshToken(first.reveal()));
    }
  },
  GENERIC_SECRET("any OAuth2 server, client secret") {
    @Override
    RunningFlow start(Bench bench) {
      GenericIssuer issuer = bench.generic();
      issuer.client(CLIENT, SECRET.reveal());
      return RunningFlow.of(
          issuer,
          GenericOAuth2.at(issuer.tokenEndpoint()).clientCredentials(CLIENT, SECRET).login(USER),
          () -> issuer.client(CLIENT, "another one"));
    }
  },
  GENERIC_CERTIFICATE("any OAuth2 server, certificate") {
    @Override
    RunningFlow start(Bench bench) throws Exception {
      GenericIssuer issuer = bench.generic();
      TestClientKey key = bench.key();
      issuer.client(CLIENT, key.certificate());
      Path file = key.writePem(bench.folder().resolve("client.pem"));
      return RunningFlow.of(
          issuer,
          GenericOAuth2.at(issuer.tokenEndpoint())
              .clientCredentials(CLIENT, ClientCertificate.file(file))
              .login(USER),
          () -> issuer.client(CLIENT, bench.otherKey().certificate()));
    }
  },
  GENERIC_REFRESH_TOKEN("any OAuth2 server, refresh token") {
    @Override
    RunningFlow start(Bench bench) {
      GenericIssuer issuer = bench.generic();
      issuer.publicClient(CLIENT);
      Secret first = Secret.of(issuer.grantRefreshToken(CLIENT, USER));
      return new RunningFlow(
          issuer,
          store ->
              GenericOAuth2.at(issuer.tokenEndpoint())
                  .publicClient(CLIENT, first)
                  .store(store)
                  .login(USER),
          first,
          () ->
              issuer.failAll(
                  IssuerFault.oauthError(400, "invalid_grant", "The session was ended.")));
    }
  };

  private static final String TENANT = "contoso.com";
  private static final String CLIENT = "mailer-app";
  private static final Secret SECRET = Secret.of("s3cret-value");
  private static final String USER = "robot@contoso.com";

  private final String title;

  TokenFlow(String title) {
    this.title = title;
  }

  abstract RunningFlow start(Bench bench) throws Exception;

  String title() {
    return title;
  }

  boolean isByRefreshToken() {
    return name().endsWith("REFRESH_TOKEN");
  }

  private static Microsoft365 application(MicrosoftIssuer issuer) {
    return Microsoft365.application(TENANT, CLIENT).authority(issuer.url());
  }

  private static SecretSource fixed(String text) {
    return SecretSource.fixed(Secret.of(text));
  }
}
