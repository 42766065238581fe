package dev.mailconnector.auth.ntlm.internal.protocol;

import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.EXCHANGE_CHALLENGE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.SPECIFICATION_CHALLENGE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.spi.Secret;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Challenges that nobody should send: each is answered by NTLMv2 or refused with a reason, and
 * takes memory in proportion to its own size.
 */
class ChallengeFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final int NT = 20;
  private static final int SHORTEST_NTLM_V2 = 48;
  private static final int LARGEST = 1_000_000;
  private static final Secret PASSWORD = Secret.of("c0rrect-horse-battery");

  private final SecureRandom drawn = new SecureRandom();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void challenge_ofWhateverOctets_isAnsweredByVersion2OrRefused(long seed) {
    Random random = new Random(seed);
    int answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] challenge = hostile(random);
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean wasAnswered = isAnswered(challenge);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > LARGEST + 100L * challenge.length) {
        fail("round %d: %d octets allocated for %d", round, allocated, challenge.length);
      }
      answered += wasAnswered ? 1 : 0;
    }
    assertThat(answered).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private boolean isAnswered(byte[] challenge) {
    try {
      byte[] message = exchange().authenticate(challenge, PASSWORD);
      if (Vectors.field(message, NT).length < SHORTEST_NTLM_V2) {
        fail("an answer shorter than any NTLMv2 response");
      }
      return true;
    } catch (NtlmException e) {
      if (!e.getMessage().contains("the server")) {
        fail("a refusal without a reason", e);
      }
      return false;
    }
  }

  private NtlmExchange exchange() {
    NtlmSettings settings =
        new NtlmSettings(
            new LogonName("svc-mail", null), "", "SMTPSVC/mail", ChannelBindingHash.none());
    return new NtlmExchange(settings, InstantSource.fixed(Instant.EPOCH), drawn);
  }

  /** A good message with some octets turned, cut, grown or doubled; or noise behind a good head. */
  private static byte[] hostile(Random random) {
    byte[] good = base64(random.nextBoolean() ? EXCHANGE_CHALLENGE : SPECIFICATION_CHALLENGE);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> turned(good, random, 12, good.length);
      case 3, 4, 5 -> turned(good, random, 12, 48);
      case 6, 7 -> Arrays.copyOf(good, random.nextInt(good.length + 1));
      case 8 -> noise(good, random);
      default -> grown(good, random);
    };
  }

  private static byte[] turned(byte[] good, Random random, int from, int to) {
    for (int i = random.nextInt(6); i >= 0; i--) {
      good[from + random.nextInt(to - from)] = (byte) random.nextInt();
    }
    return good;
  }

  /** Target information of up to 64 KiB. */
  private static byte[] grown(byte[] good, Random random) {
    int length = random.nextInt(0x10000);
    byte[] grown = Arrays.copyOf(good, good.length + length);
    if (random.nextBoolean()) {
      byte[] pairs = new byte[length];
      random.nextBytes(pairs);
      System.arraycopy(pairs, 0, grown, good.length, length);
    } else if (length > 4) {
      grown[good.length] = 2;
      grown[good.length + 2] = (byte) (length - 4);
      grown[good.length + 3] = (byte) (length - 4 >> 8);
    }
    grown[40] = (byte) length;
    grown[41] = (byte) (length >> 8);
    grown[44] = (byte) good.length;
    grown[45] = (byte) (good.length >> 8);
    return grown;
  }

  private static byte[] noise(byte[] good, Random random) {
    byte[] noise = new byte[12 + random.nextInt(200)];
    random.nextBytes(noise);
    System.arraycopy(good, 0, noise, 0, 12);
    return noise;
  }
}
