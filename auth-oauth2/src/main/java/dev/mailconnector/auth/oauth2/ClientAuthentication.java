package dev.mailconnector.auth.oauth2;

/** How a client sends its secret to a token endpoint (RFC 6749 section 2.3.1). */
public enum ClientAuthentication {
  /**
   * In the {@code Authorization} header: {@code client_secret_basic}. Every server must take it.
   */
  BASIC,
  /** In the body: {@code client_secret_post}. Some servers take only this. */
  POST
}
