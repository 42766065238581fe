package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** NTLM in SMTP ([MS-SMTPNTLM]). */
final class NtlmMechanism implements Mechanism {
  private static final String NAME = "NTLM";

  private final NtlmPlan plan;
  private final Secret password;
  private final NtlmClients clients;

  NtlmMechanism(NtlmPlan plan, Secret password, NtlmClients clients) {
    this.plan = plan;
    this.password = password;
    this.clients = clients;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    ChannelBinding binding = plan.bindsToChannel() ? context.channelBinding() : null;
    NtlmLine line = new NtlmLine("SMTPSVC/" + context.host(), context.tls(), binding);
    return clients.start(plan, line, password);
  }

  @Override
  public String toString() {
    return NAME;
  }
}
