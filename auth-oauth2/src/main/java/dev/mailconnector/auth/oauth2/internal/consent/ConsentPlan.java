package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked.
 *
 * @param client who asks, where, for which scopes
 * @param user a hint which user shall consent
 * @param extras what the service wants in the authorization request beside the standard's words
 * @param redirectHost the name of this machine in the redirect URI: 127.0.0.1, or localhost
 * @param redirectPath what follows the port there
 * @param noDevice why devices get no consent here, in a whole sentence; null if they do
 */
public record ConsentPlan(
    GenericClient.Settings client,
    String user,
    Map<String, String> extras,
    String redirectHost,
    String redirectPath,
    @Nullable String noDevice) {

  /** A plan for a server that keeps to the standards: RFC 8252 section 7.3. */
  public static ConsentPlan of(GenericClient.Settings client, String user) {
    return new ConsentPlan(client, user, Map.of(), "127.0.0.1", "/", null);
  }
}
