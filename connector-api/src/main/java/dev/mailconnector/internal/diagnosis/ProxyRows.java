package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Proxies on the way to a mail server or token endpoint. */
public final class ProxyRows {
  public static final Diagnosis PROXY_BLOCKS =
      new Diagnosis(
          "proxy-blocks",
          "The proxy closes the connection or does not answer.",
          "Ask whoever runs the proxy whether it lets this machine through to that host"
              + " and port.",
          Whom.NETWORK,
          "RFC 9110 section 9.3.6");

  public static final Diagnosis PROXY_REFUSES_CONNECT =
      new Diagnosis(
          "proxy-refuses-connect",
          "The proxy does not open a way to the mail server.",
          "Ask whoever runs the proxy whether it allows CONNECT to that host and port.",
          Whom.NETWORK,
          "RFC 9110 section 9.3.6");

  public static final Diagnosis PROXY_NO_HTTP =
      new Diagnosis(
          "proxy-no-http",
          "What answers at the address of the proxy does not speak HTTP.",
          "Check proxy: it does not speak HTTP.",
          Whom.OPERATOR,
          "RFC 9110 section 9.3.6");

  public static final Diagnosis PROXY_LOGIN_FAILED =
      new Diagnosis(
          "proxy-login-given-up",
          "The proxy and this machine do not come to an end of the login.",
          "Check proxy.user; ask whoever runs the proxy which login it takes.",
          Whom.NETWORK,
          "RFC 9110 section 11.7");

  public static final Diagnosis PROXY_ENDS_LOGIN =
      new Diagnosis(
          "proxy-ends-login",
          "The proxy ends the connection in the middle of a login that takes several steps"
              + " on one:",
          "whoever runs it must see to it that it, and whatever stands before it, keeps"
              + " the connection open.",
          Whom.NETWORK,
          "MS-NTHT; RFC 4559 section 6");

  public static final Diagnosis PROXY_LOGIN_MISSING =
      new Diagnosis(
          "proxy-login-missing",
          "The proxy wants a login:",
          "an administrator must set its user and password in the configuration.",
          Whom.OPERATOR,
          "RFC 9110 section 15.5.8");

  public static final Diagnosis PROXY_LOGIN_REFUSED =
      new Diagnosis(
          "proxy-login-refused",
          "The proxy refuses this login:",
          "an administrator must check user and password.",
          Whom.OPERATOR,
          "RFC 9110 section 15.5.8");

  public static final Diagnosis PROXY_LOGIN_UNKNOWN =
      new Diagnosis(
          "proxy-login-unknown",
          "The proxy takes no way to log in that is spoken here.",
          "Put mailconnector-auth-ntlm on the class path where it takes NTLM; else whoever"
              + " runs the proxy must offer a login that is spoken here, or let this machine"
              + " through to that host without one.",
          Whom.NETWORK,
          "RFC 9110 section 11.7");

  public static final Diagnosis PROXY_DOWNGRADED =
      new Diagnosis(
          "proxy-login-downgraded",
          "The proxy took a safer login before and now offers Basic, which would show the"
              + " password on an unencrypted line; somebody in between may be after it.",
          "If whoever runs the proxy has switched the other off, start this program anew.",
          Whom.NETWORK,
          "RFC 7617 section 4");

  public static final Diagnosis PROXY_PAUSED =
      new Diagnosis(
          "proxy-login-paused",
          "The proxy has refused this login before, and it is not tried again for a while.",
          "Check proxy.user and proxy.password.",
          Whom.OPERATOR,
          "decision 0150");

  public static final Diagnosis PROXY_SLOW =
      new Diagnosis(
          "proxy-slow",
          "Another login at the same proxy has not come to an end.",
          "Ask whoever runs the proxy why it is that slow.",
          Whom.NETWORK,
          "decision 0150");

  public static final Diagnosis SOCKS_LOGIN_MISSING =
      new Diagnosis(
          "socks-login-missing",
          "The SOCKS proxy lets nobody through without a login.",
          "Set proxy.user and proxy.password.",
          Whom.OPERATOR,
          "RFC 1928 section 3");

  public static final Diagnosis SOCKS_LOGIN_UNKNOWN =
      new Diagnosis(
          "socks-login-unknown",
          "The SOCKS proxy takes another login than user and password.",
          "Ask whoever runs the proxy which login it takes.",
          Whom.NETWORK,
          "RFC 1928 section 3");

  public static final Diagnosis SOCKS_LOGIN_REFUSED =
      new Diagnosis(
          "socks-login-refused",
          "User or password of the SOCKS proxy is wrong.",
          "Check proxy.user and proxy.password.",
          Whom.OPERATOR,
          "RFC 1929 section 2");

  public static final Diagnosis SOCKS_NAME_TOO_LONG =
      new Diagnosis(
          "socks-name-too-long",
          "SOCKS5 cannot carry a name or password of more than 255 bytes.",
          "Use a shorter one, or an http:// proxy.",
          Whom.OPERATOR,
          "RFC 1929 section 2");

  public static final Diagnosis SOCKS_REFUSES =
      new Diagnosis(
          "socks-refuses",
          "The SOCKS proxy does not open a way to the mail server.",
          "Ask whoever runs the proxy whether it lets this machine through to that host"
              + " and port.",
          Whom.NETWORK,
          "RFC 1928 section 6");

  public static final Diagnosis SOCKS_OTHER =
      new Diagnosis(
          "socks-other-protocol",
          "What answers at the address of the proxy does not speak SOCKS5.",
          "Check proxy: it may be an http:// proxy, or no proxy at all.",
          Whom.OPERATOR,
          "RFC 1928 section 3");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          PROXY_BLOCKS,
          PROXY_REFUSES_CONNECT,
          PROXY_NO_HTTP,
          PROXY_LOGIN_FAILED,
          PROXY_ENDS_LOGIN,
          PROXY_LOGIN_MISSING,
          PROXY_LOGIN_REFUSED,
          PROXY_LOGIN_UNKNOWN,
          PROXY_DOWNGRADED,
          PROXY_PAUSED,
          PROXY_SLOW,
          SOCKS_LOGIN_MISSING,
          SOCKS_LOGIN_UNKNOWN,
          SOCKS_LOGIN_REFUSED,
          SOCKS_NAME_TOO_LONG,
          SOCKS_REFUSES,
          SOCKS_OTHER);

  private ProxyRows() {}
}
