package dev.mailconnector.auth.oauth2.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Token requests that bring nothing, and consents. */
public final class TripRows {
  public static final Diagnosis LEFT_ALONE =
      new Diagnosis(
          "issuer-left-alone",
          "The issuer has given no account a token for a while, and is left alone so that"
              + " not all ask it at once.",
          "One account tries it from time to time; all follow when that one has a token."
              + " If this stays, whoever runs the issuer, or the network on the way to it, must"
              + " act.",
          Whom.NETWORK,
          "docs/token-requests.md");

  public static final Diagnosis WORKERS =
      new Diagnosis(
          "token-executor-full",
          "The connector's executor is full or shut down:",
          "give it more threads, or a queue.",
          Whom.APPLICATION,
          "java.util.concurrent.RejectedExecutionException");

  public static final Diagnosis BROKEN =
      new Diagnosis(
          "token-source-broken",
          "This is a fault in the program or its class path, not in a setting;",
          "the cause says where.",
          Whom.APPLICATION,
          "TokenSource");

  public static final Diagnosis SLOW =
      new Diagnosis(
          "token-slow",
          "The issuer answers slowly or not at all; the request goes on.",
          "Send again later. If this stays, look at the network and proxy on the way to"
              + " the issuer, or allow more time (timeouts.token).",
          Whom.NETWORK,
          "docs/token-requests.md");

  public static final Diagnosis WAITING =
      new Diagnosis(
          "token-turn-missed",
          "Too many requests wait for a slow issuer, or the connector's executor has no"
              + " thread free.",
          "Another one follows. If this stays, give the executor more threads.",
          Whom.APPLICATION,
          "docs/token-requests.md");

  public static final Diagnosis INTERRUPTED =
      new Diagnosis(
          "token-wait-interrupted",
          "The sending thread was told to stop; nothing was sent.",
          "Send again, if the application goes on.",
          Whom.APPLICATION,
          "java.lang.Thread.interrupt");

  public static final Diagnosis UNREACHABLE =
      new Diagnosis(
          "issuer-unreachable",
          "This machine does not reach the issuer: a name that does not resolve, a"
              + " firewall, or a proxy that must be used.",
          "Check host name, firewall and auth.http-proxy.",
          Whom.NETWORK,
          "the JDK's own errors, as observed");

  public static final Diagnosis CERTIFICATE =
      new Diagnosis(
          "issuer-certificate-untrusted",
          "No CA that this machine trusts has signed the certificate of the issuer.",
          "If it is your company's own CA, name its certificate in trust.ca-file; a public"
              + " issuer's certificate that is not trusted means that somebody may be in the way.",
          Whom.OPERATOR,
          "RFC 5280 section 6");

  public static final Diagnosis PROXY_REFUSES =
      new Diagnosis(
          "issuer-proxy-refuses",
          "The HTTP proxy does not open a way to the issuer.",
          "Whoever runs the proxy must let this machine reach the issuer (a list of"
              + " allowed hosts, most often), or see to it that the proxy reaches it.",
          Whom.NETWORK,
          "RFC 9110 section 9.3.6");

  public static final Diagnosis PROXY_PAUSED =
      new Diagnosis(
          "issuer-proxy-login-paused",
          "The HTTP proxy has refused this login before, and it is not tried again for a"
              + " while.",
          "An administrator must check auth.http-proxy.user and auth.http-proxy.password.",
          Whom.OPERATOR,
          "decision 0150");

  public static final Diagnosis PROXY_SLOW =
      new Diagnosis(
          "issuer-proxy-slow",
          "Another login at the same HTTP proxy has not come to an end.",
          "Whoever runs the proxy must find out why it is that slow.",
          Whom.NETWORK,
          "decision 0150");

  public static final Diagnosis PROXY_LOGIN =
      new Diagnosis(
          "issuer-proxy-login-wanted",
          "The HTTP proxy wants a login:",
          "an administrator must set auth.http-proxy with user and password.",
          Whom.OPERATOR,
          "RFC 9110 section 15.5.8");

  public static final Diagnosis REDIRECTS =
      new Diagnosis(
          "issuer-redirects",
          "The endpoint redirects; token requests are never redirected, since they carry"
              + " secrets.",
          "Check the URL of the issuer.",
          Whom.OPERATOR,
          "RFC 9110 section 15.4");

  public static final Diagnosis NO_ENDPOINT =
      new Diagnosis(
          "no-token-endpoint",
          "There is no token endpoint at this URL.",
          "Check authority, issuer or token-endpoint.",
          Whom.OPERATOR,
          "RFC 9110 section 15.5.5");

