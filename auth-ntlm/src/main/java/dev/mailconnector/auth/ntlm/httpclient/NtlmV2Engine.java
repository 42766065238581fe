package dev.mailconnector.auth.ntlm.httpclient;

import dev.mailconnector.auth.ntlm.internal.protocol.ChannelBindingHash;
import dev.mailconnector.auth.ntlm.internal.protocol.LogonName;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmException;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmExchange;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmSettings;
import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.impl.auth.NTLMEngine;
import org.apache.hc.client5.http.impl.auth.NTLMEngineException;
import org.apache.hc.client5.http.impl.auth.NTLMScheme;
import org.jspecify.annotations.Nullable;

/**
 * NTLMv2 with message integrity for Apache HttpClient 5, in place of its own engine, which falls to
 * NTLMv1:
 *
 * <pre>{@code
 * NtlmV2Engine engine = NtlmV2Engine.of(InstantSource.system(), new SecureRandom());
 * HttpClients.custom()
 *     .setDefaultAuthSchemeRegistry(
 *         RegistryBuilder.<AuthSchemeFactory>create()
 *             .register("NTLM", engine.factory())
 *             .build())
 *     .setDefaultCredentialsProvider(credentials) // NTCredentials(user, password, null, domain)
 *     .setDefaultRequestConfig(
 *         RequestConfig.custom()
 *             .setTargetPreferredAuthSchemes(List.of("NTLM"))
 *             .setProxyPreferredAuthSchemes(List.of("NTLM"))
 *             .build())
 * }</pre>
 *
 * <p>Stateless and thread-safe: every message is made of what is handed in, and the first one is
 * always the same. A login without a domain goes to the domain the server names; {@code
 * DOMAIN\\user} and user principal names are understood, too. HttpClient does not tell which server
 * it talks to, so no target name is sent and nothing is bound to a TLS channel: a server that
 * demands Extended Protection refuses. Its {@code NTCredentials} hold the name of this machine as
 * the workstation, whatever they were given; it is not sent unless {@link #workstation} names one.
 *
 * <p>Token requests of this library need none of this: they log in by {@link
 * dev.mailconnector.auth.ntlm.NtlmProxyMechanism}.
 */
// NTLMEngine and NTLMScheme are deprecated because their makers support NTLM no longer, and not
// because there is another way to bring an engine of one's own.
@SuppressWarnings("deprecation")
public final class NtlmV2Engine implements NTLMEngine {
  private final InstantSource clock;
  private final SecureRandom random;
  private final String workstation;

  private NtlmV2Engine(InstantSource clock, SecureRandom random, String workstation) {
    this.clock = clock;
    this.random = random;
    this.workstation = workstation;
  }

  /**
   * An engine.
   *
   * @param clock the calendar clock, for servers that do not tell the time
   * @param random for challenges and session keys
   */
  public static NtlmV2Engine of(InstantSource clock, SecureRandom random) {
    return new NtlmV2Engine(clock, random, "");
  }

  /** The same from a machine of this name, for accounts that may log on from some only. */
  public NtlmV2Engine workstation(String name) {
    return new NtlmV2Engine(clock, random, name);
  }

  /** Schemes for HttpClient's registry with this engine. */
  public AuthSchemeFactory factory() {
    return context -> new NTLMScheme(this);
  }

  @Override
  public String generateType1Msg(@Nullable String domain, @Nullable String ignoredWorkstation)
      throws NTLMEngineException {
    try {
      NtlmExchange.requireAvailable();
    } catch (NtlmException e) {
      throw new NTLMEngineException(e.getMessage());
    }
    return encoded(exchange(new LogonName("", "")).negotiate());
  }

  @Override
  public String generateType3Msg(
      String user,
      char @Nullable [] password,
      @Nullable String domain,
      @Nullable String ignoredWorkstation,
      String challenge)
      throws NTLMEngineException {
    if (password == null) {
      throw new NTLMEngineException("NTLM needs a password, and the credentials hold none");
    }
    LogonName name = LogonName.of(user, domain == null || domain.isEmpty() ? null : domain);
    try {
      byte[] received = Base64.getDecoder().decode(challenge);
      return encoded(exchange(name).authenticate(received, Secret.of(new String(password))));
    } catch (IllegalArgumentException notBase64) {
      throw new NTLMEngineException("the server's challenge is not base64");
    } catch (NtlmException e) {
      throw new NTLMEngineException(e.getMessage());
    }
  }

  private NtlmExchange exchange(LogonName name) {
    NtlmSettings settings = new NtlmSettings(name, workstation, null, ChannelBindingHash.none());
    return new NtlmExchange(settings, clock, random);
  }

  private static String encoded(byte[] message) {
    return Base64.getEncoder().encodeToString(message);
  }

  /** Shows no secret; there is none in it. */
  @Override
  public String toString() {
    return "NTLMv2 for Apache HttpClient" + (workstation.isEmpty() ? "" : ", from " + workstation);
  }
}
