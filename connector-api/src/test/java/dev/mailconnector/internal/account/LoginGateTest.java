package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.account.LoginGate.Refused;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a login may be tried. */
class LoginGateTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private final LoginGate gate = new LoginGate(clock::nanoTime);
  private final Credential credential = new Nothing();
  private final FailureDetail refusal =
      FailureDetail.of(Stage.AUTH, "The login was refused", Advice.FIX_CONFIGURATION, "Ask.")
          .withReply(SmtpReply.of(535, List.of("5.7.8 no")));

  @Test
  void gate_isOpenAtFirst() {
    assertThat(gate.enter()).isNull();
    assertThat(gate.succeeded()).as("nothing to recover from").isFalse();
  }

  @Test
  void refusal_letsSendsFailAtOnceWithItsReply() {
    assertThat(gate.refuse(credential, refusal, null)).isEqualTo(Duration.ofSeconds(30));

    assertThatThrownBy(gate::enter)
        .isInstanceOfSatisfying(
            LoginRefusedException.class,
            e -> {
              assertThat(e.reply()).contains(refusal.reply());
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
            });
  }

  @Test
  void backoff_overLetsOneProbeThrough() {
    gate.refuse(credential, refusal, null);
    clock.advance(Duration.ofSeconds(30).minusNanos(1));
    assertThatThrownBy(gate::enter).isInstanceOf(LoginRefusedException.class);

    clock.advance(Duration.ofNanos(1));

    assertThat(probe().credential()).isSameAs(credential);
    assertThatThrownBy(gate::enter).isInstanceOf(LoginRefusedException.class);
  }

  @Test
  void backoff_doublesUpToTenMinutes() {
    gate.refuse(credential, refusal, null);
    for (long seconds : new long[] {30, 60, 120, 240, 480, 600, 600}) {
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThatThrownBy(gate::enter).isInstanceOf(LoginRefusedException.class);
      clock.advance(Duration.ofNanos(1));
      gate.refuse(credential, refusal, probe());
    }
  }

  @Test
  void probe_thatSucceeds_opensTheGateAndForgetsTheBackoff() {
    gate.refuse(credential, refusal, null);
    clock.advance(Duration.ofSeconds(30));
    gate.refuse(credential, refusal, probe());
    clock.advance(Duration.ofSeconds(60));
    probe();

    assertThat(gate.succeeded()).isTrue();

    assertThat(gate.enter()).isNull();
    assertThat(gate.refuse(credential, refusal, null)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void probe_withoutAnswer_leavesTheNextOneToProbe() {
    gate.refuse(credential, refusal, null);
    clock.advance(Duration.ofSeconds(30));
    Refused first = probe();

    gate.abandon();

    assertThat(probe()).isEqualTo(first);
  }

  @Test
  void lateRefusals_lengthenNothing() {
    gate.refuse(credential, refusal, null);
    clock.advance(Duration.ofSeconds(20));

    assertThat(gate.refuse(new Nothing(), refusal, null)).isNull();

    clock.advance(Duration.ofSeconds(10));
    assertThat(probe().credential()).isSameAs(credential);
  }

  @Test
  void lateRefusal_duringAProbe_doesNotEndIt() {
    gate.refuse(credential, refusal, null);
    clock.advance(Duration.ofSeconds(30));
    probe();

    gate.refuse(new Nothing(), refusal, null);

    assertThatThrownBy(gate::enter).isInstanceOf(LoginRefusedException.class);
  }

  @Test
  void lateSuccess_opensTheGate() {
    gate.refuse(credential, refusal, null);

    assertThat(gate.succeeded()).isTrue();

    assertThat(gate.enter()).isNull();
  }

  private Refused probe() {
    Refused probed = gate.enter();
    if (probed == null) {
      throw new AssertionError("the gate is open");
    }
    return probed;
  }

  /** A credential of no use. */
  private static final class Nothing implements Credential {
    @Override
    public List<Mechanism> mechanisms() {
      return List.of();
    }

    @Override
    public long generation() {
      return 1;
    }

    @Override
    public @Nullable Instant issuedAt() {
      return null;
    }

    @Override
    public @Nullable Instant expiresAt() {
      return null;
    }
  }
}
