package dev.mailconnector.auth.basic.internal.scram;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.common.ScramMechanism;
import dev.mailconnector.spi.Secret;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramPasswordTest {
  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;
  private static final byte[] SALT = {1, 2, 3};

  private final AtomicInteger computed = new AtomicInteger();
  private final ScramPassword password =
      new ScramPassword(
          Secret.of("pencil"),
          (hash, chars, salt, iterations) -> {
            computed.incrementAndGet();
            return ScramPassword.pbkdf2(hash, chars, salt, iterations);
          });

  @Test
  void keys_ofTheSameSaltAndCount_areComputedOnce() {
    ScramKeys first = password.keys(SHA_256, SALT, 4096);
    byte[] expected = first.client().clone();
    first.wipe();
    ScramKeys second = password.keys(SHA_256, SALT.clone(), 4096);

    assertThat(second.client()).isEqualTo(expected);
    second.wipe();
    assertThat(password.keys(SHA_256, SALT, 4096).client()).isEqualTo(expected);
    assertThat(computed).hasValue(1);
  }

  @Test
  void keys_ofAnotherSaltCountOrHash_areComputedAnew() {
    password.keys(SHA_256, SALT, 4096);
    password.keys(SHA_256, new byte[] {9}, 4096);
    password.keys(SHA_256, new byte[] {9}, 4097);
    password.keys(ScramMechanism.SCRAM_SHA_1, new byte[] {9}, 4097);

    assertThat(computed).hasValue(4);
  }

  @Test
  void wipe_keepsNothingAndLeavesLoginsUnderWayAlone() {
    ScramKeys underWay = password.keys(SHA_256, SALT, 4096);
    byte[] expected = underWay.client().clone();
    password.wipe();

    assertThat(underWay.client()).isEqualTo(expected);
    assertThat(password.keys(SHA_256, SALT, 4096).client()).isEqualTo(expected);
    assertThat(password.keys(SHA_256, SALT, 4096).client()).isEqualTo(expected);
    assertThat(computed).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tab\tinside", "bell\u0007", "😀", "\ue000", "\u0627a", "\u00ad", "\u200b\u00ad"})
  void preparation_ofWhatNoTwoProgramsAgreeOn_isImpossible(String word) {
    ScramPassword broken = new ScramPassword(Secret.of(word));

    assertThat(broken.isPreparable()).isFalse();
    assertThat(broken.isChangedByPreparation()).isFalse();
  }

  /** RFC 4013 section 3. */
  @ParameterizedTest
  @CsvSource({
    "pencil, false",
    "USER, false",
    "I\u00adX, true",
    "\u00aa, true",
    "\u2168, true",
    "pass\u00a0word, true"
  })
  void preparation_saysWhetherItChangesThePassword(String word, boolean changes) {
    ScramPassword given = new ScramPassword(Secret.of(word));

    assertThat(given.isPreparable()).isTrue();
    assertThat(given.isChangedByPreparation()).isEqualTo(changes);
  }

  @Test
  void toString_showsNothing() {
    assertThat(password).hasToString("ScramPassword[***]");
    assertThat(password.keys(SHA_256, SALT, 4096)).hasToString("ScramKeys[***]");
  }
}
