package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.sasl.BearerMechanism;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.DeclaredKey;
import java.util.Arrays;
import java.util.List;

/**
 * {@code auth.type: oauth2} of a configuration. Found by {@link java.util.ServiceLoader};
 * stateless.
 *
 * <p>The token service and the grant decide which other keys are needed and which are allowed; a
 * key that would have no effect is an error.
 */
public final class OAuth2AuthenticationType implements AuthenticationType {
  private static final DeclaredKey TOKEN_SERVICE =
      DeclaredKey.choice(
          "token-service",
          List.of("microsoft", "google", "generic"),
          null,
          "Who issues the tokens; presets of a provider set it.");
  private static final DeclaredKey GRANT =
      DeclaredKey.choice(
          "grant",
          List.of(
              "client-credentials",
              "workload-identity",
              "managed-identity",
              "refresh-token",
              "service-account",
              "external"),
          null,
          "What the tokens are asked for with: the application's own secret, its federated identity"
              + " (at Microsoft tenant, client-id and file from `AZURE_*` variables by default; at"
              + " Google beside `impersonate`), the identity that Azure gave to the machine"
              + " (`client-id` for a user-assigned one), a user's consent, or a Google service"
              + " account. `external`: nothing is asked for, somebody else keeps a token fresh in"
              + " `auth.token-file`; needs no token-service.");
  private static final DeclaredKey KEEP_TOKEN =
      DeclaredKey.choice(
          "keep-token",
          List.of("while-used", "always"),
          "while-used",
          "Whether the token of an account that nobody uses is renewed too, as for nightly"
              + " batches.");
  private static final String HIGH_VOLUME = "high-volume-email";
  private static final DeclaredKey RENEWAL =
      DeclaredKey.choice(
          "renewal",
          List.of("standard", HIGH_VOLUME),
          "standard",
          "How early tokens are renewed; High Volume Email refuses those that will expire soon, and"
              + " its preset sets this.");
  private static final DeclaredKey MECHANISM =
      DeclaredKey.choice(
          "mechanism",
          Arrays.stream(BearerMechanism.values()).map(Enum::name).toList(),
          null,
          "Only to force one mechanism; without it XOAUTH2 where the server offers it, else"
              + " OAUTHBEARER.");

