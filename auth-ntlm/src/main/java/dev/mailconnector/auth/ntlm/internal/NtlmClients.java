package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.auth.ntlm.internal.protocol.ChannelBindingHash;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmException;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmExchange;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmSettings;
import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** Starts logins, in SMTP and at proxies. Thread-safe. */
public final class NtlmClients {
  private final InstantSource clock;
  private final SecureRandom random;

  /** With this clock and this source of challenges. */
  public NtlmClients(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A login that has said nothing yet.
   *
   * @throws SaslException if this Java cannot do NTLM
   */
  public SaslClient start(NtlmPlan plan, NtlmLine line, Secret password) throws SaslException {
    try {
      NtlmExchange.requireAvailable();
    } catch (NtlmException e) {
      throw new SaslException(e.getMessage());
    }
    NtlmSettings settings =
        new NtlmSettings(plan.name(), plan.workstation(), line.targetName(), hash(line.binding()));
    return new NtlmClient(
        new NtlmExchange(settings, clock, random),
        password,
        new NtlmAdvice(plan, line.tls(), line.binding() != null));
  }

  private static byte[] hash(@Nullable ChannelBinding binding) {
    return binding == null
        ? ChannelBindingHash.none()
        : ChannelBindingHash.of(binding.type(), binding.data());
  }
}
