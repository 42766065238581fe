package dev.mailconnector.auth.oauth2.internal.google;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the token of another identity provider is: the {@code credential_source} of the file. */
sealed interface SubjectTokenSource {

  /** The token as it is now. */
  Secret read(GoogleCalls calls, TokenRequest request) throws TokenException;

  /**
   * A file that somebody keeps fresh.
   *
   * @param field the field of the JSON in it; null where the file is the token
   */
  record OfFile(Path file, @Nullable String field) implements SubjectTokenSource {
    @Override
    public Secret read(GoogleCalls calls, TokenRequest request) throws TokenException {
      Secret text = request.secret("credential_source.file", SecretSource.file(file));
      return token(request, text.reveal(), field);
    }
  }

  /**
   * A URL that hands tokens out.
   *
   * @param headers what must go along
   * @param field the field of the JSON answer; null where the answer is the token
   */
  record OfUrl(URI url, Map<String, String> headers, @Nullable String field)
      implements SubjectTokenSource {
    private static final String UNREACHABLE =
        "Whoever runs the identity provider at credential_source.url must see to it that this"
            + " machine reaches it.";

    @Override
    public Secret read(GoogleCalls calls, TokenRequest request) throws TokenException {
      TokenRequest own = calls.request("subject token", "this workload", url);
      HttpAnswer answer = calls.get(own, headers, UNREACHABLE);
      if (answer.status() / 100 != 2) {
        throw own.away(answer, "The identity provider at credential_source.url refuses its token.");
      }
      return token(own, answer.body(), field);
    }
  }

  /**
   * Reads the {@code credential_source}; what runs a program or needs the keys of AWS is refused.
   */
  static SubjectTokenSource of(@Nullable Object json) throws UnusableFileException {
    if (!(json instanceof Map<?, ?> source)) {
      throw unusable("has no credential_source");
    }
    for (String other : new String[] {"executable", "environment_id", "certificate"}) {
      if (source.containsKey(other)) {
        throw unusable("takes the subject token from " + kind(other) + ", which is not built");
      }
    }
    String field = field(source.get("format"));
    if (source.get("file") instanceof String file) {
      try {
        return new OfFile(Path.of(file), field);
      } catch (InvalidPathException e) {
        throw unusable("has a credential_source.file that is no path");
      }
    }
    if (source.get("url") instanceof String url) {
      return new OfUrl(url(url), headers(source.get("headers")), field);
    }
    throw unusable("has a credential_source without file and url");
  }

  private static String kind(String field) {
    return switch (field) {
      case "executable" -> "a program (executable)";
      case "environment_id" -> "AWS";
      default -> "a client certificate";
    };
  }

  private static @Nullable String field(@Nullable Object format) throws UnusableFileException {
    if (!(format instanceof Map<?, ?> given) || !"json".equals(given.get("type"))) {
      return null;
    }
    if (given.get("subject_token_field_name") instanceof String name) {
      return name;
    }
    throw unusable("has a format json without subject_token_field_name");
  }

  private static URI url(String text) throws UnusableFileException {
    try {
      URI url = new URI(text);
      if (SecureUrl.isNearbyOrSecure(url)) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Told below.
    }
    throw unusable(
        "has a credential_source.url that is neither https nor one of this machine's own"
            + " (loopback, 169.254.0.0/16, metadata.google.internal)");
  }

  private static Map<String, String> headers(@Nullable Object json) throws UnusableFileException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> given) {
      for (Map.Entry<?, ?> header : given.entrySet()) {
        String value = String.valueOf(header.getValue());
        if (value.chars().anyMatch(Character::isISOControl)) {
          throw unusable("has a header with control characters");
        }
        headers.put(String.valueOf(header.getKey()), value);
      }
    }
    return headers;
  }

  private static UnusableFileException unusable(String why) {
    return new UnusableFileException(
        why, "Use a credential configuration with a file or url as credential_source.");
  }

  private static Secret token(TokenRequest request, String text, @Nullable String field)
      throws TokenException {
    String token = field == null ? text.strip() : fieldOf(text, field);
    if (token == null || token.isEmpty()) {
      throw request.impossible(
          field == null
              ? "the subject token is empty"
              : "what was read has no field " + field + " with the subject token",
          "Compare credential_source with what is really at that place.");
    }
    return Secret.of(token);
  }

  private static @Nullable String fieldOf(String text, String field) {
    try {
      return JSONObjectUtils.parse(text).get(field) instanceof String token ? token : null;
    } catch (ParseException e) {
      return null;
    }
  }
}
