package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What an issuer does to one token request instead of answering it well. Immutable; hand it to
 * {@link TokenIssuer#failNext} or {@link TokenIssuer#failAll}.
 */
public sealed interface IssuerFault {

  /** A complete answer: status, body and headers as given. */
  record Answer(int status, String contentType, String body, Map<String, String> headers)
      implements IssuerFault {
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** The same answer with one header more. */
    public Answer header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, contentType, body, more);
    }

    /** The same answer with {@code Retry-After} in whole seconds. */
    public Answer retryAfter(Duration pause) {
      return header("Retry-After", Long.toString(pause.toSeconds()));
    }
  }

  /** The good answer of the issuer, its JSON changed before it is sent. */
  record Altered(UnaryOperator<Map<String, Object>> change) implements IssuerFault {}

  /** A well-formed start followed by so many bytes of nothing. */
  record Huge(int status, long bytes) implements IssuerFault {}

  /** What happens to the connection when there is no proper answer at all. */
  enum Connection implements IssuerFault {
    /** Closed without a byte of an answer. */
    DROPPED,
    /** Nothing is ever answered; the connection stays open until the issuer is closed. */
    SILENT,
    /** A good status line and headers, then one byte now and then, for ever. */
    TRICKLING,
    /** The answer ends before the length that its header promised. */
    TRUNCATED
  }

  /** An answer with this status and body, sent as {@code application/json}. */
  static Answer json(int status, String body) {
    return new Answer(status, "application/json; charset=utf-8", body, Map.of());
  }

  /** An OAuth2 error body, RFC 6749 section 5.2. */
  static Answer oauthError(int status, String error, String description) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    return json(status, JSONObjectUtils.toJSONString(body));
  }

  /** An HTML page, as a proxy or a load balancer puts in front of a dead service. */
  static Answer html(int status) {
    String page = "<html><head><title>" + status + "</title></head><body>Sorry.</body></html>";
    return new Answer(status, "text/html", page, Map.of());
  }

  /** Status 503 with an empty body. */
  static Answer unavailable() {
    return new Answer(503, "text/plain", "", Map.of());
  }

  /** Status 429 with {@code Retry-After}. */
  static Answer throttled(Duration retryAfter) {
    return oauthError(429, "temporarily_unavailable", "Too many requests.").retryAfter(retryAfter);
  }

  /** Status 200 and {@code {}}: success without a token. */
  static Answer emptyObject() {
    return json(200, "{}");
  }

  /** Status 200 and a body that is no JSON. */
  static Answer garbage() {
    return json(200, "\u0000\u0001%PDF-1.7 {]\"access_token\":");
  }

  /** A body of so many bytes. */
  static IssuerFault huge(int status, long bytes) {
    return new Huge(status, bytes);
  }

  /** The connection is closed without an answer. */
  static IssuerFault dropped() {
    return Connection.DROPPED;
  }

  /** There is never an answer. */
  static IssuerFault silent() {
    return Connection.SILENT;
  }

  /** The answer never ends. */
  static IssuerFault trickling() {
    return Connection.TRICKLING;
  }

  /** The answer ends too early. */
  static IssuerFault truncated() {
    return Connection.TRUNCATED;
  }

  /** A good answer without this field. */
  static IssuerFault without(String field) {
    return new Altered(
        good -> {
          Map<String, Object> rest = new LinkedHashMap<>(good);
          rest.remove(field);
          return rest;
        });
  }

  /** A good answer with this field set to this value, whatever its type. */
  static IssuerFault with(String field, Object value) {
    return new Altered(
        good -> {
          Map<String, Object> more = new LinkedHashMap<>(good);
          more.put(field, value);
          return more;
        });
  }
}
