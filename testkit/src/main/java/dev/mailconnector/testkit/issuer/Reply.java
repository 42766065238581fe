package dev.mailconnector.testkit.issuer;

import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON answer before it is written. */
record Reply(int status, Map<String, Object> json) {

  /** An OAuth2 error, RFC 6749 section 5.2. */
  static Reply error(int status, String error, String description) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put("error_description", description);
    return new Reply(status, json);
  }

  static Reply notFound() {
    return error(404, "not_found", "No such endpoint.");
  }
}
