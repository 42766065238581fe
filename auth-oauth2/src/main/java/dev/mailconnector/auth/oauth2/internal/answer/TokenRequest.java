package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.auth.oauth2.internal.http.AccountClosedException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.ProxyRefusal;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What is being tried in one trip to an issuer: enough to tell it in an error, and the secrets that
 * must not be told. Thread-safe.
 */
public final class TokenRequest {
  /** What happens before a connection and its TLS stand. */
  private static final Set<Class<?>> UNCONNECTED =
      Set.of(
          AccountClosedException.class,
          ConnectException.class,
          HttpHostConnectException.class,
          ConnectTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          ProxyRefusal.class,
          SSLHandshakeException.class,
          SSLPeerUnverifiedException.class);

  private final String grant;
  private final String client;
  private final URI endpoint;
  private final InstantSource clock;
  private final List<Secret> secrets = new CopyOnWriteArrayList<>();
  private volatile boolean dated;

  /**
   * A request that is about to be made.
   *
   * @param grant the grant in words, such as {@code client credentials}
   * @param client the client id, or the service account
   * @param endpoint where the request goes
   * @param clock to read a {@code Retry-After} that is a date
   */
  public TokenRequest(String grant, String client, URI endpoint, InstantSource clock) {
    this.grant = grant;
    this.client = client;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** Where the request goes. */
  public URI endpoint() {
    return endpoint;
  }

  /** The same request, sent elsewhere: to an endpoint that discovery has found. */
  public TokenRequest at(URI other) {
    TokenRequest moved = new TokenRequest(grant, client, other, clock);
    moved.secrets.addAll(secrets);
    moved.dated = dated;
    return moved;
  }

  /**
   * Reads a secret that goes into the request, and keeps it out of every message.
   *
   * @param name the key of the configuration, such as {@code client-secret}
   */
  public Secret secret(String name, SecretSource source) throws TokenException {
    Secret secret;
    try {
      secret = source.read();
    } catch (CredentialException e) {
      String what = what() + " could not be made: " + e.detail().what();
      Remedy remedy = new Remedy(e.diagnosis().orElse(TripRows.SECRET_UNREADABLE), e.remedy());
      throw e.advice() == Advice.FIX_CONFIGURATION
          ? TokenException.permanent(what, null, remedy, e)
          : TokenException.temporary(what, null, remedy, null, e);
    }
    if (secret.isEmpty()) {
      throw TokenException.permanent(
          what() + " could not be made: " + name + " is empty",
          null,
          TripRows.SECRET_EMPTY.remedy("It is " + name + "."),
          null);
    }
    hide(secret);
    return secret;
  }

  /** Keeps this secret out of every message. */
  public void hide(Secret secret) {
    secrets.add(secret);
  }

  /** It holds something that was signed with this machine's time: a wrong one may be refused. */
  public void dated() {
    dated = true;
  }

  /** The token in an answer. */
  public AccessToken read(HttpAnswer answer) throws TokenException {
    return reader(failures(what())).read(answer);
  }

  /**
   * The token in an answer to a refresh token.
   *
   * @param unfinished when an earlier exchange of it began that came to no end; null if none
   */
  AccessToken readRefreshed(HttpAnswer answer, @Nullable Instant unfinished) throws TokenException {
    return reader(failures(what(), true, unfinished)).read(answer);
  }

  /** One field of the answer of a Google API: a token, or what becomes one. */
  public Secret readField(HttpAnswer answer, String field) throws TokenException {
    return reader(failures(what())).readField(answer, field);
  }

  /** The refresh token in an answer, or null. */
  public static @Nullable Secret refreshToken(HttpAnswer answer) {
    return TokenAnswerReader.refreshToken(answer);
  }

  /** How long the refresh token of an answer lives, or null if the issuer does not say. */
  public static @Nullable Duration refreshLifetime(HttpAnswer answer) {
    return TokenAnswerReader.refreshLifetime(answer);
  }

  /** The OAuth {@code error} of an answer, or null. */
  public static @Nullable String error(HttpAnswer answer) {
    return TokenAnswerReader.error(answer);
  }

  /** A request that brought something else than what belongs there. */
  public TokenException unusable(HttpAnswer answer) {
    return failures(what()).unusable(answer);
  }

  /** A request that was refused before it was made: the issuer told so by way of the browser. */
  public TokenException denied(String error, @Nullable String description) {
    return failures(what()).denied(error, description);
  }

  /** A request that was given up before it was made. */
  public TokenException abandoned(String why, String remedy) {
    return TokenException.temporary(
        what() + " could not be made: " + why,
        null,
        new Remedy(TripRows.GIVEN_UP, remedy),
        null,
        null);
  }

  private TokenAnswerReader reader(TokenFailures failures) {
    return new TokenAnswerReader(failures, clock);
  }

  private TokenFailures failures(String told) {
    return failures(told, false, null);
  }

  private TokenFailures failures(String told, boolean ofUser, @Nullable Instant unfinished) {
    return new TokenFailures(told, new Quotation(secrets), clock, ofUser, unfinished, dated);
  }

  /** The calendar. */
  Instant now() {
    return clock.instant();
  }

  /**
   * A request whose endpoint could not be looked up: this came in place of the document.
   *
   * @param place where the document was looked for
   */
  public TokenException undiscovered(HttpAnswer answer, URI place) {
    return failures(what() + ", looking up its endpoint at " + place + ",").notOAuth(answer);
  }

  /** A request that cannot be made as things are set. */
  public TokenException impossible(String why, String remedy) {
    return impossible(why, new Remedy(TripRows.IMPOSSIBLE, remedy));
  }

  /** A request that cannot be made, with a row of its own. */
  public TokenException impossible(String why, Remedy remedy) {
    return TokenException.permanent(
        what() + " could not be made: " + new Quotation(secrets).of(why), null, remedy, null);
  }

  /**
   * A request that succeeded, and brought what must not be kept.
   *
   * @param why in words
   * @param said what the issuer said of it
   */
  public TokenException notKept(String why, String said, String remedy) {
    Quotation quotation = new Quotation(secrets);
    return TokenException.permanent(
        what() + " brought what is not kept: " + quotation.of(why),
        quotation.of(said),
        new Remedy(TripRows.NOT_KEPT, remedy),
        null);
  }

  /** A request that found nobody for now: this came in place of an answer. */
  public TokenException away(HttpAnswer answer, String remedy) {
    return failures(what())
        .passing(answer, "HTTP " + answer.status(), new Remedy(TripRows.AWAY, remedy));
  }

  /** A request that got no answer. */
  public TokenException unanswered(IOException failure) {
    String other = UnreachedHost.of(failure, endpoint);
    return unanswered(
        failure,
        new Remedy(
            TripRows.UNREACHABLE,
            "If it stays, check that this machine reaches "
                + (other == null ? endpoint.getHost() + ":" + port() : other)
                + " (name, firewall, auth.http-proxy)."));
  }

  /**
   * A request that the metadata server or the identity endpoint of this machine did not answer.
   *
   * @param remedy what to do, unless a certificate was refused, or a proxy refuses
   */
  public TokenException away(IOException failure, String remedy) {
    return unanswered(failure, new Remedy(TripRows.AWAY, remedy));
  }

  private TokenException unanswered(IOException failure, Remedy remedy) {
    if (failure instanceof ProxyRefusal refusal) {
      String what = what() + " failed: " + refusal.getMessage();
      return refusal.wantsLogin()
          ? TokenException.permanent(what, null, refusal.remedy(), refusal)
          : TokenException.temporary(what, null, refusal.remedy(), null, refusal)
              .concerning(Reach.ISSUER, String.valueOf(refusal.getMessage()));
    }
    Quotation quotation = new Quotation(secrets);
    String reason = quotation.of(reason(failure));
    IOException cause = holdsSecret(failure, quotation) ? retold(failure, reason) : failure;
    if (isCertificateProblem(failure)) {
      return TokenException.permanent(
          what() + " failed: the certificate was refused, " + reason,
          null,
          new Remedy(TripRows.CERTIFICATE, TripRows.CERTIFICATE.cure()),
          cause);
    }
    TokenException temporary =
        TokenException.temporary(what() + " failed: " + reason, null, remedy, null, cause);
    return failure.getCause() instanceof ConfigurationException
        ? temporary
        : temporary.concerning(Reach.ISSUER, reason);
  }

  /** Whether no server can have seen the request that failed so. */
  static boolean neverLeft(TokenException failure) {
    Throwable cause = failure.getCause();
    while (cause != null && !UNCONNECTED.contains(cause.getClass())) {
      cause = cause.getCause();
    }
    return failure.getCause() == null || cause != null;
  }

  /** HttpClient quotes a line that it cannot read, and a server may echo what it was sent. */
  private static boolean holdsSecret(Throwable failure, Quotation quotation) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (quotation.hides(String.valueOf(each.getMessage()))) {
        return true;
      }
      for (Throwable other : each.getSuppressed()) {
        if (holdsSecret(other, quotation)) {
          return true;
        }
      }
    }
    return false;
  }

  private static IOException retold(IOException failure, String reason) {
    IOException told = new IOException(reason);
    told.setStackTrace(failure.getStackTrace());
    return told;
  }

  private String what() {
    return "The token request (" + grant + ") of " + client + " to " + endpoint.getHost();
  }

  private int port() {
    return endpoint.getPort() < 0 ? 443 : endpoint.getPort();
  }

  private static String reason(IOException cause) {
    List<String> reasons = new ArrayList<>();
    for (Throwable each = cause; each != null && reasons.size() < 2; each = each.getCause()) {
      String text = each.getMessage();
      reasons.add(text == null ? each.getClass().getSimpleName() : text + kind(each));
    }
    return String.join(", because of ", reasons);
  }

  private static String kind(Throwable failure) {
    return failure.getClass() == IOException.class
        ? ""
        : " (" + failure.getClass().getSimpleName() + ")";
  }

  private static boolean isCertificateProblem(@Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertificateException || each instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return cause instanceof SSLHandshakeException && String.valueOf(cause).contains("certificate");
  }

  @Override
  public String toString() {
    return what();
  }
}
