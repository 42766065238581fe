package dev.mailconnector.auth.oauth2;

/** How a client signs its assertions (RFC 7523; names of RFC 7518 section 3.1). */
public enum AssertionAlgorithm {
  /** RSASSA-PSS with SHA-256: what Microsoft documents. */
  PS256,
  /** RSASSA-PKCS1-v1_5 with SHA-256: what every server with RSA takes. */
  RS256,
  /** ECDSA on the curve P-256. Microsoft takes RSA only. */
  ES256
}
