package dev.mailconnector.testkit.issuer;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pages where a scripted user consents, and the codes that come of it: authorization codes with
 * PKCE (RFC 6749 section 4.1, RFC 7636) and device codes (RFC 8628). Thread-safe.
 */
final class UserConsents {
  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** What a user has agreed to. */
  record Agreed(
      String clientId,
      String user,
      @Nullable String scope,
      @Nullable String nonce,
      boolean offline) {}

  /** A redeemed code, or why it is not. */
  record Redeemed(@Nullable Agreed agreed, Reply refusal) {}

  private record Code(Agreed agreed, String redirectUri, String challenge) {}

  private static final class Device {
    final String clientId;
    final @Nullable String scope;
    volatile @Nullable Agreed agreed;
    volatile @Nullable String refused;

    Device(String clientId, @Nullable String scope) {
      this.clientId = clientId;
      this.scope = scope;
    }
  }

  private static final Reply NONE = Reply.notFound();

  private final TokenMint mint;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private final Map<String, Device> userCodes = new ConcurrentHashMap<>();
  final Queue<String> pollErrors = new ConcurrentLinkedQueue<>();
  volatile String user = "ann@example.com";
  volatile @Nullable String refusal;
  volatile String description = "";
  volatile int interval = 5;
  volatile int deviceLife = 900;
  volatile UnaryOperator<Map<String, String>> redirect = UnaryOperator.identity();

  UserConsents(TokenMint mint) {
    this.mint = mint;
  }

  /** The user visits the authorization endpoint and decides as scripted. */
  Page authorize(URI request, String issuer) {
    Map<String, String> query = parse(request.getRawQuery());
    String redirectUri = query.get("redirect_uri");
    if (redirectUri == null
        || !redirectUri.matches("http://(127\\.0\\.0\\.1|localhost):\\d+/?")
        || !"code".equals(query.get("response_type"))
        || !"S256".equals(query.get("code_challenge_method"))
        || !query.containsKey("client_id")) {
      return Page.of(400, "invalid_request");
    }
    Map<String, String> answer = new LinkedHashMap<>();
    String refused = refusal;
    if (refused == null) {
      String code = mint.opaque("code-", 48);
      Agreed agreed =
          new Agreed(
              query.get("client_id"),
              user,
              query.get("scope"),
              query.get("nonce"),
              "offline".equals(query.get("access_type")) && "consent".equals(query.get("prompt")));
      codes.put(code, new Code(agreed, redirectUri, query.getOrDefault("code_challenge", "")));
      answer.put("code", code);
    } else {
      answer.put("error", refused);
      answer.put("error_description", description);
    }
    if (!issuer.isEmpty()) {
      answer.put("iss", issuer);
    }
    if (query.containsKey("state")) {
      answer.put("state", query.get("state"));
    }
    return new Page(302, "", URI.create(redirectUri + "?" + encode(redirect.apply(answer))));
  }

  /** The user visits the page for device codes and decides as scripted. */
  Page device(URI request) {
    Device device = userCodes.get(parse(request.getRawQuery()).getOrDefault("user_code", ""));
    if (device == null) {
      return Page.of(404, "Unknown code.");
    }
    String refused = refusal;
    if (refused == null) {
      device.agreed = new Agreed(device.clientId, user, device.scope, null, true);
    } else {
      device.refused = refused;
    }
    return Page.of(200, refused == null ? "Approved." : "Denied.");
  }

  /** The answer to a device authorization request. */
  Reply begin(IssuerRequest request, URI page) {
    String clientId = String.valueOf(request.clientId());
    Device device = new Device(clientId, request.scope());
    String deviceCode = mint.opaque("dc-", 64);
    String userCode = mint.hex(4).toUpperCase(Locale.ROOT);
    devices.put(deviceCode, device);
    userCodes.put(userCode, device);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("device_code", deviceCode);
    json.put("user_code", userCode);
    json.put("verification_uri", page.toString());
    json.put("verification_uri_complete", page + "?user_code=" + userCode);
    json.put("expires_in", deviceLife);
    json.put("interval", interval);
    return new Reply(200, json);
  }

  /** What a client gets for its code. */
  Redeemed redeem(IssuerRequest request) {
    return request.grant().equals(DEVICE_GRANT) ? poll(request) : exchange(request);
  }

  private Redeemed poll(IssuerRequest request) {
    String next = pollErrors.poll();
    if (next != null) {
      return refused(next, "As scripted.");
    }
    Device device = devices.get(String.valueOf(request.parameter("device_code")));
    if (device == null || !device.clientId.equals(request.clientId())) {
      return refused("invalid_grant", "Unknown device code.");
    }
    String refused = device.refused;
    if (refused != null) {
      return refused(refused, description);
    }
    Agreed agreed = device.agreed;
    return agreed == null
        ? refused("authorization_pending", "Not yet.")
        : new Redeemed(agreed, NONE);
  }

  private Redeemed exchange(IssuerRequest request) {
    Code code = codes.remove(String.valueOf(request.parameter("code")));
    boolean good =
        code != null
            && code.agreed.clientId().equals(request.clientId())
            && code.redirectUri.equals(request.parameter("redirect_uri"))
            && code.challenge.equals(challenge(request.parameter("code_verifier")));
    return good && code != null
        ? new Redeemed(code.agreed, NONE)
        : refused("invalid_grant", "The code is not good.");
  }

  private static Redeemed refused(String error, String description) {
    return new Redeemed(null, Reply.error(400, error, description));
  }

  private static String challenge(@Nullable String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  private static Map<String, String> parse(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
