package dev.mailconnector.auth.oauth2.internal.store;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenLife;
import dev.mailconnector.spi.Secret;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record as JSON, the plain text of what is encrypted. */
final class RecordJson {
  private RecordJson() {}

  static String write(TokenRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("origin", record.origin());
    if (record.refreshToken() != null) {
      json.put("refresh_token", record.refreshToken().reveal());
    }
    if (record.begun() != null) {
      json.put("begun", record.begun().toString());
    }
    RefreshTokenLife life = record.life();
    if (life != null) {
      json.put("last_used", life.lastUsed().toString());
      json.put("ends_move", life.extending());
      if (life.since() != null && life.endsAt() != null) {
        json.put("ends_known_since", life.since().toString());
        json.put("ends", life.endsAt().toString());
      }
    }
    AccessToken access = record.access();
    if (access != null && record.issued() != null) {
      json.put("issued", record.issued().toString());
      json.put("access_token", access.value().reveal());
      json.put("lifetime", access.lifetime().toString());
      if (access.renewIn() != null) {
        json.put("renew_in", access.renewIn().toString());
      }
      json.put("scopes", List.copyOf(access.scopes()));
    }
    return JSONObjectUtils.toJSONString(json);
  }

  /** The record, or null where it is none. */
  static @Nullable TokenRecord read(String text) {
    try {
      Map<String, Object> json = JSONObjectUtils.parse(text);
      String origin = JSONObjectUtils.getString(json, "origin");
      String refreshToken = JSONObjectUtils.getString(json, "refresh_token");
      AccessToken access = access(json);
      return origin == null
          ? null
          : new TokenRecord(
              origin,
              refreshToken == null ? null : Secret.of(refreshToken),
              instant(json, "begun"),
              access,
              access == null ? null : instant(json, "issued"),
              life(json));
    } catch (ParseException | DateTimeException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  private static @Nullable AccessToken access(Map<String, Object> json) throws ParseException {
    String token = JSONObjectUtils.getString(json, "access_token");
    Duration lifetime = duration(json, "lifetime");
    List<String> scopes = JSONObjectUtils.getStringList(json, "scopes");
    return token == null
        ? null
        : AccessToken.of(Secret.of(token), lifetime)
            .withRenewIn(duration(json, "renew_in"))
            .withScopes(scopes == null ? Set.of() : Set.copyOf(scopes));
  }

  private static @Nullable RefreshTokenLife life(Map<String, Object> json) throws ParseException {
    Instant lastUsed = instant(json, "last_used");
    return lastUsed == null
        ? null
        : new RefreshTokenLife(
            lastUsed,
            instant(json, "ends_known_since"),
            instant(json, "ends"),
            JSONObjectUtils.getBoolean(json, "ends_move"));
  }

  private static @Nullable Instant instant(Map<String, Object> json, String field)
      throws ParseException {
    String text = JSONObjectUtils.getString(json, field);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable Duration duration(Map<String, Object> json, String field)
      throws ParseException {
    String text = JSONObjectUtils.getString(json, field);
    return text == null ? null : Duration.parse(text);
  }
}
