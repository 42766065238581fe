package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void release_letsThatManyPassAndHoldsTheOthers() {
    Turnstile turnstile = Turnstile.shut();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(onItsOwnThread(turnstile::pass));
      turnstile.awaitWaiting(i + 1, LIMIT);
    }

    turnstile.release(2);
    threads.get(0).join();
    threads.get(1).join();
    assertThat(turnstile.waiting()).isEqualTo(1);
    assertThat(threads.get(2)).isNotDone();

    turnstile.open();
    threads.get(2).join();
    assertThat(turnstile.passed()).isEqualTo(3);
  }

  @Test
  void release_beforeAnyoneComes_letsTheNextPass() {
    Turnstile turnstile = Turnstile.shut();
    turnstile.release(1);

    turnstile.pass();

    assertThat(turnstile.passed()).isEqualTo(1);
  }

  @Test
  void close_afterOpen_holdsTheNext() {
    Turnstile turnstile = Turnstile.opened();
    turnstile.pass();
    turnstile.close();
    CompletableFuture<Void> thread = onItsOwnThread(turnstile::pass);
    turnstile.awaitWaiting(1, LIMIT);

    assertThat(thread).isNotDone();
    turnstile.release(1);
    thread.join();
  }

  @Test
  void pass_whenInterrupted_failsAndLeavesTheQueue() {
    Turnstile turnstile = Turnstile.shut();
    Thread.currentThread().interrupt();

    assertThatThrownBy(turnstile::pass).hasMessageContaining("Interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(turnstile.waiting()).isZero();
  }

  @Test
  void awaitWaiting_whenTooFewCome_saysHowManyThereAre() {
    assertThatThrownBy(() -> Turnstile.shut().awaitWaiting(2, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2 threads")
        .hasMessageContaining("found 0");
  }

  private static CompletableFuture<Void> onItsOwnThread(Runnable work) {
    return CompletableFuture.runAsync(work, command -> new Thread(command).start());
  }
}
