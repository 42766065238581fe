package dev.mailconnector.auth.ntlm.internal.protocol;

import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One NTLMv2 login ([MS-NLMP] sections 3.1.5.1 and 3.3.2): {@link #negotiate()}, the server's
 * challenge, {@link #authenticate}. There is no way from here to NTLMv1 or LM, whatever a server
 * asks for. What is computed from the password is wiped before {@code authenticate} returns. Used
 * by one thread.
 *
 * <p>A server that shows its time (MsvAvTimestamp) gets a MIC over all three messages and no LMv2;
 * one that does not gets LMv2 and no MIC. Target name and channel bindings go to every server, even
 * if it sends no target information: else a man in the middle could leave it out to be rid of them.
 */
public final class NtlmExchange {
  private static final int LM_LENGTH = 24;
  private static final int SESSION_KEY_LENGTH = 16;

  private final NtlmSettings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private final int offered;
  private byte @Nullable [] negotiate;
  private @Nullable ChallengeMessage challenge;

  /** An exchange that has said nothing yet. */
  public NtlmExchange(NtlmSettings settings, InstantSource clock, SecureRandom random) {
    this(settings, clock, random, NegotiateFlags.OFFERED);
  }

  NtlmExchange(NtlmSettings settings, InstantSource clock, SecureRandom random, int offered) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.offered = offered;
  }

  /** Fails where this Java cannot do NTLM at all. */
  public static void requireAvailable() throws NtlmException {
    OldCryptography.requireAvailable();
  }

  /** The first message; the same each time. */
  public byte[] negotiate() {
    if (negotiate == null) {
      negotiate = NegotiateMessage.encoded(offered);
    }
    return negotiate.clone();
  }

  /** The server's challenge, once it was read; null before. */
  public @Nullable ChallengeMessage challenge() {
    return challenge;
  }

  /**
   * The last message.
   *
   * @throws NtlmException if the challenge is none, or asks for what cannot be given
   */
  public byte[] authenticate(byte[] received, Secret password) throws NtlmException {
    ChallengeMessage read = ChallengeMessage.read(received);
    challenge = read;
    int flags = NegotiateFlags.agreed(offered, read.flags());
    if (!NegotiateFlags.has(flags, NegotiateFlags.UNICODE | NegotiateFlags.OEM)) {
      throw new NtlmException(
          "the server's challenge allows neither Unicode nor its own code page, so that no name can"
              + " be sent");
    }
    String domain = domain(read);
    byte[] clientChallenge = random(NtlmV2Response.CHALLENGE_LENGTH);
    byte[] time = read.targetInfo().value(AvPairs.TIMESTAMP);
    NtlmV2Response response =
        new NtlmV2Response(
            NtlmV2Response.key(settings.name().user(), domain, password.reveal()),
            read.serverChallenge(),
            clientChallenge,
            time == null ? Filetime.of(clock.instant()) : time,
            answer(read.targetInfo(), time != null).encoded());
    try {
      return message(read, flags, domain, response, time != null);
    } finally {
      response.wipe();
    }
  }

  private byte[] message(
      ChallengeMessage read, int flags, String domain, NtlmV2Response response, boolean timed)
      throws NtlmException {
    boolean exchanged = NegotiateFlags.has(flags, NegotiateFlags.KEY_EXCHANGE);
    byte[] sessionKey = exchanged ? random(SESSION_KEY_LENGTH) : response.sessionBaseKey();
    try {
      byte[] message =
          new AuthenticateMessage(
                  flags,
                  domain,
                  settings.name().user(),
                  settings.workstation(),
                  timed ? new byte[LM_LENGTH] : response.lmResponse(),
                  response.ntResponse(),
                  exchanged
                      ? OldCryptography.rc4(response.sessionBaseKey(), sessionKey)
                      : new byte[0])
              .encoded(timed);
      if (timed) {
        byte[] mic = OldCryptography.hmacMd5(sessionKey, negotiate(), read.octets(), message);
        System.arraycopy(mic, 0, message, AuthenticateMessage.MIC_AT, mic.length);
      }
      return message;
    } finally {
      Arrays.fill(sessionKey, (byte) 0);
    }
  }

  private String domain(ChallengeMessage read) {
    String given = settings.name().domain();
    String named = given == null ? read.domain() : given;
    return named == null ? "" : named;
  }

  private AvPairs answer(AvPairs targetInfo, boolean mic) {
    AvPairs answer = mic ? targetInfo.withFlag(AvPairs.HAS_MIC) : targetInfo;
    if (settings.targetName() != null) {
      answer = answer.with(AvPairs.TARGET_NAME, settings.targetName());
    }
    return settings.channelBindings() == null
        ? answer
        : answer.with(AvPairs.CHANNEL_BINDINGS, settings.channelBindings());
  }

  private byte[] random(int length) {
    byte[] drawn = new byte[length];
    random.nextBytes(drawn);
    return drawn;
  }
}
