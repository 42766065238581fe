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

  /** An error of a Google API, google.aip.dev/193. */
  static Reply apiError(int code, String status, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.put("status", status);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    return new Reply(code, json);
  }

  static Reply notFound() {
    return error(404, "not_found", "No such endpoint.");
  }
}
