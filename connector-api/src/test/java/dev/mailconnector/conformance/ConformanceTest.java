package dev.mailconnector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Lab;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the server does, each way of sending leads to the same deliveries and the same outcome,
 * as Angus Mail does, but where the table says otherwise and why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  /** For what takes the longest: the first one asked for waits for all before it. */
  private static final long LIMIT_SECONDS = 240;

  /** Most trials wait for the line; all behaviours are tried at the same time. */
  private final ExecutorService bench = Executors.newFixedThreadPool(16);

  private final Map<Behaviour, Map<Sender, Future<Observation>>> plain = new IdentityHashMap<>();
  private final Map<Behaviour, Map<Sender, Future<Observation>>> overTls = new IdentityHashMap<>();
  private Lab.SilentLog silence = () -> {};

  @BeforeAll
  void tryAll() {
    silence = Lab.silence();
    // Those that wait for a timeout begin.
    List<Behaviour> all = new ArrayList<>(Behaviours.ALL);
    all.sort(Comparator.comparing(behaviour -> !behaviour.impatient));
    for (Behaviour behaviour : all) {
      plain.put(behaviour, trials(behaviour, false));
      if (behaviour.overTls) {
        overTls.put(behaviour, trials(behaviour, true));
      }
    }
  }

  private Map<Sender, Future<Observation>> trials(Behaviour behaviour, boolean tls) {
    Map<Sender, Future<Observation>> trials = new EnumMap<>(Sender.class);
    for (Sender sender : Sender.values()) {
      if (!tls || !sender.isAngus()) {
        trials.put(sender, bench.submit(() -> new Trial(behaviour, sender, tls).run()));
      }
    }
    return trials;
  }

  @AfterAll
  void endAll() {
    silence.close();
    bench.shutdownNow();
  }

  static List<Behaviour> behaviours() {
    return Behaviours.ALL;
  }

  static Stream<Behaviour> behavioursOverTls() {
    return Behaviours.ALL.stream().filter(behaviour -> behaviour.overTls);
  }

  @ParameterizedTest
  @MethodSource("behaviours")
  void behaviour_leadsToTheSame_howeverTheMessageIsSent(Behaviour behaviour) throws Exception {
    requireExpected(behaviour, plain);
  }

  @ParameterizedTest
  @MethodSource("behavioursOverTls")
  void behaviour_overTls_leadsToTheSame(Behaviour behaviour) throws Exception {
    requireExpected(behaviour, overTls);
  }

  private static void requireExpected(
      Behaviour behaviour, Map<Behaviour, Map<Sender, Future<Observation>>> tried)
      throws Exception {
    List<String> surprises = new ArrayList<>();
    for (var trial : tried.get(behaviour).entrySet()) {
      Sender sender = trial.getKey();
      Observation expected = asToldBy(sender, behaviour.expectedOf(sender));
      Observation observed = trial.getValue().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!observed.fits(expected) && !behaviour.allows(sender, observed)) {
        surprises.add(sender + ": " + observed + " instead of " + expected);
      }
    }
    assertThat(surprises).as(behaviour.name).isEmpty();
  }

  /** Angus says neither at which stage nor whether the message may have been sent. */
  private static Observation asToldBy(Sender sender, Observation expected) {
    String outcome = expected.outcome();
    if (sender.isAngus() && outcome.startsWith("refused")) {
      outcome = outcome.replaceAll(" at .*", "");
    } else if (sender.isAngus()
        && List.of(Observation.UNKNOWN, Observation.LOST, "no connection").contains(outcome)) {
      outcome = AngusTrial.FAILED;
    }
    return new Observation(expected.delivered(), outcome, expected.next());
  }
}
