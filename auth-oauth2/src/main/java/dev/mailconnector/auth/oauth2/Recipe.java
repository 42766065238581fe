package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of the table: which keys a token service and a grant take, and the login they make. */
enum Recipe {
  MICROSOFT_CLIENT_CREDENTIALS(
      "microsoft",
      "client-credentials",
      List.of("tenant", "client-id", "client-secret"),
      MicrosoftKeys.OPTIONAL) {
    @Override
    OAuth2Login login(Given given, String user) {
      return MicrosoftKeys.application(given).login(user);
    }
  },
  MICROSOFT_WORKLOAD_IDENTITY(
      "microsoft",
      "workload-identity",
      List.of(),
      "tenant",
      "client-id",
      "client-assertion-file",
      "authority",
      "scope") {
    @Override
    OAuth2Login login(Given given, String user) {
      return MicrosoftKeys.workload(given).login(user);
    }
  },
  MICROSOFT_MANAGED_IDENTITY("microsoft", "managed-identity", List.of(), "client-id", "scope") {
    @Override
    OAuth2Login login(Given given, String user) {
      return MicrosoftKeys.managedIdentity(given).login(user);
    }

    @Override
    boolean knows(String key) {
      return super.knows(key) && !TokenProxy.KEYS.contains(key);
    }
  },
  MICROSOFT_REFRESH_TOKEN(
      "microsoft",
      "refresh-token",
      List.of("tenant", "client-id", "refresh-token"),
      MicrosoftKeys.OPTIONAL_WITH_SECRET) {
    @Override
    OAuth2Login login(Given given, String user) {
      Microsoft365 application = MicrosoftKeys.application(given);
      SecretSource refreshToken = given.secretOrNull("refresh-token");
      Microsoft365.UserConsent consent =
          refreshToken == null
              ? application.refreshToken(TokenStoreKeys.read(given))
              : TokenStoreKeys.of(
                  given, application.refreshToken(refreshToken), Microsoft365.UserConsent::store);
      return consent.login(user);
    }
  },
  GOOGLE_SERVICE_ACCOUNT(
      "google", "service-account", List.of(GoogleKeys.FILE), GoogleKeys.OF_DELEGATION) {
    @Override
    OAuth2Login login(Given given, String user) {
      return GoogleKeys.serviceAccount(given, user);
    }
  },
  GOOGLE_WORKLOAD_IDENTITY(
      "google",
      "workload-identity",
      List.of(GoogleKeys.IMPERSONATE),
      GoogleKeys.OF_WORKLOAD_IDENTITY) {
    @Override
    OAuth2Login login(Given given, String user) {
      return GoogleKeys.workload(given, user);
    }
  },
  GOOGLE_REFRESH_TOKEN(
      "google",
      "refresh-token",
      List.of("client-id", "client-secret", "refresh-token"),
      GoogleKeys.OF_USERS) {
    @Override
    OAuth2Login login(Given given, String user) {
      String clientId = given.text("client-id");
      SecretSource clientSecret = given.secret("client-secret");
      SecretSource refreshToken = given.secretOrNull("refresh-token");
      Gmail.UserConsent consent =
          refreshToken == null
              ? Gmail.refreshToken(clientId, clientSecret, TokenStoreKeys.read(given))
              : TokenStoreKeys.of(
                  given,
                  Gmail.refreshToken(clientId, clientSecret, refreshToken),
                  Gmail.UserConsent::store);
      consent = TokenProxy.of(given, consent, Gmail.UserConsent::proxy);
      URI page = given.urlOrNull(GenericKeys.AUTHORIZATION);
      consent = page == null ? consent : consent.authorizationEndpoint(page);
      URI endpoint = given.urlOrNull("token-endpoint");
      return (endpoint == null ? consent : consent.tokenEndpoint(endpoint)).login(user);
    }
  },
  GENERIC_CLIENT_CREDENTIALS(
      "generic",
      "client-credentials",
      List.of("issuer", "client-id", "client-secret"),
      GenericKeys.OPTIONAL) {
    @Override
    OAuth2Login login(Given given, String user) {
      return GenericKeys.application(given).login(user);
    }
  },
  GENERIC_REFRESH_TOKEN(
      "generic",
      "refresh-token",
      List.of("issuer", "client-id", "refresh-token"),
      GenericKeys.OPTIONAL_FOR_USERS) {
    @Override
    OAuth2Login login(Given given, String user) {
      return GenericKeys.user(given).login(user);
    }
  },
  EXTERNAL(Recipe.ANY, "external", List.of("token-file")) {
    @Override
    OAuth2Login login(Given given, String user) {
      return OAuth2.tokenFile(user, given.file("token-file"));
    }

    @Override
    boolean knows(String key) {
      return super.knows(key) && !TokenProxy.KEYS.contains(key);
    }
  };

  /** The service of a row for all of them. */
  static final String ANY = "";

  private static final Set<String> COMMON =
      Set.of(
          "token-service",
          "grant",
          "keep-token",
          "renewal",
          "mechanism",
          TokenProxy.URL,
          TokenProxy.USER,
          TokenProxy.PASSWORD,
          TokenProxy.DOMAIN,
          TokenProxy.ENGINE);

  /** Keys that do in place of a needed one, where the row knows them. */
  private static final Map<String, List<String>> INSTEAD =
      Map.of(
          "issuer",
          List.of("token-endpoint"),
          GoogleKeys.FILE,
          List.of(GoogleKeys.IMPERSONATE),
          "client-secret",
          List.of("client-certificate.file", "client-assertion-file"),
          "refresh-token",
          List.of(TokenStoreKeys.FILE));

  private final String service;
  private final String grant;
  private final List<String> needed;
  private final Set<String> others;

  Recipe(String service, String grant, List<String> needed, String... others) {
    this.service = service;
    this.grant = grant;
    this.needed = needed;
    this.others = Set.of(others);
  }

  /** The login that these settings describe. */
  abstract OAuth2Login login(Given given, String user);

  static @Nullable Recipe of(String service, String grant) {
    return Arrays.stream(values())
        .filter(recipe -> recipe.isOf(service) && recipe.grant.equals(grant))
        .findFirst()
        .orElse(null);
  }

  static String grantsOf(String service) {
    List<String> grants =
        Arrays.stream(values())
            .filter(recipe -> recipe.isOf(service))
            .map(recipe -> recipe.grant)
            .toList();
    int last = grants.size() - 1;
    return String.join(", ", grants.subList(0, last)) + " and " + grants.get(last);
  }

  boolean knows(String key) {
    return COMMON.contains(key) || needed.contains(key) || others.contains(key);
  }

  /** Refuses settings that lack a key, naming all that are missing. */
  void check(Given given) {
    List<String> missing =
        needed.stream()
            .filter(key -> !given.has(key))
            .filter(key -> instead(key).stream().noneMatch(given::has))
            .toList();
    if (!missing.isEmpty()) {
      throw given.missing(missing, this::instead, article() + grant + " login" + at());
    }
    TokenStoreKeys.check(given);
  }

  private List<String> instead(String key) {
    return INSTEAD.getOrDefault(key, List.of()).stream().filter(this::knows).toList();
  }

  String grant() {
    return grant;
  }

  private boolean isOf(String asked) {
    return service.equals(asked) || service.equals(ANY);
  }

  private String article() {
    return this == EXTERNAL ? "an " : "a ";
  }

  private String at() {
    return switch (service) {
      case "microsoft" -> " at Microsoft";
      case "google" -> " at Google";
      case ANY -> "";
      default -> " at a generic token service";
    };
  }
}
