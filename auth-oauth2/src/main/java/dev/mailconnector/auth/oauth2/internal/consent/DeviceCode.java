package dev.mailconnector.auth.oauth2.internal.consent;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a device authorization request brought: RFC 8628 section 3.2. */
record DeviceCode(
    Secret deviceCode,
    String userCode,
    URI verificationUri,
    @Nullable URI complete,
    Duration life,
    Duration interval) {
  private static final int LONGEST_LIFE = 3600;
  private static final int USUAL_INTERVAL = 5;
  private static final int LONGEST_INTERVAL = 60;

  static DeviceCode read(TokenRequest request, HttpAnswer answer) throws TokenException {
    if (answer.status() / 100 == 2 && TokenRequest.error(answer) == null) {
      try {
        Map<String, Object> json = JSONObjectUtils.parse(answer.body());
        Object code = json.get("device_code");
        // Google and older servers say "url".
        URI place = page(json.get("verification_uri"));
        place = place == null ? page(json.get("verification_url")) : place;
        if (code instanceof String secret
            && json.get("user_code") instanceof String user
            && isShowable(user)
            && place != null) {
          return new DeviceCode(
              Secret.of(secret),
              user,
              place,
              page(json.get("verification_uri_complete")),
              seconds(json.get("expires_in"), LONGEST_LIFE, LONGEST_LIFE),
              seconds(json.get("interval"), USUAL_INTERVAL, LONGEST_INTERVAL));
        }
      } catch (ParseException noJson) {
        // Told below with what came.
      }
    }
    throw request.unusable(answer);
  }

  private static boolean isShowable(String code) {
    return code.length() <= 64
        && !code.isBlank()
        && code.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }

  private static @Nullable URI page(@Nullable Object value) {
    try {
      URI url = value == null ? null : URI.create(value.toString());
      return url != null && Set.of("https", "http").contains(String.valueOf(url.getScheme()))
          ? url
          : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static Duration seconds(@Nullable Object value, int usual, int longest) {
    try {
      double given = value == null ? usual : Double.parseDouble(value.toString());
      return Duration.ofSeconds(given > 0 ? (long) Math.min(Math.ceil(given), longest) : usual);
    } catch (NumberFormatException e) {
      return Duration.ofSeconds(usual);
    }
  }

  DevicePrompt prompt(Duration left) {
    return new DevicePrompt(verificationUri, userCode, complete, left);
  }
}
