package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a token request: the form, or JSON, and the client's proof, RFC 6749 section 2.3.1. */
final class TokenForm {
  private static final int LIMIT = 1 << 20;

  private TokenForm() {}

  static IssuerRequest read(HttpExchange exchange, Instant at) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LIMIT);
    String text = new String(body, StandardCharsets.UTF_8);
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    Map<String, String> form = type.startsWith("application/json") ? json(text) : parse(text);
    String authentication = "none";
    if (form.containsKey("client_assertion")) {
      authentication = "client_assertion";
    } else if (form.containsKey("client_secret")) {
      authentication = "client_secret_post";
    }
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
      authentication = "client_secret_basic";
      readBasic(header.substring(6).trim(), form);
    } else if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      authentication = "bearer";
      form.put("access_token", header.substring(7).trim());
    }
    return new IssuerRequest(at, exchange.getRequestURI().getPath(), authentication, form);
  }

  private static void readBasic(String encoded, Map<String, String> form) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return;
    }
    int colon = pair.indexOf(':');
    if (colon > 0) {
      form.put("client_id", decode(pair.substring(0, colon)));
      form.put("client_secret", decode(pair.substring(colon + 1)));
    }
  }

  private static Map<String, String> parse(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static Map<String, String> json(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      JSONObjectUtils.parse(body).forEach((name, value) -> fields.put(name, String.valueOf(value)));
    } catch (ParseException e) {
      fields.clear();
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
