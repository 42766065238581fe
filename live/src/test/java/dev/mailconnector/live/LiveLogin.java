package dev.mailconnector.live;

import dev.mailconnector.auth.oauth2.ClientCertificate;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.auth.oauth2.Gmail;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The logins that can be tried, and the variables that each needs. */
enum LiveLogin {
  MICROSOFT_SECRET("MICROSOFT", "TENANT", "CLIENT_ID", "CLIENT_SECRET", "USER") {
    @Override
    OAuth2Login login(Variables given, @Nullable Target target, RefreshTokenStore none) {
      return microsoft(given, target)
          .secret(Secret.of(given.get("MICROSOFT_CLIENT_SECRET")))
          .login(user(given));
    }

    @Override
    OAuth2Login wrong(Variables given, @Nullable Target target) {
      return microsoft(given, target)
          .secret(Secret.of(broken(given.get("MICROSOFT_CLIENT_SECRET"))))
          .login(user(given));
    }
  },
  MICROSOFT_CERTIFICATE("MICROSOFT", "TENANT", "CLIENT_ID", "CERTIFICATE", "USER") {
    @Override
    OAuth2Login login(Variables given, @Nullable Target target, RefreshTokenStore none) {
      ClientCertificate certificate = ClientCertificate.file(given.file("MICROSOFT_CERTIFICATE"));
      String password = given.getOrNull("MICROSOFT_CERTIFICATE_PASSWORD");
      return microsoft(given, target)
          .certificate(password == null ? certificate : certificate.password(Secret.of(password)))
          .login(user(given));
    }

    /** Nobody has a wrong key at hand; an assertion that nobody signed is refused as well. */
    @Override
    OAuth2Login wrong(Variables given, @Nullable Target target) {
      return microsoft(given, target)
          .federated(SecretSource.fixed(Secret.of("eyJhbGciOiJub25lIn0.e30.")))
          .login(user(given));
    }
  },
  MICROSOFT_REFRESH_TOKEN("MICROSOFT", "TENANT", "CLIENT_ID", "REFRESH_TOKEN", "USER") {
    @Override
    OAuth2Login byRefreshToken(
        Variables given, @Nullable Target target, Secret refreshToken, RefreshTokenStore store) {
      Microsoft365 application = microsoft(given, target);
      String secret = given.getOrNull("MICROSOFT_CLIENT_SECRET");
      return (secret == null ? application : application.secret(Secret.of(secret)))
          .refreshToken(refreshToken)
          .store(store)
          .login(user(given));
    }
  },
  GOOGLE_KEY_FILE("GOOGLE", "KEY_FILE", "USER") {
    @Override
    OAuth2Login login(Variables given, @Nullable Target target, RefreshTokenStore none) {
      return Gmail.serviceAccount(given.file("GOOGLE_KEY_FILE"))
          .trust(Target.trust(target))
          .login(user(given));
    }

    /** A mailbox that the service account may not act for. */
    @Override
    OAuth2Login wrong(Variables given, @Nullable Target target) throws IOException {
      String json = Files.readString(given.file("GOOGLE_KEY_FILE"));
      return Gmail.serviceAccount(SecretSource.fixed(Secret.of(json)))
          .subject("mailconnector-nobody@" + user(given).replaceFirst(".*@", ""))
          .trust(Target.trust(target))
          .login(user(given));
    }
  },
  GOOGLE_REFRESH_TOKEN("GOOGLE", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "USER") {
    @Override
    OAuth2Login byRefreshToken(
        Variables given, @Nullable Target target, Secret refreshToken, RefreshTokenStore store) {
      Gmail.UserConsent consent =
          Gmail.refreshToken(
                  given.get("GOOGLE_CLIENT_ID"),
                  Secret.of(given.get("GOOGLE_CLIENT_SECRET")),
                  refreshToken)
              .store(store)
              .trust(Target.trust(target));
      return (target == null ? consent : consent.tokenEndpoint(target.issuer())).login(user(given));
    }
  },
  GENERIC_SECRET("GENERIC", "HOST", "TOKEN_ENDPOINT", "CLIENT_ID", "CLIENT_SECRET", "USER") {
    @Override
    OAuth2Login login(Variables given, @Nullable Target target, RefreshTokenStore none) {
      return generic(given, target, given.get("GENERIC_CLIENT_SECRET"));
    }

    @Override
    OAuth2Login wrong(Variables given, @Nullable Target target) {
      return generic(given, target, broken(given.get("GENERIC_CLIENT_SECRET")));
    }

    private OAuth2Login generic(Variables given, @Nullable Target target, String secret) {
      return scoped(
              given,
              GenericOAuth2.at(URI.create(given.get("GENERIC_TOKEN_ENDPOINT")))
                  .clientCredentials(given.get("GENERIC_CLIENT_ID"), Secret.of(secret)))
          .trust(Target.trust(target))
          .login(user(given));
    }
  },
  GENERIC_REFRESH_TOKEN("GENERIC", "HOST", "TOKEN_ENDPOINT", "CLIENT_ID", "REFRESH_TOKEN", "USER") {
    @Override
    OAuth2Login byRefreshToken(
        Variables given, @Nullable Target target, Secret refreshToken, RefreshTokenStore store) {
      GenericOAuth2 server = GenericOAuth2.at(URI.create(given.get("GENERIC_TOKEN_ENDPOINT")));
      String clientId = given.get("GENERIC_CLIENT_ID");
      String secret = given.getOrNull("GENERIC_CLIENT_SECRET");
      GenericOAuth2.Client client =
          secret == null
              ? server.publicClient(clientId, refreshToken)
              : server.refreshToken(clientId, Secret.of(secret), refreshToken);
      return scoped(given, client).store(store).trust(Target.trust(target)).login(user(given));
    }
  };

