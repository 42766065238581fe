package dev.mailconnector.auth.oauth2;

/** Who speaks NTLM to a proxy in front of the token endpoint. Basic is the same in both. */
public enum ProxyEngine {
  /** mailconnector-auth-ntlm, where it is on the class path: NTLMv2 with message integrity. */
  MAILCONNECTOR,

  /**
   * The engine that comes with Apache HttpClient 5, for a proxy that takes nothing else. Its makers
   * call it unsupported since 5.3; it falls to NTLMv1, which can be broken in a day, where a proxy
   * sends no target information, and has no message integrity. A warning is logged for every
   * account that uses it.
   */
  HTTPCLIENT
}
