package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.LoginGate.Turn;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a login may be tried, without anybody who waits: {@link LoginProofTest} has those. */
class LoginGateTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private final LoginGate gate = new LoginGate(clock::nanoTime);
  private final PlainSecret token = PlainSecret.token(1);
  private final PlainSecret password = PlainSecret.password(1);
  private final FailureDetail refusal =
      FailureDetail.of(Stage.AUTH, "The login was refused", Advice.FIX_CONFIGURATION, "Ask.")
          .withReply(SmtpReply.of(535, List.of("5.7.8 no")));

  @Test
  void gate_isOpenAtFirst() throws Exception {
    assertThat(gate.enter()).isNull();
    assertThat(turn(token).accepted()).as("nothing to recover from").isFalse();
    assertThat(turn(password).accepted()).isFalse();
  }

  @Test
  void refusal_letsSendsFailAtOnceWithItsReply() {
    assertThat(refuse(token).nextLogin()).isEqualTo(in(Duration.ofSeconds(30)));

    assertThatThrownBy(gate::enter)
        .isInstanceOfSatisfying(
            LoginRefusedException.class,
            e -> {
              assertThat(e.reply()).contains(refusal.reply());
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
              assertThat(e.remedy()).isEqualTo("Ask.");
            });
  }

  @Test
  void backoff_overLetsOneProbeThrough() {
    refuse(token);
    clock.advance(Duration.ofSeconds(30).minusNanos(1));
    assertClosed();

    clock.advance(Duration.ofNanos(1));

    assertThat(probe().credential()).isSameAs(token);
    assertClosed();
  }

  @Test
  void backoffOfTokens_doublesUpToTenMinutes() {
    refuse(token);
    for (long seconds : new long[] {30, 60, 120, 240, 480, 600, 600}) {
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertClosed();
      clock.advance(Duration.ofNanos(1));
      Refused probed = probe();
      assertThat(gate.mayProbe(probed, token)).isTrue();
      gate.refuse(token, refusal, probed);
    }
  }

  @Test
  void samePassword_isTriedAfter16Minutes_doublingTo256() {
    refuse(password);
    for (long minutes : new long[] {16, 32, 64, 128, 256, 256}) {
      long until = clock.nanoTime() + MINUTE.multipliedBy(minutes).toNanos();
      assertNotTriedBefore(until);
      gate.refuse(password, refusal, probe());
    }
  }

  @Test
  void samePassword_thatWorkedBefore_hasOneMoreChanceAfterAMinute() throws Exception {
    turn(password).accepted();
    refuseOnTheWire(password);
    refuse(password);
    for (long minutes : new long[] {1, 16, 32}) {
      long until = clock.nanoTime() + MINUTE.multipliedBy(minutes).toNanos();
      assertNotTriedBefore(until);
      gate.refuse(password, refusal, probe());
    }
  }

  /** Only looked at, every half minute, until this moment; then it may be tried. */
  private void assertNotTriedBefore(long until) {
    while (until - clock.nanoTime() > Duration.ofSeconds(30).toNanos()) {
      clock.advance(Duration.ofSeconds(30).minusNanos(1));
      assertClosed();
      clock.advance(Duration.ofNanos(1));
      Refused probed = probe();
      assertThat(gate.mayProbe(probed, password)).isFalse();
      assertThat(gate.looked(probed)).hasMessageContaining("5.7.8 no");
    }
    clock.advance(Duration.ofNanos(until - clock.nanoTime()));
    Refused probed = probe();
    assertThat(gate.mayProbe(probed, password)).isTrue();
    gate.abandon(probed);
  }

  @Test
  void changedPassword_isTriedAtTheNextLook() {
    refuse(password);
    clock.advance(Duration.ofSeconds(30));

    assertThat(gate.mayProbe(probe(), PlainSecret.password(2))).isTrue();
  }

  @Test
  void passwordsThatChangeAndChange_areTriedAsRarelyAsTheSameOne() {
    refuse(password);
    int generation = 1;
    for (long seconds : new long[] {30, 960, 1920, 3840, 7680, 15360, 15360}) {
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertClosed();
      clock.advance(Duration.ofNanos(1));
      gate.refuse(PlainSecret.password(++generation), refusal, probe());
    }
  }

  @Test
  void closedGate_saysWhenItIsTriedAgain_andHowToTryNow() {
    refuse(password);
    clock.advance(Duration.ofSeconds(29));

    assertThatThrownBy(gate::enter)
        .isInstanceOfSatisfying(
            LoginRefusedException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)))
        .hasMessageContaining("does not try the same secret again for 16 min")
        .hasMessageContaining("by the first send after 30 s")
        .hasMessageContaining("MailConnector.replace and evictConnections");
  }

  @Test
  void probe_thatSucceeds_opensTheGateAndForgetsTheBackoff() throws Exception {
    refuse(token);
    clock.advance(Duration.ofSeconds(30));
    gate.refuse(token, refusal, probe());
    clock.advance(Duration.ofSeconds(60));
    probe();

    assertThat(turn(token).accepted()).isTrue();

    assertThat(gate.enter()).isNull();
    assertThat(refuse(token).login()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void probe_withoutAnswer_leavesTheNextOneToProbe() {
    refuse(token);
    clock.advance(Duration.ofSeconds(30));
    Refused first = probe();

    gate.abandon(first);

    assertThat(probe()).isEqualTo(first);
  }

  @Test
  void lateRefusals_lengthenNothing() {
    refuse(token);
    clock.advance(Duration.ofSeconds(20));

    assertThat(gate.refuse(PlainSecret.token(2), refusal, null)).isNull();
    assertThat(gate.refuse(token, refusal, null)).isNull();

    clock.advance(Duration.ofSeconds(10));
    assertThat(probe().credential()).isSameAs(token);
  }

  @Test
  void lateRefusalOfANewerPassword_countsForThatOne() {
    refuse(password);
    clock.advance(Duration.ofSeconds(20));

    assertThat(refuse(PlainSecret.password(2)).credential().generation()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(10));
    assertClosed();
  }

  @Test
  void lateRefusal_duringAProbe_doesNotEndIt() {
    refuse(token);
    clock.advance(Duration.ofSeconds(30));
    probe();

    gate.refuse(PlainSecret.token(2), refusal, null);

    assertClosed();
  }

  @Test
  void lateSuccess_opensTheGate() throws Exception {
    Turn late = turn(token);
    refuse(token);

    assertThat(late.accepted()).isTrue();

    assertThat(gate.enter()).isNull();
  }

  @Test
  void unprovenPassword_goesAlone_provenOneByTwo_tokensTogether() throws Exception {
    Turn first = turn(password);
    assertThatThrownBy(() -> turn(password)).isInstanceOf(TimeoutException.class);
    first.accepted();

    Turn second = turn(password);
    Turn third = turn(password);
    assertThatThrownBy(() -> turn(password)).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> turn(PlainSecret.password(2))).isInstanceOf(TimeoutException.class);
    second.close();
    assertThatThrownBy(() -> turn(PlainSecret.password(2))).isInstanceOf(TimeoutException.class);
    third.close();
    turn(PlainSecret.password(2)).close();

    for (int i = 0; i < 3; i++) {
      assertThat(turn(token).heard()).isNull();
    }
  }

  @Test
  void turn_thatEndsTwice_countsOnce() throws Exception {
    Turn first = turn(password);
    first.accepted();
    first.close();
    turn(password);
    turn(password);

    assertThatThrownBy(() -> turn(password)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void refusedGeneration_isHeardByOthers_untilItIsTheirsToProbe() throws Exception {
    refuseOnTheWire(password);

    assertThat(gate.heard(password, null)).isNotNull();
    assertThat(turn(password).heard()).isNotNull();
    assertThat(gate.heard(PlainSecret.password(2), null)).isNull();

    refuse(password);
    clock.advance(Duration.ofMinutes(16));
    Refused probed = probe();
    assertThat(gate.heard(password, probed)).isNull();
    assertThat(gate.turn(password, Deadline.in(Duration.ZERO, clock::nanoTime), probed).heard())
        .isNull();
    assertThatThrownBy(() -> turn(password)).isInstanceOf(LoginRefusedException.class);
  }

  @Test
  void forget_letsOneTryAtOnce_andBeginsAnew() throws Exception {
    refuseOnTheWire(password);
    refuse(password);
    clock.advance(Duration.ofMinutes(16));
    Refused second = gate.refuse(password, refusal, probe());
    assertThat(second).extracting(Refused::login).isEqualTo(Duration.ofMinutes(32));

    gate.forget();

    Refused now = probe();
    assertThat(gate.mayProbe(now, password)).isTrue();
    assertThat(gate.heard(password, now)).isNull();
    assertClosed();
    Refused next = gate.refuse(password, refusal, now);
    assertThat(next).extracting(Refused::login).isEqualTo(Duration.ofMinutes(16));
    assertThat(next).extracting(Refused::look).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void forget_duringAProbe_makesItsRefusalLate() throws Exception {
    refuse(password);
    clock.advance(Duration.ofMinutes(16));
    Refused before = probe();

    gate.forget();

    assertThat(gate.refuse(password, refusal, before)).isNull();
    assertThat(probe()).isNotEqualTo(before);
  }

  @Test
  void forget_ofAnOpenGate_forgetsWhatWasHeard() throws Exception {
    refuseOnTheWire(password);

    gate.forget();

    assertThat(gate.enter()).isNull();
    turn(password).close();
  }

  private void refuseOnTheWire(PlainSecret secret) throws Exception {
    turn(secret).refused(PlainSecret.refusal());
  }

  private Turn turn(PlainSecret secret) throws Exception {
    return gate.turn(secret, Deadline.in(Duration.ZERO, clock::nanoTime), null);
  }

  private Refused refuse(PlainSecret secret) {
    Refused state = gate.refuse(secret, refusal, null);
    if (state == null) {
      throw new AssertionError("nothing began");
    }
    return state;
  }

  private long in(Duration duration) {
    return clock.nanoTime() + duration.toNanos();
  }

  private void assertClosed() {
    assertThatThrownBy(gate::enter).isInstanceOf(LoginRefusedException.class);
  }

  private Refused probe() {
    Refused probed = gate.enter();
    if (probed == null) {
      throw new AssertionError("the gate is open");
    }
    return probed;
  }
}
