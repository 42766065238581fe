package dev.mailconnector.auth.oauth2.internal.consent;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ID token (OpenID Connect Core 1.0 section 2) says. It came from the token endpoint itself
 * over TLS, so no signature has to vouch for it (section 3.1.3.7, point 6).
 *
 * @param names of the user, the best one first: {@code email}, {@code preferred_username} and
 *     {@code upn}, as far as they are there
 * @param audience whom it is meant for
 * @param nonce of the request it answers, or null
 */
record IdToken(List<String> names, List<String> audience, @Nullable String nonce) {
  private static final int LONGEST_NAME = 256;

  /** The ID token of an answer; null if there is none that can be read. */
  static @Nullable IdToken read(HttpAnswer answer) {
    try {
      Object token = JSONObjectUtils.parse(answer.body()).get("id_token");
      if (token == null) {
        return null;
      }
      JWTClaimsSet claims = JWTParser.parse(token.toString()).getJWTClaimsSet();
      List<String> names = new ArrayList<>();
      for (String claim : List.of("email", "preferred_username", "upn")) {
        if (claims.getClaim(claim) instanceof String name && isName(name)) {
          names.add(name);
        }
      }
      return new IdToken(List.copyOf(names), claims.getAudience(), claims.getStringClaim("nonce"));
    } catch (ParseException unreadable) {
      return null;
    }
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  boolean isOf(String user) {
    return names.stream().anyMatch(user::equalsIgnoreCase);
  }
}
