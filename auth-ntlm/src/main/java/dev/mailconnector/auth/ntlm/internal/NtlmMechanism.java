package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.auth.ntlm.internal.protocol.ChannelBindingHash;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmException;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmExchange;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmSettings;
import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** NTLM in SMTP ([MS-SMTPNTLM]). */
final class NtlmMechanism implements Mechanism {
  private static final String NAME = "NTLM";

  private final NtlmPlan plan;
  private final Secret password;
  private final InstantSource clock;
  private final SecureRandom random;

  NtlmMechanism(NtlmPlan plan, Secret password, InstantSource clock, SecureRandom random) {
    this.plan = plan;
    this.password = password;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    try {
      NtlmExchange.requireAvailable();
    } catch (NtlmException e) {
      throw new SaslException(e.getMessage());
    }
    ChannelBinding binding = plan.bindsToChannel() ? context.channelBinding() : null;
    NtlmSettings settings =
        new NtlmSettings(
            plan.name(), plan.workstation(), "SMTPSVC/" + context.host(), hash(binding));
    return new NtlmClient(
        new NtlmExchange(settings, clock, random),
        password,
        new NtlmAdvice(plan, context.tls(), binding != null));
  }

  private static byte[] hash(@Nullable ChannelBinding binding) {
    return binding == null
        ? ChannelBindingHash.none()
        : ChannelBindingHash.of(binding.type(), binding.data());
  }

  @Override
  public String toString() {
    return NAME;
  }
}
