package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandaloneContextTest {

  @Test
  void ofAnAccount_hasItsNameTrustAndLimit() {
    Trust trust = Trust.dangerouslyNone();
    Account account =
        Account.builder("ann", SmtpEndpoint.submission("127.0.0.1")).trust(trust).build();

    try (StandaloneContext context = StandaloneContext.of(account)) {
      assertThat(context.account()).isEqualTo("ann");
      assertThat(context.trust()).isEqualTo(trust);
      assertThat(context.tokenTimeout()).isEqualTo(account.timeouts().token());
    }
  }

  @Test
  void withoutAnAccount_hasTheDefaults() {
    try (StandaloneContext context = StandaloneContext.named("somebody")) {
      assertThat(context.trust()).isEqualTo(Trust.platform());
      assertThat(context.tokenTimeout()).isEqualTo(Timeouts.defaults().token());
      assertThat(context.clock().instant()).isNotNull();
      assertThat(context.ticker().nanos()).isLessThanOrEqualTo(context.ticker().nanos());
      assertThat(context).hasToString("context of somebody without a connector");
    }
  }

  @Test
  void close_endsWhatStillRunsOnItsThreads() throws Exception {
    CompletableFuture<Thread> worker = new CompletableFuture<>();
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    try (StandaloneContext context = StandaloneContext.named("somebody")) {
      context.scheduler().execute(() -> timer.complete(Thread.currentThread()));
      context
          .workers()
          .execute(
              () -> {
                worker.complete(Thread.currentThread());
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException ended) {
                  interrupted.complete(true);
                }
              });
      assertThat(worker.get(30, TimeUnit.SECONDS).isDaemon()).isTrue();
      assertThat(timer.get(30, TimeUnit.SECONDS).isDaemon()).isTrue();
    }

    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    worker.get().join(Duration.ofSeconds(30).toMillis());
    timer.get().join(Duration.ofSeconds(30).toMillis());
    assertThat(worker.get().isAlive()).isFalse();
    assertThat(timer.get().isAlive()).isFalse();
  }
}
