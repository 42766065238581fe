package dev.mailconnector.auth.oauth2;

/** Whom a client addresses its assertions to ({@code aud}, RFC 7523 section 3). */
public enum AssertionAudience {
  /** The token endpoint: what RFC 7523 suggests, and every server takes. */
  TOKEN_ENDPOINT,
  /** The issuer: what some servers demand since 2025, and newer ones prefer. */
  ISSUER
}
