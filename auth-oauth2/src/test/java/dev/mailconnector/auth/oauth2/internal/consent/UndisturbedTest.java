package dev.mailconnector.auth.oauth2.internal.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.oauth2.TokenException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UndisturbedTest {
  private final Executor full =
      task -> {
        throw new RejectedExecutionException("full");
      };

  @Test
  void work_thatNoWorkerTakes_isDoneAllTheSameAndUninterrupted() throws Exception {
    AtomicReference<Boolean> disturbed = new AtomicReference<>();
    Thread.currentThread().interrupt();
    try {
      Undisturbed.run(full, () -> disturbed.set(Thread.currentThread().isInterrupted()));
    } finally {
      assertThat(Thread.interrupted()).as("passed on").isTrue();
    }
    assertThat(disturbed).hasValue(false);
  }

  @Test
  void work_thatFails_tellsWhy() {
    TokenException why = TokenException.permanent("Full disk", null, "Make room.", null);
    assertThatThrownBy(
            () ->
                Undisturbed.run(
                    Runnable::run,
                    () -> {
                      throw why;
                    }))
        .isSameAs(why);
  }
}