  private final String service;
  private final List<String> needed;

  LiveLogin(String service, String... needed) {
    this.service = service;
    this.needed = List.of(needed).stream().map(name -> service + "_" + name).toList();
  }

  /** The variables that it needs, by their short names. */
  List<String> needed() {
    return needed;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  boolean isByRefreshToken() {
    return needed.contains(service + "_REFRESH_TOKEN");
  }

  /** Whether all that it needs is set. */
  boolean isSetUp(Variables given) {
    return given.missing(needed).isEmpty();
  }

  String user(Variables given) {
    return given.get(service + "_USER");
  }

  Secret refreshToken(Variables given) {
    return Secret.of(given.get(service + "_REFRESH_TOKEN"));
  }

  /** Where its mail is handed in: the preset's, or what the variables say. */
  SmtpEndpoint endpoint(Variables given, @Nullable Target target) {
    if (target != null) {
      return target.smtp();
    }
    return switch (service) {
      case "MICROSOFT" -> MicrosoftCloud.of(given).preset(given).endpoint();
      case "GOOGLE" -> ProviderPreset.GMAIL.endpoint();
      default -> {
        String port = given.getOrNull("GENERIC_PORT");
        yield "465".equals(port)
            ? SmtpEndpoint.submissions(given.get("GENERIC_HOST"))
            : new SmtpEndpoint(
                given.get("GENERIC_HOST"),
                port == null ? 587 : Integer.parseInt(port),
                TlsMode.STARTTLS);
      }
    };
  }

  /**
   * The login as its user has it.
   *
   * @param store keeps what replaces the refresh token, for a login that has one
   */
  OAuth2Login login(Variables given, @Nullable Target target, RefreshTokenStore store) {
    return byRefreshToken(given, target, refreshToken(given), store);
  }

  /** The same with a proof that the issuer must refuse. */
  OAuth2Login wrong(Variables given, @Nullable Target target) throws IOException {
    Secret wrong = Secret.of(broken(refreshToken(given).reveal()));
    return byRefreshToken(given, target, wrong, RefreshTokenStore.inMemory());
  }

  /** The login of a user with this refresh token. */
  OAuth2Login byRefreshToken(
      Variables given, @Nullable Target target, Secret refreshToken, RefreshTokenStore store) {
    throw new IllegalStateException("No login by refresh token: " + this);
  }

  private static Microsoft365 microsoft(Variables given, @Nullable Target target) {
    Microsoft365 application =
        Microsoft365.application(given.get("MICROSOFT_TENANT"), given.get("MICROSOFT_CLIENT_ID"))
            .trust(Target.trust(target));
    return application.authority(
        target == null ? MicrosoftCloud.of(given).authority() : target.issuer());
  }

  private static GenericOAuth2.Client scoped(Variables given, GenericOAuth2.Client client) {
    String scope = given.getOrNull("GENERIC_SCOPE");
    return scope == null ? client : client.scope(scope);
  }

  /** The same with other characters in its middle: what it is for stays recognisable. */
  static String broken(String secret) {
    int middle = secret.length() / 2;
    char other = secret.charAt(middle) == 'x' ? 'y' : 'x';
    return secret.substring(0, middle) + other + secret.substring(middle + 1);
  }
}