  private static final List<DeclaredKey> KEYS =
      List.of(
          TOKEN_SERVICE,
          GRANT,
          DeclaredKey.text("tenant", "Microsoft: the tenant's id or one of its domains."),
          DeclaredKey.url(
              "authority",
              "Microsoft: the cloud's login server; https://login.microsoftonline.com by default."),
          DeclaredKey.text("client-id", "The application or client that asks for tokens."),
          DeclaredKey.secret("client-secret", "Its secret; read again for every token."),
          DeclaredKey.text(
              SecretExpiry.KEY,
              "The day on which the issuer ends that secret, which it does not tell by itself:"
                  + " `2027-01-31`, or a moment `2027-01-31T08:00:00Z`. It is warned of 30 days"
                  + " before."),
          DeclaredKey.file(
              "client-certificate.file",
              "In place of the secret: a PKCS#12 store, or a PEM file with the certificate and its"
                  + " private key (PKCS#8); read again for every token."),
          DeclaredKey.secret(
              "client-certificate.password", "The password of the store or of the key."),
          DeclaredKey.text(
              "client-certificate.alias",
              "The entry of the store; needed where it has several keys."),
          DeclaredKey.text(
              CertificateKeys.KEY_ID,
              "Generic: the `kid` of signed assertions, as the server names the key; none by"
                  + " default."),
          DeclaredKey.file(
              "client-assertion-file",
              "In place of the secret, at Microsoft or a generic server: a file in which somebody keeps"
                  + " a token of a federated identity provider fresh; read again for every token."),
          DeclaredKey.choice(
              "assertion-algorithm",
              Arrays.stream(AssertionAlgorithm.values()).map(Enum::name).toList(),
              null,
              "How assertions are signed with the certificate's key: `PS256` by default for"
                  + " Microsoft, elsewhere `RS256` or `ES256` by the key."),
          DeclaredKey.choice(
              GenericKeys.AUDIENCE,
              List.of("token-endpoint", "issuer"),
              "token-endpoint",
              "Generic: whom signed assertions are addressed to; some servers demand the issuer."),
          DeclaredKey.secret(
              "refresh-token",
              "The refresh token of a user's consent: its first value. Not needed where"
                  + " `auth.token-store` has it already."),
          DeclaredKey.text(
              TokenStoreKeys.FILE,
              "Where refresh tokens are kept, encrypted, as the issuer replaces them: a file of this"
                  + " account's own, which is made when it is missing, or a folder (an existing one,"
                  + " or a path that ends with `/`) for many accounts. Without it they are kept in"
                  + " memory."),
          DeclaredKey.secret(
              TokenStoreKeys.KEY,
              "The key of that file: 32 bytes in base64 or hex (`openssl rand -base64 32`). Former"
                  + " keys may follow it after a blank or line break; they only decrypt."),
          DeclaredKey.file(
              TokenStoreKeys.KEY_STORE,
              "In place of that key: a PKCS#12 file with a secret key of 256 bits"
                  + " (`keytool -genseckey -keyalg AES -keysize 256 -storetype PKCS12`)."),
          DeclaredKey.secret(
              TokenStoreKeys.PASSWORD, "The password of that PKCS#12 file and of the key in it."),
          DeclaredKey.text(
              TokenStoreKeys.ALIAS, "The entry of that file; needed where it has several."),
          DeclaredKey.file(
              GoogleKeys.FILE,
              "Google: the JSON key of a service account with domain-wide delegation. With"
                  + " `auth.impersonate` it is the caller's: the key of another service account, or"
                  + " the configuration file of workload identity federation; by default what"
                  + " `GOOGLE_APPLICATION_CREDENTIALS` names, else the metadata server."),
          DeclaredKey.text(
              GoogleKeys.IMPERSONATE,
              "Google: the e-mail address of a service account with domain-wide delegation that has"
                  + " no key; Google signs for it."),
          DeclaredKey.url(
              "iam-endpoint",
              "Google: another place of IAM's credentials API, as with Private Service Connect;"
                  + " https://iamcredentials.googleapis.com by default."),
          DeclaredKey.text(
              "subject", "Google: the user the service account acts for; `user` by default."),
          DeclaredKey.url(
              "issuer", "Generic: the issuer whose token endpoint is looked up by discovery."),
          DeclaredKey.url(
              "token-endpoint",
              "Generic: the token endpoint itself. Google: another than Google's own."),
          DeclaredKey.url(
              GenericKeys.AUTHORIZATION,
              "Where users consent in a browser, for `mailconnector login`; needed only beside"
                  + " `token-endpoint`. Google: another than Google's own."),
          DeclaredKey.url(
              GenericKeys.DEVICE,
              "Generic: where a consent on another device begins, for `mailconnector login"
                  + " --device`; needed only beside `token-endpoint`."),
          DeclaredKey.text(
              "scope", "What the tokens must be good for; the token service's own by default."),
          DeclaredKey.choice(
              GenericKeys.TOKEN_AUTH,
              List.of("basic", "post", "private-key-jwt"),
              "basic",
              "Generic: the client secret goes in the header or in the body, or an assertion is"
                  + " signed with the key of `client-certificate`, which alone decides for that."),
          DeclaredKey.file(
              "token-file",
              "The access token, kept fresh by somebody else: the token alone. It is read again"
                  + " before it ends (`exp` of a JWT; else every few minutes) and when the server"
                  + " refuses it."),
          KEEP_TOKEN,
          RENEWAL,
          MECHANISM,
          DeclaredKey.text(TokenProxy.URL, "An HTTP proxy for token requests: `http://host:3128`."),
          DeclaredKey.text(TokenProxy.USER, "The login name at that proxy."),
          DeclaredKey.secret(TokenProxy.PASSWORD, "The password at that proxy."),
          DeclaredKey.text(
              TokenProxy.DOMAIN,
              "The Windows domain of that user, for proxies that want NTLM (needs"
                  + " `mailconnector-auth-ntlm`)."),
          DeclaredKey.choice(
              TokenProxy.ENGINE,
              List.of(TokenProxy.OURS, TokenProxy.STOCK),
              TokenProxy.OURS,
              "Who speaks NTLM to that proxy; `httpclient` is the engine of Apache HttpClient 5,"
                  + " which falls to NTLMv1 and is no longer supported by its makers. It draws a"
                  + " warning."));

  /** For {@link java.util.ServiceLoader}. */
  public OAuth2AuthenticationType() {}

  @Override
  public String name() {
    return "oauth2";
  }

  @Override
  public List<DeclaredKey> keys() {
    return KEYS;
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    Given given = new Given(settings);
    String user = settings.user();
    if (user == null) {
      throw settings.error("user", "A login with tokens needs the mailbox it logs in to.");
    }
    String grant = given.text(GRANT.name());
    String service =
        grant.equals(Recipe.EXTERNAL.grant()) && !given.has(TOKEN_SERVICE.name())
            ? Recipe.ANY
            : given.text(TOKEN_SERVICE.name());
    Recipe recipe = Recipe.of(service, grant);
    if (recipe == null) {
      throw settings.error(
          GRANT.name(),
          "The token service " + service + " works with " + Recipe.grantsOf(service) + " only.");
    }
    for (DeclaredKey key : KEYS) {
      if (settings.isSet(key.name()) && !recipe.knows(key.name())) {
        throw settings.error(
            key.name(),
            "It has no effect with "
                + (service.equals(Recipe.ANY) ? "" : "the token service " + service + " and ")
                + "the grant "
                + grant
                + ": leave it out.");
      }
    }
    recipe.check(given);
    try {
      return options(recipe.login(given, user), settings);
    } catch (ConfigurationException broken) {
      throw given.located(broken);
    }
  }

  private static OAuth2Login options(OAuth2Login plain, AuthenticationSettings settings) {
    OAuth2Login login = plain;
    String mechanism = settings.text(MECHANISM.name());
    if (mechanism != null) {
      login = login.mechanism(mechanism);
    }
    RenewalPolicy policy =
        HIGH_VOLUME.equals(settings.text(RENEWAL.name()))
            ? RenewalPolicy.highVolumeEmail()
            : RenewalPolicy.standard();
    return login.renewal(
        "always".equals(settings.text(KEEP_TOKEN.name())) ? policy.keptAlways() : policy);
  }
}
