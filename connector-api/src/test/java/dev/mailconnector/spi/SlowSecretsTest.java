package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources that are slow, hang, or do what they should not. */
class SlowSecretsTest {
  private final LentContext context = new LentContext();
  private final CountDownLatch vaultAnswers = new CountDownLatch(1);
  private final AtomicInteger reads = new AtomicInteger();
  private final SecretSource slow =
      () -> {
        reads.incrementAndGet();
        try {
          vaultAnswers.await();
        } catch (InterruptedException ended) {
          throw new IllegalStateException(ended);
        }
        return Secret.of("first-word");
      };

  @AfterEach
  void endThreads() {
    vaultAnswers.countDown();
    context.close();
  }

  @Test
  void current_sourceThatHangs_endsWithTheLimitAndIsNotAskedTwice() {
    SecretCredentialProvider provider = provider(slow);
    context.limit = Duration.ofMillis(1);

    assertThatThrownBy(provider::current)
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER))
        .hasMessageContaining("The password of svc-mail was not read within 0 s");
    assertThatThrownBy(provider::current).hasMessageContaining("was not read within");
    context.limit = Duration.ofSeconds(30);
    vaultAnswers.countDown();

    assertThat(provider.current().generation()).isEqualTo(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void current_accountsOfAVaultThatHangs_leaveWorkersToOthers() throws InterruptedException {
    context.limit = Duration.ofMillis(1);
    List<SecretCredentialProvider> providers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SecretCredentialProvider provider = provider(slow);
      providers.add(provider);
      assertThatThrownBy(provider::current).hasMessageContaining("was not read within");
    }
    while (reads.get() < 8) {
      Thread.onSpinWait();
    }
    assertThat(reads).hasValue(8);

    context.limit = Duration.ofSeconds(30);
    vaultAnswers.countDown();

    assertThat(providers).allSatisfy(p -> assertThat(p.current().generation()).isEqualTo(1));
    assertThat(reads).hasValue(20);
  }

  @Test
  void current_sourceThatThrows_isAFailureWithItsCause() {
    IllegalStateException fault = new IllegalStateException("sealed");
    SecretCredentialProvider provider =
        provider(
            () -> {
              throw fault;
            });

    assertThatThrownBy(provider::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("its source failed with a java.lang.IllegalStateException")
        .hasRootCause(fault);
    assertThatThrownBy(provider::current).isInstanceOf(CredentialException.class);
  }

  @Test
  @SuppressWarnings("NullAway")
  void current_sourceThatGivesNull_saysSo() {
    assertThatThrownBy(() -> provider(() -> null).current())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("Its source gave none at all (null).");
  }

  @Test
  void current_withoutAWorker_failsAndTriesAgain() {
    SecretCredentialProvider provider = provider(() -> Secret.of("first-word"));
    context.workers =
        task -> {
          throw new RejectedExecutionException("full");
        };
    for (int i = 0; i < 9; i++) {
      assertThatThrownBy(provider::current).isInstanceOf(RejectedExecutionException.class);
    }

    context.workers = Runnable::run;
    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void close_whileSomebodyWaits_wakesThem() throws InterruptedException {
    SecretCredentialProvider provider = provider(slow);
    Thread closer =
        new Thread(
            () -> {
              while (reads.get() == 0) {
                Thread.onSpinWait();
              }
              provider.close();
            });
    closer.start();

    assertThatThrownBy(provider::current).isInstanceOf(ConnectorClosedException.class);
    closer.join();
  }

  @Test
  void current_interruptedWhileItWaits_saysSoAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> provider(slow).current())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void current_fixedSecret_takesNoWorker() {
    context.workers =
        task -> {
          throw new AssertionError();
        };

    assertThat(provider(SecretSource.fixed(Secret.of("word"))).current().generation()).isEqualTo(1);
  }

  private SecretCredentialProvider provider(SecretSource source) {
    return new SecretCredentialProvider(context, "svc-mail", source, new Numbered());
  }

  private static final class Numbered implements SecretCredentialProvider.Kind {
    @Override
    public @Nullable String brokenRule(Secret secret) {
      return null;
    }

    @Override
    public Credential issue(Secret secret, long generation) {
      return new Issue(generation);
    }
  }

  private record Issue(long generation) implements Credential {
    @Override
    public List<Mechanism> mechanisms() {
      return List.of();
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
