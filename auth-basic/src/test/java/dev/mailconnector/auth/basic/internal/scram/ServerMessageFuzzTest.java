package dev.mailconnector.auth.basic.internal.scram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.spi.Secret;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that nobody should send: each is answered or refused with a reason, none lets anybody
 * in, and each takes memory in proportion to its own size.
 */
class ServerMessageFuzzTest {
  private static final int ROUNDS = 2_000;
  private static final int LARGEST = 2_000_000;
  private static final String FIRST = "r=ourNoncetheirs,s=QSXCR+Q6sek8bf92,i=4096";
  private static final String LAST = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Nothing is computed for real: a million rounds would be a test of patience. */
  private final Scram scram =
      new Scram(
          "SCRAM-SHA-1",
          new ScramPlan("user", "", false, () -> "ourNonce"),
          new ScramPassword(
              Secret.of("pencil"),
              (hash, password, salt, iterations) -> {
                assertThat(iterations).isBetween(4096, 1_000_000);
                assertThat(salt).isNotEmpty();
                return new byte[20];
              }),
          (mechanism, offered) -> fail("a server proved itself"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void serverMessages_ofWhateverOctets_letNobodyIn(long seed) throws SaslException {
    Random random = new Random(seed);
    warmUp();
    int answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] first = hostile(FIRST, random);
      byte[] last = hostile(LAST, random);
      SaslClient client = scram.start(Scripts.plainLine());
      client.evaluateChallenge(Scripts.NOTHING);
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean wasAnswered = isAnswered(client, first) && isAnswered(client, last);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > LARGEST + 20L * (first.length + last.length)) {
        fail("round %d: %d octets allocated", round, allocated);
      }
      assertThat(client.isComplete()).isFalse();
      answered += wasAnswered ? 1 : 0;
    }
    // Only an error message is answered.
    assertThat(answered).isLessThan(ROUNDS / 20);
  }

  /** Classes are loaded once. */
  private void warmUp() throws SaslException {
    SaslClient client = scram.start(Scripts.plainLine());
    client.evaluateChallenge(Scripts.NOTHING);
    isAnswered(client, FIRST.getBytes(UTF_8));
    isAnswered(client, LAST.getBytes(UTF_8));
  }

  private static boolean isAnswered(SaslClient client, byte[] challenge) {
    try {
      client.evaluateChallenge(challenge);
      return true;
    } catch (SaslException e) {
      if (!e.getMessage().contains("the server")) {
        fail("a refusal without a reason", e);
      }
      return false;
    }
  }

  /** A good message with some octets turned, cut, doubled or grown; or noise. */
  private static byte[] hostile(String message, Random random) {
    byte[] good = message.getBytes(UTF_8);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> turned(good, random);
      case 3, 4 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 5 -> (message + ',' + message).getBytes(UTF_8);
      case 6 -> Arrays.copyOf(good, good.length + random.nextInt(10_000));
      default -> noise(random);
    };
  }

  private static byte[] turned(byte[] good, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      good[random.nextInt(good.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) ",=riesvm09+/".charAt(random.nextInt(12));
    }
    return good;
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }
}
