package dev.mailconnector.internal.net;

import dev.mailconnector.spi.ProxyChallenge;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretScrubber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * One login at an HTTP proxy, in the scheme that went the last time, or the strongest that is both
 * offered and known. Never tries a second one after the first was refused. Used by one thread.
 */
final class HttpProxyLogin {
  static final String BASIC = "Basic";

  /** NTLM takes two messages. */
  private static final int MOST_MESSAGES = 8;

  private final ProxyLogins.Attempt attempt;
  private final String user;
  private final List<Secret> sent = new ArrayList<>();
  private @Nullable String scheme;
  private @Nullable SaslClient client;
  private byte[] challenge = {};
  private int messages;

  HttpProxyLogin(ProxyLogins.Attempt attempt, String user) {
    this.attempt = attempt;
    this.user = user;
    this.sent.add(attempt.password());
    this.scheme = attempt.mechanisms().isEmpty() ? BASIC : attempt.scheme();
  }

  /** Whether there is a message for the proxy; else it must be asked what it wants. */
  boolean hasMessage() {
    return scheme != null;
  }

  /** The next message: what stands in Proxy-Authorization. */
  String message() throws SaslException {
    messages++;
    byte[] octets = BASIC.equals(scheme) ? basic() : step();
    String message = Base64.getEncoder().encodeToString(octets);
    sent.add(Secret.of(message));
    return scheme + " " + message;
  }

  private byte[] basic() {
    return (user + ":" + attempt.password().reveal()).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] step() throws SaslException {
    if (client == null) {
      client = attempt.start(mechanism());
    }
    return client.evaluateChallenge(challenge);
  }

  private ProxyMechanism mechanism() throws SaslException {
    for (ProxyMechanism each : attempt.mechanisms()) {
      if (each.scheme().equals(scheme)) {
        return each;
      }
    }
    throw new SaslException("no module knows " + scheme);
  }

  /**
   * Hears a 407.
   *
   * @return whether there is a {@link #message()} for it
   */
  boolean goesOn(List<ProxyChallenge> offered) {
    if (scheme == null) {
      scheme = strongest(offered);
      return scheme != null;
    }
    byte[] asked = client == null || client.isComplete() ? null : challenge(offered);
    if (asked == null || messages >= MOST_MESSAGES) {
      return false;
    }
    challenge = asked;
    return true;
  }

  private @Nullable String strongest(List<ProxyChallenge> offered) {
    for (ProxyMechanism each : attempt.mechanisms()) {
      if (offered.stream().anyMatch(challenge -> challenge.is(each.scheme()))) {
        return each.scheme();
      }
    }
    return attempt.mayShowPassword() && offered.stream().anyMatch(challenge -> challenge.is(BASIC))
        ? BASIC
        : null;
  }

  private byte @Nullable [] challenge(List<ProxyChallenge> offered) {
    for (ProxyChallenge each : offered) {
      if (each.data() != null && each.is(String.valueOf(scheme))) {
        try {
          return Base64.getDecoder().decode(each.data());
        } catch (IllegalArgumentException notBase64) {
          return null;
        }
      }
    }
    return null;
  }

  /** Whether the proxy has been told enough to refuse the password. */
  boolean isSaid() {
    return BASIC.equals(scheme) ? messages > 0 : client != null && client.isComplete();
  }

  /** Whether a login of several steps is under way, which needs its connection. */
  boolean isUnderWay() {
    return client != null;
  }

  /** The way is open: remembers how, if the proxy asked at all. */
  void accepted() {
    if (messages > 0) {
      attempt.accepted(scheme);
    }
  }

  /** Remembers what was refused: the password, or only the scheme. */
  void refused(String answer) {
    if (isSaid()) {
      attempt.refused(answer);
    } else {
      attempt.forgetScheme();
    }
  }

  /** The proxy's words without password and messages. */
  String scrubbed(String words) {
    return SecretScrubber.of(sent).keeping(user).scrub(words);
  }

  /** Lets go of the password. */
  void dispose() {
    try {
      if (client != null) {
        client.dispose();
      }
    } catch (SaslException e) {
      // The login is over; whatever came of it counts, not this.
    }
  }
}
