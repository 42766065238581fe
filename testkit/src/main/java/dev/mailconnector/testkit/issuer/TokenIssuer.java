package dev.mailconnector.testkit.issuer;

import dev.mailconnector.testkit.TestCertificate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth2 token issuer over HTTPS on 127.0.0.1 with everything a test wants to set while it runs.
 *
 * <p>Thread-safe. Settings take effect for the next request. The methods that wait give up after 30
 * seconds. Close it to free the port and end all requests.
 */
public abstract sealed class TokenIssuer implements AutoCloseable
    permits MicrosoftIssuer, GoogleIssuer, GenericIssuer {
  final TokenLedger ledger = new TokenLedger();
  final TokenMint mint = new TokenMint();
  final UserConsents consents = new UserConsents(mint);
  private final IssuerServer server;
  private volatile InstantSource clock = InstantSource.system();
  private volatile Duration lifetime = Duration.ofMinutes(60);

  TokenIssuer(TestCertificate certificate) {
    this.server =
        new IssuerServer(
            certificate.sslContext(), this::now, this::answer, this::document, this::page);
  }

  final void start() {
    server.start();
  }

  abstract Reply answer(IssuerRequest request);

  Reply document(String path) {
    return Reply.notFound();
  }

  /** A page that a user visits, or null. */
  @Nullable Page page(URI request) {
    return null;
  }

  /** The tokens for what a user has agreed to. */
  abstract Reply agreed(UserConsents.Agreed agreed);

  /** The answer to a code. */
  final Reply byCode(IssuerRequest request) {
    UserConsents.Redeemed redeemed = consents.redeem(request);
    return redeemed.agreed() == null ? redeemed.refusal() : agreed(redeemed.agreed());
  }

  final Instant now() {
    return clock.instant();
  }

  final Duration lifetime() {
    return lifetime;
  }

  /** The base URL, {@code https://localhost:port}. The server also answers as 127.0.0.1. */
  public final URI url() {
    return server.url();
  }

  /** The clock that dates tokens; the machine's at first. */
  public final void clock(InstantSource clock) {
    this.clock = clock;
  }

  /** How long access tokens live; whole seconds are what the wire can say. Default an hour. */
  public final void lifetime(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** How long every token request is kept waiting, in real time. Default zero. */
  public final void latency(Duration latency) {
    server.latency = latency;
  }

  /** This user visits the pages from now on, and consents. At first ann@example.com. */
  public final void signIn(String user) {
    consents.user = user;
    consents.refusal = null;
  }

  /** The user who visits the pages from now on does not consent, or the issuer refuses. */
  public final void refuseConsent(String error, String description) {
    consents.description = description;
    consents.refusal = error;
  }

  /** Changes the parameters that a browser brings back after a consent. */
  public final void redirect(UnaryOperator<Map<String, String>> change) {
    consents.redirect = change;
  }

  /**
   * How device codes behave: the seconds they live and the seconds between two looks. At first 900
   * and 5.
   */
  public final void deviceCodes(int life, int interval) {
    consents.deviceLife = life;
    consents.interval = interval;
  }

  /** The next looks for a device code are answered with these errors, one each. */
  public final void failNextPolls(String... errors) {
    consents.pollErrors.addAll(List.of(errors));
  }

  /** Shuts the gate: token requests are accepted and logged but not answered. */
  public final void hold() {
    server.gate.hold();
  }

  /** Opens the gate for the held requests and all that follow. */
  public final void release() {
    server.gate.release();
  }

  /**
   * Waits until so many requests stand at the gate that {@link #hold()} has shut.
   *
   * @throws IllegalStateException when they do not arrive within 30 seconds
   */
  public final void awaitHeld(int requests) throws InterruptedException {
    server.gate.awaitHeld(requests);
  }

  /** The next token requests suffer these faults, one each; then all is well again. */
  public final void failNext(IssuerFault... faults) {
    server.failNext(faults);
  }

  /** Every token request suffers this fault until {@link #recover()}. */
  public final void failAll(IssuerFault fault) {
    server.standingFault = fault;
  }

  /** Forgets all faults. */
  public final void recover() {
    server.recover();
  }

  /** The token requests so far, failed ones included, oldest first. */
  public final List<IssuerRequest> requests() {
    return server.requests();
  }

  /** The paths that were fetched with GET so far, such as discovery documents. */
  public final List<String> documentsFetched() {
    return server.documentPaths();
  }

  /** Token requests in progress now. */
  public final int requestsInProgress() {
    return server.gate.inProgress();
  }

  /** The most token requests that were ever in progress together. */
  public final int peakRequests() {
    return server.gate.peak();
  }

  /** Every access token issued so far, oldest first. These are secrets. */
  public final List<String> tokensIssued() {
    return ledger.issued();
  }

  /**
   * Whether this token was issued here, lives, is not revoked and may log this identity in: the
   * token check for a test's mail server.
   */
  public final boolean isValid(String identity, String token) {
    return ledger.isValid(identity, token, now());
  }

  /** Ends an access token before its time. */
  public final void revoke(String accessToken) {
    ledger.revoke(accessToken);
  }

  /** Ends every access token issued so far. */
  public final void revokeAll() {
    ledger.revokeAll();
  }

  @Override
  public final void close() {
    server.close();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + url() + "]";
  }
}
