package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The device authorization grant (RFC 8628). */
public final class DeviceConsent {
  private static final String GRANT = "device code";
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final Duration SLOWEST = Duration.ofMinutes(1);

  private final ConsentPlan plan;
  private final GenericClient client;
  private final Ticker ticker;
  private final Pauses pauses;

  /**
   * A consent by this plan.
   *
   * @param client makes the requests; stays open
   */
  public DeviceConsent(ConsentPlan plan, GenericClient client, Ticker ticker, Pauses pauses) {
    this.plan = plan;
    this.client = client;
    this.ticker = ticker;
    this.pauses = pauses;
  }

  /**
   * Asks, and waits for the answer as long as the issuer does.
   *
   * @param display is told what the user must do
   * @param limit how long the user may take, if the issuer does not end it sooner
   */
  public Consented ask(Consumer<DevicePrompt> display, Duration limit) throws TokenException {
    DeviceCode code = client.trip(GRANT, this::begin);
    long begun = ticker.nanos();
    Duration life = code.life().compareTo(limit) < 0 ? code.life() : limit;
    display.accept(code.prompt(life));
    Duration interval = code.interval();
    while (true) {
      pause(interval);
      if (ticker.nanos() - begun >= life.toNanos()) {
        throw abandoned("nobody consented within " + life, "Start again.");
      }
      Poll poll = poll(code);
      if (poll.consented() != null) {
        return poll.consented();
      }
      interval = longer(interval, poll);
    }
  }

  /** One look: what it brought, or how the next must differ. */
  private record Poll(@Nullable Consented consented, boolean slower, boolean unanswered) {}

  private static Duration longer(Duration interval, Poll poll) {
    if (poll.slower()) {
      return interval.plus(SLOWER);
    }
    if (!poll.unanswered()) {
      return interval;
    }
    Duration twice = interval.multipliedBy(2);
    return twice.compareTo(SLOWEST) < 0 ? twice : interval;
  }

  private Poll poll(DeviceCode code) throws TokenException {
    try {
      return client.trip(GRANT, (request, own, server) -> look(request, own, code));
    } catch (TokenException failed) {
      if (failed.permanent()) {
        throw failed;
      }
      return new Poll(null, false, true);
    }
  }

  private Poll look(TokenRequest request, GenericClient.Proof own, DeviceCode code)
      throws TokenException {
    request.hide(code.deviceCode());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT_TYPE);
    form.put("device_code", code.deviceCode().reveal());
    HttpAnswer answer = client.send(request, request.endpoint(), own, form);
    String error = TokenRequest.error(answer);
    if ("authorization_pending".equals(error) || "slow_down".equals(error)) {
      return new Poll(null, "slow_down".equals(error), false);
    }
    return new Poll(Consented.read(plan, request, answer, null), false, false);
  }

  private DeviceCode begin(TokenRequest request, GenericClient.Proof own, ServerMetadata server)
      throws TokenException {
    String closed = plan.service().noDevice();
    if (closed != null) {
      throw request.impossible(closed, "Consent in a browser on this machine.");
    }
    URI endpoint = server.deviceEndpoint();
    if (endpoint == null) {
      throw request.impossible(
          "no device authorization endpoint with https is known",
          "The server names none in its discovery document; set auth.device-endpoint, or consent"
              + " in a browser on this machine.");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", plan.client().clientId());
    String scope = plan.scope(server);
    if (scope != null) {
      form.put("scope", scope);
    }
    return DeviceCode.read(request, client.send(request, endpoint, own, form));
  }

  private void pause(Duration time) throws TokenException {
    try {
      pauses.pause(time);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw abandoned("the wait was interrupted", "Start again.");
    }
  }

  private TokenException abandoned(String why, String remedy) {
    return client.describe(GRANT).abandoned(why, remedy);
  }
}
