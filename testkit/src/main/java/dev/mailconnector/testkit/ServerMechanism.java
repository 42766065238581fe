package dev.mailconnector.testkit;

import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a SASL mechanism (RFC 4422). PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER are built
 * in; others, such as {@link NtlmServer} and {@link ScramServer}, are added by {@link
 * ScriptedSmtpServerBuilder#mechanism(ServerMechanism)}.
 *
 * <p>A mechanism is shared by all connections and must be safe for use by several threads; an
 * {@link Exchange} belongs to one login attempt.
 */
public interface ServerMechanism {

  /** The name as offered, such as {@code SCRAM-SHA-256}. */
  String name();

  /** Begins one login attempt. */
  Exchange start(Context context);

  /** One login attempt. */
  @FunctionalInterface
  interface Exchange {
    /**
     * The next step.
     *
     * @param response what the client sent, decoded; null at the start if the client sent no
     *     initial response
     */
    Step next(byte @Nullable [] response);
  }

  /**
   * The connection on which the login is tried.
   *
   * @param tls the TLS session, null without TLS
   * @param certificate the certificate the server showed, null without TLS
   */
  record Context(@Nullable SSLSession tls, @Nullable X509Certificate certificate) {}

  /** The server's answer within an exchange. */
  sealed interface Step {

    /** A 334 with this challenge in base64. */
    record Challenge(byte[] data) implements Step {}

    /** A 334 with text that is not base64, such as {@code NTLM supported}. */
    record Text(String text) implements Step {}

    /** The login is accepted, for this user. */
    record Accepted(String user) implements Step {}

    /**
     * The login is refused.
     *
     * @param reply the reply, lines separated by {@code \n}; null for the profile's own
     */
    record Refused(@Nullable String reply) implements Step {}

    /** A 334 with this challenge in base64. */
    static Step challenge(byte[] data) {
      return new Challenge(data.clone());
    }

    /** The login is accepted, for this user. */
    static Step accepted(String user) {
      return new Accepted(Objects.requireNonNull(user));
    }

    /** The login is refused with the reply of the server's profile. */
    static Step refused() {
      return new Refused(null);
    }

    /** The login is refused with this reply. */
    static Step refused(String reply) {
      return new Refused(reply);
    }
  }
}
