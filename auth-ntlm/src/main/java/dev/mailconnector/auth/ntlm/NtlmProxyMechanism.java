package dev.mailconnector.auth.ntlm;

import dev.mailconnector.auth.ntlm.internal.NtlmClients;
import dev.mailconnector.auth.ntlm.internal.NtlmLine;
import dev.mailconnector.auth.ntlm.internal.NtlmPlan;
import dev.mailconnector.auth.ntlm.internal.protocol.LogonName;
import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.ProxyServer;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * NTLMv2 at an HTTP proxy ([MS-NTHT]), for mail and token requests out of a company network. The
 * user is {@code DOMAIN\\user} or one of the other forms of {@link NtlmLogin}. Found by {@link
 * java.util.ServiceLoader}; stateless.
 */
public final class NtlmProxyMechanism implements ProxyMechanism {

  /** For {@link java.util.ServiceLoader}. */
  public NtlmProxyMechanism() {}

  @Override
  public String scheme() {
    return "NTLM";
  }

  @Override
  public SaslClient start(ProxyServer proxy, Secret password, InstantSource clock)
      throws SaslException {
    String user = proxy.user();
    if (user == null) {
      throw new IllegalArgumentException("The " + proxy + " has no login");
    }
    NtlmPlan plan = new NtlmPlan(LogonName.of(user, null), "", false);
    NtlmLine line = new NtlmLine("HTTP/" + proxy.host(), false, null);
    return new NtlmClients(clock, new SecureRandom()).start(plan, line, password);
  }
}
