package dev.mailconnector.auth.oauth2.internal.consent;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTParser;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The authorization code grant with PKCE and a loopback redirect (RFC 6749 section 4.1, RFC 7636,
 * RFC 8252).
 */
public final class BrowserConsent {
  private static final String GRANT = "authorization code";

  private final ConsentPlan plan;
  private final GenericClient client;
  private final SecureRandom random;
  private final Executor workers;

  /**
   * A consent by this plan.
   *
   * @param client makes the requests; stays open
   * @param workers read what the browser sends
   */
  public BrowserConsent(
      ConsentPlan plan, GenericClient client, SecureRandom random, Executor workers) {
    this.plan = plan;
    this.client = client;
    this.random = random;
    this.workers = workers;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param browser is told the URL that the user must visit
   * @param limit how long the user may take
   */
  public Consented ask(Consumer<URI> browser, Duration limit) throws TokenException {
    CodeProof proof = CodeProof.draw(random);
    try (LoopbackServer loopback = LoopbackServer.open(proof.state(), workers)) {
      String redirect = "http://" + plan.redirectHost() + ":" + loopback.port();
      String returnTo = redirect + plan.redirectPath();
      URI url =
          client.trip(GRANT, (request, ignored, server) -> url(request, server, proof, returnTo));
      browser.accept(url);
      Map<String, String> answer = await(loopback, limit);
      return client.trip(
          GRANT,
          (request, own, server) -> {
            Secret code = code(request, server, answer);
            return exchange(request, own, proof, code, returnTo);
          });
    } catch (IOException e) {
      throw client
          .describe(GRANT)
          .impossible(
              "a port of 127.0.0.1 cannot be listened on (" + e.getMessage() + ")",
              "Allow it, or use a device code.");
    }
  }

  private URI url(TokenRequest request, ServerMetadata server, CodeProof proof, String returnTo)
      throws TokenException {
    URI endpoint = server.authorizationEndpoint();
    if (endpoint == null) {
      throw request.impossible(
          "no authorization endpoint with https is known",
          "The server names none in its discovery document; set auth.authorization-endpoint.");
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", plan.client().clientId());
    query.put("redirect_uri", returnTo);
    String scope = plan.client().scope();
    if (scope != null) {
      query.put("scope", scope);
    }
    query.put("state", proof.state().reveal());
    query.put("code_challenge", proof.challenge());
    query.put("code_challenge_method", "S256");
    if (isOpenId()) {
      query.put("nonce", proof.nonce().reveal());
    }
    query.put("login_hint", plan.user());
    query.putAll(plan.extras());
    String join = endpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(endpoint + join + GenericClient.encode(query));
  }

  private Map<String, String> await(LoopbackServer loopback, Duration limit) throws TokenException {
    try {
      return loopback.await(limit);
    } catch (TimeoutException late) {
      throw client
          .describe(GRANT)
          .abandoned(
              "nobody consented within " + limit,
              "Start again. If the browser showed an error in place of a question, it is the"
                  + " issuer's: most often the redirect URI http://"
                  + plan.redirectHost()
                  + plan.redirectPath()
                  + " is not registered for the client.");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw client.describe(GRANT).abandoned("the wait was interrupted", "Start again.");
    }
  }

  private static Secret code(
      TokenRequest request, ServerMetadata server, Map<String, String> answer)
      throws TokenException {
    checkIssuer(request, server, answer.get("iss"));
    String error = answer.get("error");
    if (error != null) {
      throw request.denied(error, answer.get("error_description"));
    }
    String text = answer.get("code");
    if (text == null || text.isEmpty()) {
      throw request.impossible(
          "the browser brought neither a code nor an error",
          "The issuer answers against RFC 6749 section 4.1.2; whoever runs it must act.");
    }
    Secret code = Secret.of(text);
    request.hide(code);
    return code;
  }

  /** Else an answer of one issuer could be taken to another: RFC 9207. */
  private static void checkIssuer(
      TokenRequest request, ServerMetadata server, @Nullable String named) throws TokenException {
    String issuer = server.issuer();
    boolean wrong = named == null ? server.namesItself() : issuer != null && !named.equals(issuer);
    if (wrong) {
      throw request.impossible(
          named == null
              ? "the answer in the browser does not name its issuer, which this one promises"
              : "the answer in the browser is of issuer \"" + named + "\"",
          "Its code is not used (RFC 9207): it may be meant for another server. Start again; if it"
              + " stays, whoever runs the issuer must act.");
    }
  }

  private Consented exchange(
      TokenRequest request, GenericClient.Proof own, CodeProof proof, Secret code, String returnTo)
      throws TokenException {
    request.hide(proof.verifier());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.reveal());
    form.put("redirect_uri", returnTo);
    form.put("code_verifier", proof.verifier().reveal());
    HttpAnswer answer = client.send(request, request.endpoint(), own, form);
    Consented consented = Consented.read(request, answer);
    if (isOpenId() && !proof.nonce().reveal().equals(nonce(answer))) {
      throw request.impossible(
          "the ID token is not the answer to this request: its nonce is another",
          "Start again; if it stays, whoever runs the issuer must act.");
    }
    return consented;
  }

  /** It came from the token endpoint itself, so no signature has to vouch for it. */
  private static @Nullable String nonce(HttpAnswer answer) {
    try {
      Object token = JSONObjectUtils.parse(answer.body()).get("id_token");
      return token == null
          ? null
          : JWTParser.parse(token.toString()).getJWTClaimsSet().getStringClaim("nonce");
    } catch (ParseException unreadable) {
      return null;
    }
  }

  private boolean isOpenId() {
    String scope = plan.client().scope();
    return scope != null && Arrays.asList(scope.split(" ", -1)).contains("openid");
  }
}
