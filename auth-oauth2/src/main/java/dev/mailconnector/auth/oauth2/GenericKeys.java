package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a client of any OAuth2 server of the keys of a configuration. */
final class GenericKeys {
  static final String TOKEN_AUTH = "token-auth";
  static final String AUTHORIZATION = "authorization-endpoint";
  static final String DEVICE = "device-endpoint";
  static final String AUDIENCE = "assertion-audience";
  private static final String SIGNED = "private-key-jwt";
  private static final String CLIENT_ID = "client-id";
  private static final String SECRET = "client-secret";
  private static final String ASSERTION = "client-assertion-file";

  /** What every client may have. */
  static final String[] OPTIONAL = {
    "token-endpoint",
    "scope",
    SecretExpiry.KEY,
    TOKEN_AUTH,
    AUDIENCE,
    CertificateKeys.FILE,
    CertificateKeys.PASSWORD,
    CertificateKeys.ALIAS,
    CertificateKeys.KEY_ID,
    CertificateKeys.ALGORITHM,
    ASSERTION
  };

  /** The same for a client that acts for a user and may have no proof of its own. */
  static final String[] OPTIONAL_FOR_USERS =
      Stream.of(
              Stream.of(SECRET, AUTHORIZATION, DEVICE),
              TokenStoreKeys.ALL.stream(),
              Stream.of(OPTIONAL))
          .flatMap(keys -> keys)
          .toArray(String[]::new);

  private GenericKeys() {}

  static GenericOAuth2.Client application(Given given) {
    Proof proof = proof(given);
    GenericOAuth2 server = server(given);
    String clientId = given.text(CLIENT_ID);
    if (proof.certificate() != null) {
      return options(given, server.clientCredentials(clientId, proof.certificate()));
    }
    return options(
        given,
        proof.assertion() == null
            ? server.clientCredentials(clientId, given.secret(SECRET))
            : server.clientCredentials(clientId, proof.assertion()));
  }

  static GenericOAuth2.Client user(Given given) {
    SecretSource refreshToken = given.secretOrNull("refresh-token");
    if (refreshToken == null) {
      return options(given, user(given, TokenStoreKeys.read(given)));
    }
    return options(
        given, TokenStoreKeys.of(given, user(given, refreshToken), GenericOAuth2.Client::store));
  }

  private static GenericOAuth2.Client user(Given given, RefreshTokenStore store) {
    Proof proof = proof(given);
    SecretSource secret = given.secretOrNull(SECRET);
    GenericOAuth2 server = server(given);
    String clientId = given.text(CLIENT_ID);
    if (proof.certificate() != null) {
      return server.refreshToken(clientId, proof.certificate(), store);
    }
    if (proof.assertion() != null) {
      return server.refreshToken(clientId, proof.assertion(), store);
    }
    return secret == null
        ? server.publicClient(clientId, store)
        : server.refreshToken(clientId, secret, store);
  }

  private static GenericOAuth2.Client user(Given given, SecretSource refreshToken) {
    Proof proof = proof(given);
    SecretSource secret = given.secretOrNull(SECRET);
    GenericOAuth2 server = server(given);
    String clientId = given.text(CLIENT_ID);
    if (proof.certificate() != null) {
      return server.refreshToken(clientId, proof.certificate(), refreshToken);
    }
    if (proof.assertion() != null) {
      return server.refreshToken(clientId, proof.assertion(), refreshToken);
    }
    return secret == null
        ? server.publicClient(clientId, refreshToken)
        : server.refreshToken(clientId, secret, refreshToken);
  }

  private static GenericOAuth2 server(Given given) {
    URI issuer = given.urlOrNull("issuer");
    URI endpoint = given.urlOrNull("token-endpoint");
    if (issuer != null && endpoint != null) {
      throw given.settings().error("issuer", "Either the issuer or its token-endpoint, not both.");
    }
    if (issuer != null) {
      refuseDiscovered(given, AUTHORIZATION, DEVICE);
      return GenericOAuth2.discoveredAt(issuer);
    }
    GenericOAuth2 server = GenericOAuth2.at(given.url("token-endpoint"));
    URI browser = given.urlOrNull(AUTHORIZATION);
    server = browser == null ? server : server.authorizationEndpoint(browser);
    URI device = given.urlOrNull(DEVICE);
    return device == null ? server : server.deviceEndpoint(device);
  }

  private static void refuseDiscovered(Given given, String... keys) {
    for (String key : keys) {
      if (given.settings().isSet(key)) {
        throw given
            .settings()
            .error(key, "The endpoints of auth.issuer are discovered: leave it out.");
      }
    }
  }

  /** What proves the client in place of a secret; both are null where nothing does. */
  private record Proof(
      @Nullable ClientCertificate certificate, @Nullable ClientAssertion assertion) {}

  private static Proof proof(Given given) {
    ClientCertificate certificate = CertificateKeys.readOrNull(given);
    Path file = given.fileOrNull(ASSERTION);
    if (certificate == null) {
      given.refuseWithout(CertificateKeys.FILE, AUDIENCE);
    }
    checkOnlyOne(given);
    boolean signs = SIGNED.equals(given.textOrNull(TOKEN_AUTH));
    if (certificate == null && file == null) {
      if (signs) {
        throw given
            .settings()
            .error(
                TOKEN_AUTH, SIGNED + " signs with a key: add auth." + CertificateKeys.FILE + ".");
      }
      return new Proof(null, null);
    }
    if (given.settings().isSet(TOKEN_AUTH) && !signs) {
      throw given
          .settings()
          .error(
              TOKEN_AUTH,
              "A client with a certificate or an assertion file sends assertions: "
                  + SIGNED
                  + ", or leave it out. Basic and post are for a client-secret.");
    }
    return new Proof(certificate, file == null ? null : ClientAssertion.file(file));
  }

  private static void checkOnlyOne(Given given) {
    List<String> proofs =
        Stream.of(CertificateKeys.FILE, ASSERTION, SECRET).filter(given.settings()::isSet).toList();
    if (proofs.size() > 1) {
      throw given
          .settings()
          .error(proofs.get(1), "There is auth." + proofs.get(0) + " already. Keep one of them.");
    }
  }

  private static GenericOAuth2.Client options(Given given, GenericOAuth2.Client plain) {
    GenericOAuth2.Client client = TokenProxy.of(given, plain, GenericOAuth2.Client::proxy);
    if (!given.settings().isSet(SECRET)) {
      given.refuseWithout(SECRET, SecretExpiry.KEY);
    }
    client = SecretExpiry.of(given, client, GenericOAuth2.Client::secretExpires);
    String way = given.textOrNull(TOKEN_AUTH);
    if (way != null && !way.equals(SIGNED)) {
      client = client.authentication(ClientAuthentication.valueOf(way.toUpperCase(Locale.ROOT)));
    }
    String audience = given.textOrNull(AUDIENCE);
    if (audience != null) {
      client =
          client.assertionAudience(
              AssertionAudience.valueOf(audience.toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    String scope = given.textOrNull("scope");
    return scope == null ? client : client.scope(scope);
  }
}
