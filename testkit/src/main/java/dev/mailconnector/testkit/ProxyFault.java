package dev.mailconnector.testkit;

/** What a test proxy does instead of its work. */
public sealed interface ProxyFault {

  /**
   * The request is refused.
   *
   * @param code with SOCKS the reply field of RFC 1928, section 6 (5 is connection refused), with
   *     HTTP the status code (403, 502)
   */
  record Refuse(int code) implements ProxyFault {}

  /** The request is never answered. */
  record Stall() implements ProxyFault {}

  /** The connection is closed in place of an answer. */
  record Close() implements ProxyFault {}

  /** The answer is no answer: octets of another protocol. */
  record Garbage() implements ProxyFault {}

  /** The request is refused with this code. */
  static ProxyFault refuse(int code) {
    return new Refuse(code);
  }

  /** The request is never answered. */
  static ProxyFault stall() {
    return new Stall();
  }

  /** The connection is closed in place of an answer. */
  static ProxyFault close() {
    return new Close();
  }

  /** The answer is no answer. */
  static ProxyFault garbage() {
    return new Garbage();
  }
}
