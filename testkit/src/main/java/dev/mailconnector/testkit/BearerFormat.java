package dev.mailconnector.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two ways to write a user and a bearer token into a SASL response. */
enum BearerFormat {
  /**
   * Google's and Microsoft's: {@code user=...^Aauth=Bearer ...^A^A}; an error wants an empty line.
   */
  XOAUTH2("") {
    @Override
    @Nullable String user(String start) {
      return start.startsWith("user=") ? start.substring(5) : null;
    }
  },
  /** RFC 7628: {@code n,a=user,^Aauth=Bearer ...^A^A}; an error wants a single ^A. */
  OAUTHBEARER("\1") {
    @Override
    @Nullable String user(String start) {
      if (!start.matches("[ny],(a=[^,]+)?,")) {
        return null;
      }
      String name = start.substring(2, start.length() - 1);
      return name.isEmpty() ? "" : name.substring(2).replace("=2C", ",").replace("=3D", "=");
    }
  };

  /** What a response holds. */
  record Bearer(String user, String token) {}

  private static final String PREFIX = "auth=Bearer ";

  private final String answerToError;

  BearerFormat(String answerToError) {
    this.answerToError = answerToError;
  }

  /** How a client answers a 334 with an error. */
  String answerToError() {
    return answerToError;
  }

  /** The user named at the start of a response; null if it is malformed. */
  abstract @Nullable String user(String start);

  /** Takes a response apart; null if it is malformed. */
  @Nullable Bearer parse(String response) {
    if (!response.endsWith("\1\1")) {
      return null;
    }
    List<String> parts =
        new ArrayList<>(Arrays.asList(response.substring(0, response.length() - 2).split("\1")));
    String user = user(parts.remove(0));
    for (String part : parts) {
      if (user != null && part.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
        return new Bearer(user, part.substring(PREFIX.length()));
      }
    }
    return null;
  }
}
