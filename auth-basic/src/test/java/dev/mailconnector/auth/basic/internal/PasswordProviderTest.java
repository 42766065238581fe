package dev.mailconnector.auth.basic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordProviderTest {
  private static final SmtpReply REFUSED =
      SmtpReply.of(535, List.of("5.7.8 Username and Password not accepted"));

  private final Vault vault = new Vault("first-word");
  private final PasswordProvider provider = provider(vault);

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
  void refused_secretChangesLater_isSeenBeforeTheNextLogin() {
    Credential first = provider.current();
    provider.refused(first, REFUSED);
    provider.current();
    vault.holds("second-word");

    assertThat(provider.current().generation()).isEqualTo(2);
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

  @Test
  void current_unreadableSource_passesItsFailureOnAndRecovers() {
    vault.breaks();
    assertThatThrownBy(provider::current).isSameAs(vault.failure);

    vault.holds("first-word");
    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void current_emptySecret_saysSo() {
    vault.holds("");

    assertThatThrownBy(provider::current)
        .isInstanceOfSatisfying(
            CredentialException.class,
            failure -> assertThat(failure.advice()).isEqualTo(Advice.FIX_CONFIGURATION))
        .hasMessage(
            "The password of svc-mail cannot be used. The password is empty. Whoever keeps the"
                + " password's file, variable or vault entry must put it right.");
  }

  @Test
  void current_secretThatNoMechanismCarries_saysWhyWithoutIt() {
    vault.holds("abc\0def");
    assertThatThrownBy(provider::current)
        .hasMessageContaining("NUL character")
        .hasMessageNotContaining("abc");

    vault.holds("abc\ud834def");
    assertThatThrownBy(provider::current)
        .hasMessageContaining("surrogate")
        .hasMessageNotContaining("abc");
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

  private static PasswordProvider provider(SecretSource source) {
    return new PasswordProvider(
        "intranet", "svc-mail", source, List.of(PasswordMechanism.values()));
  }

  /** A source that a test rotates by hand. */
  private static final class Vault implements SecretSource {
    private final CredentialException failure =
        new CredentialException(
            FailureDetail.of(
                Stage.CREDENTIAL, "The vault is sealed", Advice.RETRY_LATER, "Unseal it."));
    private volatile Secret secret;
    private volatile boolean broken;
    private int reads;

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
