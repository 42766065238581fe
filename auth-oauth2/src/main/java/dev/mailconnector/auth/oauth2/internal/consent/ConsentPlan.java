package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked.
 *
 * @param client who asks, where, for which scopes
 * @param user who shall consent
 * @param service what is particular to the service
 * @param port where the browser's answer is waited for; 0 for any free port
 */
public record ConsentPlan(GenericClient.Settings client, String user, Service service, int port) {
  static final String OPEN_ID = "openid";

  /**
   * What is particular to a service.
   *
   * @param extras what it wants in the authorization request beside the standard's words
   * @param redirectHost the name of this machine in the redirect URI: 127.0.0.1, or localhost
   * @param redirectPath what follows the port there
   * @param identityScopes the scopes that make it say who consented; null to believe its discovery
   *     document
   * @param demanded a scope without which the consent is worth nothing; null where the service may
   *     name scopes otherwise than they were asked for
   * @param noDevice why devices get no consent here, in a whole sentence; null if they do
   */
  public record Service(
      Map<String, String> extras,
      String redirectHost,
      String redirectPath,
      @Nullable List<String> identityScopes,
      @Nullable String demanded,
      @Nullable String noDevice) {

    /** A server that keeps to the standards: RFC 8252 section 7.3. */
    static final Service STANDARD = new Service(Map.of(), "127.0.0.1", "/", null, null, null);
  }

  /** A plan for any free port. */
  public ConsentPlan(GenericClient.Settings client, String user, Service service) {
    this(client, user, service, 0);
  }

  /** A plan for a server that keeps to the standards. */
  public static ConsentPlan of(GenericClient.Settings client, String user) {
    return new ConsentPlan(client, user, Service.STANDARD);
  }

  /** The same for another user. */
  public ConsentPlan by(String otherUser) {
    return new ConsentPlan(client, otherUser, service, port);
  }

  /** The same on another port. */
  public ConsentPlan onPort(int otherPort) {
    return new ConsentPlan(client, user, service, otherPort);
  }

  /** The redirect URI, but for the port. */
  String redirect(String portText) {
    return "http://" + service.redirectHost() + portText + service.redirectPath();
  }

  /**
   * What is asked for: the client's scopes, and those that make the server say who consents, where
   * it knows them. Null where the scopes are left to the server, which may not know any.
   */
  @Nullable String scope(ServerMetadata server) {
    String asked = client.scope();
    if (asked == null || words(asked).contains(OPEN_ID)) {
      return asked;
    }
    List<String> identity = service.identityScopes();
    List<String> added = identity == null ? server.identityScopes() : identity;
    return added.contains(OPEN_ID)
        ? Stream.concat(words(asked).stream(), added.stream())
            .distinct()
            .collect(Collectors.joining(" "))
        : asked;
  }

  static List<String> words(String scope) {
    return Arrays.asList(scope.trim().split("\\s+", -1));
  }
}
