package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
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
    try (LoopbackServer loopback = LoopbackServer.open(plan.port(), proof.state(), workers)) {
      String returnTo = plan.redirect(":" + loopback.port());
      URI url =
          client.trip(GRANT, (request, ignored, server) -> url(request, server, proof, returnTo));
      browser.accept(url);
      Map<String, String> answer = await(loopback, limit);
      return client.trip(
          GRANT,
          (request, own, server) -> {
            Secret code = code(request, server, answer);
            return exchange(request, own, server, proof, code, returnTo);
          });
    } catch (IOException e) {
      throw client
          .describe(GRANT)
          .impossible(
              (plan.port() == 0 ? "a port" : "the port " + plan.port())
                  + " of 127.0.0.1 cannot be listened on ("
                  + e.getMessage()
                  + ")",
              "Allow it, or use a device code. A port that is taken must be given up by the program"
                  + " that has it.");
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
    String scope = plan.scope(server);
    if (scope != null) {
      query.put("scope", scope);
    }
    query.put("state", proof.state().reveal());
    query.put("code_challenge", proof.challenge());
    query.put("code_challenge_method", "S256");
    if (isOpenId(scope)) {
      query.put("nonce", proof.nonce().reveal());
    }
    query.put("login_hint", plan.user());
    query.putAll(plan.service().extras());
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
                  + " issuer's: most often the redirect URI "
                  + plan.redirect(plan.port() == 0 ? "" : ":" + plan.port())
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
      TokenRequest request,
      GenericClient.Proof own,
      ServerMetadata server,
      CodeProof proof,
      Secret code,
      String returnTo)
      throws TokenException {
    request.hide(proof.verifier());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.reveal());
    form.put("redirect_uri", returnTo);
    form.put("code_verifier", proof.verifier().reveal());
    HttpAnswer answer = client.send(request, request.endpoint(), own, form);
    String nonce = isOpenId(plan.scope(server)) ? proof.nonce().reveal() : null;
    return Consented.read(plan, request, answer, nonce);
  }

  private static boolean isOpenId(@Nullable String scope) {
    return scope != null && ConsentPlan.words(scope).contains(ConsentPlan.OPEN_ID);
  }
}