  public static final Diagnosis STRANGE =
      new Diagnosis(
          "not-a-token-answer",
          "This is not the answer of a token endpoint; a proxy or load balancer may have"
              + " answered in its place.",
          "If it stays, check the URL and the proxy.",
          Whom.NETWORK,
          "RFC 6749 section 5.2");

  public static final Diagnosis AGAINST_RULES =
      new Diagnosis(
          "token-answer-malformed",
          "The issuer answers against RFC 6749 section 5.1.",
          "If it stays, whoever runs it must act.",
          Whom.PROVIDER,
          "RFC 6749 section 5.1");

  public static final Diagnosis OVERLOADED =
      new Diagnosis(
          "issuer-overloaded",
          "The issuer is overloaded.",
          "It is asked again later by itself; if it stays, whoever runs it must act.",
          Whom.PROVIDER,
          "RFC 6585 section 4; RFC 9110 section 15.6");

  public static final Diagnosis CODE_UNKNOWN =
      new Diagnosis(
          "token-error-unknown",
          "The issuer refuses with a code that is in no table here.",
          "Whoever administers the client at the issuer must look this code up and act.",
          Whom.CLIENT_REGISTRATION,
          "RFC 6749 section 5.2");

  public static final Diagnosis CHALLENGED =
      new Diagnosis(
          "claims-challenge",
          "The issuer wants more of this login than a program can give by itself (a claims"
              + " challenge): a policy such as Conditional Access.",
          "The user must log in again, or an administrator exempt this login.",
          Whom.TENANT,
          "learn.microsoft.com/entra/identity-platform/claims-challenge");

  public static final Diagnosis UNFINISHED =
      new Diagnosis(
          "refresh-exchange-unfinished",
          "An earlier exchange of this refresh token came to no end, and the new one that"
              + " the issuer gave then is lost.",
          "The user must log in and consent again.",
          Whom.USER,
          "RFC 6749 section 6; docs/token-store.md");

  public static final Diagnosis IMPOSSIBLE =
      new Diagnosis(
          "token-request-impossible",
          "The token request cannot be made as things are set.",
          "Change what the message names, in the account's auth settings or in the file"
              + " that they name.",
          Whom.OPERATOR,
          "docs/token-flows.md");

  public static final Diagnosis SECRET_UNREADABLE =
      new Diagnosis(
          "token-secret-unreadable",
          "A secret of the token request cannot be read.",
          "Whoever runs this machine must put its file, variable or vault entry right.",
          Whom.OPERATOR,
          "docs/configuration.md");

  public static final Diagnosis SECRET_EMPTY =
      new Diagnosis(
          "token-secret-empty",
          "A secret of the token request is empty.",
          "Set it where the configuration names it.",
          Whom.OPERATOR,
          "docs/configuration.md");

  public static final Diagnosis AWAY =
      new Diagnosis(
          "metadata-server-away",
          "What gives tokens to this machine (a metadata server, an identity endpoint)"
              + " does not answer.",
          "Check that this program runs where it thinks it does, and that the machine has"
              + " an identity.",
          Whom.OPERATOR,
          "docs/token-flows.md");

  public static final Diagnosis GIVEN_UP =
      new Diagnosis(
          "consent-given-up",
          "The consent was not given in time, or the wait for it was ended.",
          "Start again.",
          Whom.USER,
          "RFC 8628 section 3.5; RFC 8252");

  public static final Diagnosis NOT_KEPT =
      new Diagnosis(
          "consent-not-kept",
          "The login brought a token of another user or without a scope that is needed; it"
              + " is not kept.",
          "Log in again as the right user, and grant all that is asked for.",
          Whom.USER,
          "decision 0094");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          LEFT_ALONE,
          WORKERS,
          BROKEN,
          SLOW,
          WAITING,
          INTERRUPTED,
          UNREACHABLE,
          CERTIFICATE,
          PROXY_REFUSES,
          PROXY_PAUSED,
          PROXY_SLOW,
          PROXY_LOGIN,
          REDIRECTS,
          NO_ENDPOINT,
          STRANGE,
          AGAINST_RULES,
          OVERLOADED,
          CODE_UNKNOWN,
          CHALLENGED,
          UNFINISHED,
          IMPOSSIBLE,
          SECRET_UNREADABLE,
          SECRET_EMPTY,
          AWAY,
          GIVEN_UP,
          NOT_KEPT);

  private TripRows() {}
}
