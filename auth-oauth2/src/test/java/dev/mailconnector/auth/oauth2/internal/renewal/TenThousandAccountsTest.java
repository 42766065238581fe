package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand accounts of one connector, all in use, by clocks that the test moves: what an issuer
 * sees of them.
 */
class TenThousandAccountsTest {
  private static final int ACCOUNTS = 10_000;
  private static final IssuerClient ISSUER = new IssuerClient("https://issuer.example", "app");

  private final HandContext context = new HandContext().deaf().dice(1);
  private final HandSource source = new HandSource().issuer(ISSUER);
  private final Map<Long, Integer> requestsByMinute = new TreeMap<>();
  private final List<Tokens> accounts = new ArrayList<>();
  private final Instant start = context.time.clock.instant();
  private volatile boolean down;

  private void startAll() {
    source.always(
        request -> {
          requestsByMinute.merge(minute(), 1, Integer::sum);
          if (down) {
            throw HandSource.outage();
          }
          return HandSource.token(request, Duration.ofHours(1));
        });
    RenewalPolicy always = RenewalPolicy.standard().keptAlways();
    for (int i = 0; i < ACCOUNTS; i++) {
      Tokens account = new Tokens(context, source, always);
      account.current();
      accounts.add(account);
    }
  }

  private long minute() {
    return Duration.between(start, context.time.clock.instant()).toMinutes();
  }

  private int requests(long minute) {
    return requestsByMinute.getOrDefault(minute, 0);
  }

  /** How many accounts have a token to log in with, without asking for one. */
  private long served() {
    long now = context.time.ticker.nanos();
    return accounts.stream().filter(account -> account.engine.isServing(now)).count();
  }

  @Test
  void massStart_renewsSpreadOver_theFirstLifeAndStaysSo() {
    startAll();
    assertThat(requests(0)).isEqualTo(ACCOUNTS);

    for (int hour = 0; hour < 3; hour++) {
      context.time.advance(Duration.ofHours(1));
      assertThat(context.time.pendingTimers()).as("one timer each").isEqualTo(ACCOUNTS);
    }

    requestsByMinute.remove(0L);
    assertThat(requestsByMinute.values()).allSatisfy(count -> assertThat(count).isLessThan(520));
    assertThat(source.requests.get()).as("four lives each, at most").isBetween(40_000, 60_000);
  }

  @Test
  void outage_costsTheIssuerAFewRequestsAMinute() {
    startAll();
    context.time.advance(Duration.ofMinutes(10));
    down = true;
    context.time.advance(Duration.ofMinutes(80));

    for (long minute = 11; minute < 90; minute++) {
      assertThat(requests(minute)).as("requests of minute %s", minute).isLessThan(8);
    }
    for (long minute = 40; minute < 90; minute++) {
      assertThat(requests(minute)).as("requests of minute %s", minute).isBetween(0, 2);
    }
  }

  @Test
  void outage_shorterThanTheTokens_isNoticedByNobody() {
    startAll();
    context.time.advance(Duration.ofMinutes(30));
    down = true;
    context.time.advance(Duration.ofMinutes(25));
    assertThat(served()).isEqualTo(ACCOUNTS);
    down = false;

    for (int second = 0; second < 180; second += 10) {
      context.time.advance(Duration.ofSeconds(10));
      assertThat(served()).isEqualTo(ACCOUNTS);
    }
  }

  @Test
  void outage_longerThanTheTokens_endsForAllWithinTwoMinutesAndNotAtOnce() {
    startAll();
    context.time.advance(Duration.ofMinutes(10));
    down = true;
    context.time.advance(Duration.ofMinutes(80));
    assertThat(served()).isZero();
    down = false;

    int before = source.requests.get();
    for (int second = 0; second < 130; second += 10) {
      context.time.advance(Duration.ofSeconds(10));
      int after = source.requests.get();
      assertThat(after - before).as("requests of ten seconds").isLessThan(3_000);
      before = after;
    }
    assertThat(served()).isEqualTo(ACCOUNTS);
  }

  @Test
  void senders_duringAnOutage_failAtOnceAndAskNothing() {
    startAll();
    context.time.advance(Duration.ofMinutes(10));
    down = true;
    context.time.advance(Duration.ofMinutes(80));
    int before = source.requests.get();

    for (Tokens account : accounts) {
      assertThatThrownBy(account::current).hasMessageContaining("HTTP 503 Sorry");
    }

    assertThat(source.requests.get() - before).isLessThan(2);
  }

  @Test
  void senders_afterTheFirstSuccess_needNotWaitForTheirTurn() {
    startAll();
    context.time.advance(Duration.ofMinutes(10));
    down = true;
    context.time.advance(Duration.ofMinutes(80));
    down = false;
    int before = source.requests.get();
    while (source.requests.get() == before) {
      context.time.advance(Duration.ofSeconds(1));
    }

    for (Tokens account : accounts) {
      account.current();
    }

    assertThat(served()).isEqualTo(ACCOUNTS);
  }
}
