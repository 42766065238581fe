package org.apache.hc.client5.http.impl.auth;

import java.security.cert.Certificate;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A way to HttpClient's own NTLM, whose computations can be seen from its package only. Its LMv2 is
 * not shown: it raises the domain to upper case, against [MS-NLMP] section 3.3.2.
 */
@SuppressWarnings("deprecation")
public final class HttpClientNtlm {
  private HttpClientNtlm() {}

  /** NtChallengeResponse to this challenge, with MIC and channel binding if there is a server. */
  public static byte[] ntResponse(
      Random random,
      long currentTimeMillis,
      String domain,
      String user,
      String password,
      byte[] challenge,
      @Nullable Certificate server,
      byte @Nullable [] negotiate)
      throws NTLMEngineException {
    return message(random, currentTimeMillis, domain, user, password, challenge, server, negotiate)
        .ntResp;
  }

  /** The whole message. */
  public static byte[] authenticate(
      Random random,
      long currentTimeMillis,
      String domain,
      String user,
      String password,
      byte[] challenge,
      @Nullable Certificate server,
      byte @Nullable [] negotiate)
      throws NTLMEngineException {
    return message(random, currentTimeMillis, domain, user, password, challenge, server, negotiate)
        .getBytes();
  }

  private static NTLMEngineImpl.Type3Message message(
      Random random,
      long currentTimeMillis,
      String domain,
      String user,
      String password,
      byte[] challenge,
      @Nullable Certificate server,
      byte @Nullable [] negotiate)
      throws NTLMEngineException {
    NTLMEngineImpl.Type2Message read = new NTLMEngineImpl.Type2Message(challenge);
    return new NTLMEngineImpl.Type3Message(
        random,
        currentTimeMillis,
        domain,
        "",
        user,
        password.toCharArray(),
        read.getChallenge(),
        read.getFlags(),
        read.getTarget(),
        read.getTargetInfo(),
        server,
        negotiate,
        negotiate == null ? null : challenge);
  }
}
