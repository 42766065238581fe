package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProxyLoginsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NONE = Duration.ZERO;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final ProxyLogins logins =
      new ProxyLogins(InstantSource.system(), nanos::get, Runnable::run);
  private final AtomicReference<String> file = new AtomicReference<>("wrong-word");
  private final AtomicInteger readings = new AtomicInteger();
  private final ProxyServer proxy =
      ProxyServer.http("proxy.corp", 3128)
          .login(
              "fred",
              () -> {
                readings.incrementAndGet();
                return Secret.of(file.get());
              });

  @Test
  void password_untilRefused_isReadOnce() throws IOException {
    begin().accepted("NTLM");
    try (ProxyLogins.Attempt next = begin()) {
      assertThat(next.password()).isEqualTo(Secret.of("wrong-word"));
      assertThat(next.scheme()).isEqualTo("NTLM");
    }
    assertThat(readings).hasValue(1);
  }

  @Test
  void password_ofASourceThatHangs_isWaitedForNoLongerThanPatienceAndReadOnce() throws Exception {
    CountDownLatch vault = new CountDownLatch(1);
    ExecutorService workers = Executors.newCachedThreadPool();
    ProxyLogins careful = new ProxyLogins(InstantSource.system(), nanos::get, workers);
    ProxyServer hanging = proxy.login("fred", () -> slowly(vault));
    try {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> careful.begin(hanging, Duration.ofMillis(1)))
            .isInstanceOfSatisfying(
                CredentialException.class,
                e -> assertThat(e.diagnosis().orElseThrow().id()).isEqualTo("secret-source-slow"))
            .hasMessageContaining(
                "The password of fred at the HTTP proxy proxy.corp:3128 was not read within")
            .hasMessageContaining("timeouts.connect");
      }
      vault.countDown();
      try (ProxyLogins.Attempt late = careful.begin(hanging, PATIENCE)) {
        assertThat(late.password()).isEqualTo(Secret.of("wrong-word"));
      }
      assertThat(readings).hasValue(1);
    } finally {
      vault.countDown();
      workers.shutdown();
    }
  }

  private Secret slowly(CountDownLatch vault) {
    readings.incrementAndGet();
    try {
      vault.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Secret.of(file.get());
  }

  @Test
  void password_ofASourceThatGivesNone_isToldAndReadAgain() throws IOException {
    AtomicReference<Secret> vault = new AtomicReference<>();
    ProxyServer empty = proxy.login("fred", vault::get);

    assertThatThrownBy(() -> logins.begin(empty, PATIENCE))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("The password of fred at the HTTP proxy proxy.corp:3128");
    vault.set(Secret.of("right-word"));
    logins.begin(empty, PATIENCE).close();
  }

  @Test
  void password_withoutAWorkerToReadIt_isNotTried() throws IOException {
    AtomicBoolean closing = new AtomicBoolean(true);
    ProxyLogins careful =
        new ProxyLogins(
            InstantSource.system(),
            nanos::get,
            task -> {
              if (closing.get()) {
                throw new RejectedExecutionException();
              }
              task.run();
            });

    assertThatThrownBy(() -> careful.begin(proxy, PATIENCE))
        .isInstanceOf(RejectedExecutionException.class);
    closing.set(false);
    careful.begin(proxy, PATIENCE).close();
    assertThat(readings).hasValue(1);
  }

  @Test
  void refusal_ofAPasswordThatStays_pausesForFiveMinutesThenLonger() throws IOException {
    begin().refused("\"HTTP/1.1 407 No\"");

    assertPaused("in 6 min");
    pass(Duration.ofMinutes(5));
    begin().refused("\"HTTP/1.1 407 No\"");
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofMinutes(34));
      assertPaused("in 2 min");
      pass(Duration.ofMinutes(1));
      begin().refused("\"HTTP/1.1 407 No\"");
    }
    assertThat(readings).as("read again each time").hasValueGreaterThan(5);
  }

  @Test
  void refusal_ofAPasswordThatChanges_isOverAtOnce() throws IOException {
    begin().refused("\"HTTP/1.1 407 No\"");
    file.set("right-word");

    try (ProxyLogins.Attempt next = begin()) {
      assertThat(next.password()).isEqualTo(Secret.of("right-word"));
      next.accepted(null);
    }
    file.set("wrong-word");
    begin().close();
    assertThat(readings).as("the right one is held").hasValue(2);
  }

  @Test
  void refusal_concernsThisUserAtThisProxyAlone() throws IOException {
    begin().refused("no");
    ProxyServer other = ProxyServer.http("other.corp", 3128).login("fred", proxy.password());
    ProxyServer ann = ProxyServer.http("proxy.corp", 3128).login("ann", proxy.password());

    logins.begin(other, NONE).close();
    logins.begin(ann, NONE).close();
    assertPaused("the HTTP proxy proxy.corp:3128 refused the login of fred (no)");
  }

  @Test
  void refusal_isSharedByAccountsWithTheSamePassword() throws IOException {
    begin().refused("no");
    ProxyServer twin = ProxyServer.http("proxy.corp", 3128).login("fred", Secret.of("wrong-word"));

    assertThatThrownBy(() -> logins.begin(twin, NONE)).isInstanceOf(ProxyLoginException.class);
  }

  @Test
  void password_notYetAccepted_isTriedOneAtATime() throws Exception {
    ProxyLogins.Attempt first = begin();
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try (ProxyLogins.Attempt mine = logins.begin(proxy, PATIENCE)) {
                second.complete(new AssertionError("tried as well: " + mine));
              } catch (IOException e) {
                second.complete(e);
              }
            });
    waiting.start();
    awaitWaiting(waiting);
    first.refused("no");

    assertThat(second.get()).isInstanceOf(ProxyLoginException.class);
    waiting.join();
  }

  @Test
  void password_accepted_isTriedByAllAtOnce() throws IOException {
    begin().accepted("Basic");
    try (ProxyLogins.Attempt one = begin();
        ProxyLogins.Attempt two = begin()) {
      one.refused("no");
      two.refused("no");
    }
    assertPaused("in 6 min");
  }

  @Test
  void attempt_thatCameToNothing_leavesTheTurnToTheNext() throws IOException {
    begin().close();
    try (ProxyLogins.Attempt mine = begin()) {
      assertThatThrownBy(this::begin)
          .isInstanceOf(ProxyLoginException.class)
          .hasMessageContaining("another login at the HTTP proxy proxy.corp:3128 is not over yet")
          .satisfies(e -> assertThat(((ProxyLoginException) e).isRefused()).isFalse());
      assertThat(mine).hasToString("login at the HTTP proxy proxy.corp:3128");
    }
    begin().close();
  }

  @Test
  void wait_interrupted_endsWithTheThreadsMark() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> marked = new CompletableFuture<>();
    try (ProxyLogins.Attempt mine = begin()) {
      Thread waiting =
          new Thread(
              () -> {
                begun.countDown();
                try {
                  logins.begin(proxy, PATIENCE).close();
                  marked.complete(false);
                } catch (IOException e) {
                  marked.complete(
                      e instanceof InterruptedIOException
                          && Thread.currentThread().isInterrupted());
                }
              });
      waiting.start();
      begun.await();
      waiting.interrupt();
      assertThat(marked.get()).isTrue();
      assertThat(mine.mechanisms()).isEmpty();
    }
  }

  @Test
  void begin_withoutALogin_isAMistakeOfTheCaller() {
    assertThatThrownBy(() -> logins.begin(ProxyServer.http("proxy.corp", 3128), NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ProxyLogins.Attempt begin() throws IOException {
    return logins.begin(proxy, NONE);
  }

  private void assertPaused(String words) {
    assertThatThrownBy(this::begin)
        .isInstanceOf(ProxyLoginException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("wrong-word")
        .satisfies(e -> assertThat(((ProxyLoginException) e).isRefused()).isTrue());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
