package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretCredentialProviderTest {
  private static final SmtpReply REFUSED =
      SmtpReply.of(535, List.of("5.7.8 Username and Password not accepted"));

  private final LentContext context = new LentContext();
  private final Vault vault = new Vault("first-word");
  private final Numbered numbered = new Numbered();
  private final SecretCredentialProvider provider =
      new SecretCredentialProvider(context, "svc-mail", vault, numbered);

  @AfterEach
  void endThreads() {
    context.close();
  }

  @Test
  void current_firstCall_readsTheSourceOnceAndNumbersIt1() {
    assertThat(vault.reads).isZero();

    Credential credential = provider.current();

    assertThat(credential.generation()).isEqualTo(1);
    assertThat(credential.issuedAt()).isNull();
    assertThat(credential.expiresAt()).isNull();
    assertThat(provider.current()).isSameAs(credential);
    assertThat(vault.reads).isEqualTo(1);
    assertThat(provider.identity()).isEqualTo("svc-mail");
  }

  @Test
  void refused_secretUnchanged_keepsTheGeneration() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);

    assertThat(provider.current()).isSameAs(first);
    assertThat(vault.reads).isEqualTo(2);
  }

  @Test
  void refused_secretChanged_issuesANewGeneration() {
    Credential first = provider.current();
    vault.holds("second-word");
    provider.refused(first, REFUSED);

    Credential second = provider.current();

    assertThat(second.generation()).isEqualTo(2);
    assertThat(provider.current()).isSameAs(second);
    assertThat(vault.reads).isEqualTo(2);
  }

  @Test
  void replacedOrClosed_letsGoOfEachCredentialOnce() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);
    provider.current();
    assertThat(numbered.letGo).isEmpty();

    vault.holds("second-word");
    Credential second = provider.current();
    assertThat(numbered.letGo).containsExactly(first);
    provider.close();
    provider.close();
    assertThat(numbered.letGo).containsExactly(first, second);
  }

  @Test
  void refused_secretChangesLater_isSeenBeforeTheNextLogin() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);
    provider.current();
    vault.holds("second-word");

    assertThat(provider.current().generation()).isEqualTo(2);
  }

  @Test
  void accepted_afterARefusal_leavesTheSourceAloneAgain() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);
    assertThat(provider.current()).isSameAs(first);
    provider.accepted(first);
    vault.breaks();

    assertThat(provider.current()).isSameAs(first);
    assertThat(vault.reads).isEqualTo(2);
  }

  @Test
  void accepted_ofAnOldCredential_endsNoRefusalOfItsSuccessor() {
    Credential first = provider.current();
    vault.holds("second-word");
    provider.refused(first, REFUSED);
    Credential second = provider.current();
    provider.refused(second, REFUSED);
    provider.accepted(first);
    vault.holds("third-word");

    assertThat(provider.current().generation()).isEqualTo(3);
  }

  @Test
  void refused_lateReplyAboutAnOldCredential_dropsNothing() {
    Credential first = provider.current();
    vault.holds("second-word");
    provider.refused(first, REFUSED);
    Credential second = provider.current();

    provider.refused(first, REFUSED);

    assertThat(provider.current()).isSameAs(second);
    assertThat(vault.reads).isEqualTo(2);
  }

  @Test
  void refused_doesNoInputItself() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);

    assertThat(vault.reads).isEqualTo(1);
  }

  @Test
  void current_secretChangedWithoutRefusal_staysWithTheOneThatWorks() {
    Credential first = provider.current();
    vault.holds("second-word");

    assertThat(provider.current()).isSameAs(first);
  }

  @Test
  void current_manyThreadsAfterARefusal_oneNewGeneration() throws Exception {
    Credential first = provider.current();
    vault.holds("second-word");
    int threads = 16;
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Credential> login =
        () -> {
          start.await();
          provider.refused(first, REFUSED);
          return provider.current();
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Credential>> answers =
          pool.invokeAll(Stream.generate(() -> login).limit(threads).toList());
      for (Future<Credential> answer : answers) {
        assertThat(answer.get()).isSameAs(provider.current());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(provider.current().generation()).isEqualTo(2);
  }

  /** The first of them is held while it looks at the password; the ticker is that of a real JVM. */
  @Test
  void current_fixedSecretOfSeveralThreads_keepsNobodyWaiting() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Numbered slow =
        new Numbered() {
          @Override
          public @Nullable String brokenRule(Secret secret) {
            if (inside.getCount() > 0) {
              inside.countDown();
              awaitUninterrupted(goOn);
            }
            return null;
          }
        };
    LentContext running =
        new LentContext() {
          @Override
          public Ticker ticker() {
            return () -> Long.MAX_VALUE / 2;
          }
        };
    SecretCredentialProvider fixed =
        new SecretCredentialProvider(
            running, "svc-mail", SecretSource.fixed(Secret.of("word")), slow);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Credential> first = pool.submit(fixed::current);
      inside.await();

      Credential second = fixed.current();
      goOn.countDown();

      assertThat(second.generation()).isEqualTo(1);
      assertThat(first.get()).isSameAs(second);
    } finally {
      goOn.countDown();
      pool.shutdownNow();
      running.close();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void current_unreadableSource_passesItsFailureOnAndRecovers() {
    vault.breaks();
    assertThatThrownBy(provider::current)
        .isInstanceOf(CredentialException.class)
        .hasMessage(vault.failure.getMessage())
        .hasCause(vault.failure);

    vault.holds("first-word");
    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void current_secretThatCannotBeUsed_saysWhyWithoutIt() {
    vault.holds("unusable");

    assertThatThrownBy(provider::current)
        .isInstanceOfSatisfying(
            CredentialException.class,
            failure -> assertThat(failure.advice()).isEqualTo(Advice.FIX_CONFIGURATION))
        .hasMessage(
            "The password of svc-mail cannot be used. It begins with u. Whoever keeps the"
                + " password's file, variable or vault entry must put it right.");
  }

  @Test
  void close_letsGoOfTheSecretForGood() {
    Credential first = provider.current();
    provider.close();
    provider.close();
    provider.refused(first, REFUSED);

    assertThatThrownBy(provider::current)
        .isInstanceOf(ConnectorClosedException.class)
        .hasMessageStartingWith("The account is closed (account intranet)");
    assertThat(vault.reads).isEqualTo(1);
  }

  private static class Numbered implements SecretCredentialProvider.Kind {
    private final List<Credential> letGo = new CopyOnWriteArrayList<>();

    @Override
    public void letGo(Credential credential) {
      letGo.add(credential);
    }

    @Override
    public @Nullable String brokenRule(Secret secret) {
      return secret.reveal().startsWith("u") ? "It begins with u." : null;
    }

    @Override
    public Credential issue(Secret secret, long generation) {
      return new Issue(generation);
    }
  }

  private static final class Issue implements Credential {
    private final long generation;

    Issue(long generation) {
      this.generation = generation;
    }

    @Override
    public List<Mechanism> mechanisms() {
      return List.of();
    }

    @Override
    public long generation() {
      return generation;
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

  /** A source that a test rotates by hand. */
  private static final class Vault implements SecretSource {
    private final CredentialException failure =
        new CredentialException(
            FailureDetail.of(
                Stage.CREDENTIAL, "The vault is sealed", Advice.RETRY_LATER, "Unseal it."));
    private volatile Secret secret;
    private volatile boolean broken;
    private volatile int reads;

    Vault(String secret) {
      this.secret = Secret.of(secret);
    }

    void holds(String value) {
      secret = Secret.of(value);
      broken = false;
    }

    void breaks() {
      broken = true;
    }

    @Override
    public synchronized Secret read() {
      reads++;
      if (broken) {
        throw failure;
      }
      return secret;
    }
  }
}
