package dev.mailconnector.auth.oauth2.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered. The body may hold tokens, so {@code toString} shows none of it.
 *
 * @param status the HTTP status
 * @param reason the reason phrase; may be empty
 * @param headers all headers; names are found in any case
 * @param body the whole body as text
 */
public record HttpAnswer(
    int status, String reason, Map<String, List<String>> headers, String body) {

  /** Copies the headers into a map that ignores the case of names. */
  public HttpAnswer {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = copy;
  }

  /** The first value of this header, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** The media type without parameters, lower case; empty where the server named none. */
  public String mediaType() {
    String type = header("Content-Type");
    if (type == null) {
      return "";
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "HTTP " + status + ", " + body.length() + " characters of " + mediaType();
  }
}
