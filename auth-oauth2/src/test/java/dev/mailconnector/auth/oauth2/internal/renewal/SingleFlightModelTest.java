package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Two senders that ask for a token and report refusals, three calls each, in many interleavings:
 * Lincheck picks calls and switches of threads, a few hundred runs for each choice of calls. A
 * sample of all there are, and the same one in each build. Requests run in the thread that starts
 * them and time stands still, so all that varies is who comes first. A generation is a request: a
 * second request for one need, a successor that is dropped, or a waiter that is woken too early
 * gives a number that no order of whole calls can give.
 */
class SingleFlightModelTest {

  /** What it comes to, for one thread. */
  public static class OneAfterTheOther {
    private long generation;
    private boolean held;

    public long current() {
      generation += held ? 0 : 1;
      held = true;
      return generation;
    }

    public void refuseFirst() {
      held = held && generation != 1;
    }

    public void refuseSecond() {
      held = held && generation != 2;
    }
  }

  /** The decisions alone, with the moves of the engine in their shortest form. */
  public static class ColdStart {
    private static final AccessToken TOKEN = HandSource.token(1, Duration.ofHours(1));
    private static final Deadlines DEADLINES =
        Deadlines.of(TOKEN, RenewalPolicy.standard(), false, 0);

    final RenewalState state = new RenewalState(Tokens.Carried::new, false, Duration.ofMinutes(1));

    @Operation
    public long current() {
      HeldToken held = state.held();
      if (held != null && held.isFresh(0, 0)) {
        return held.credential().generation();
      }
      Entry entry = state.enter(0, 0, false);
      if (entry instanceof Entry.Serve serve) {
        if (serve.launch() != null) {
          fly(serve.launch());
        }
        return serve.token().credential().generation();
      }
      Entry.Await await = (Entry.Await) entry;
      if (await.launch()) {
        fly(await.flight());
      }
      return await.flight().landing().join().credential().generation();
    }

    private void fly(Flight flight) {
      flight.wake(state.arrived(flight, TOKEN, DEADLINES, 0, Instant.EPOCH).token());
    }
  }

  /** The same among refusals of the first two tokens. */
  public static class Decisions extends ColdStart {

    @Operation
    public void refuseFirst() {
      state.refused(1);
    }

    @Operation
    public void refuseSecond() {
      state.refused(2);
    }
  }

  /** An issuer that is down: one request, and its failure for every sender. */
  public static class DecisionsWhileDown {
    private static final List<CredentialException> FAILURES =
        IntStream.range(0, 10)
            .mapToObj(number -> HandSource.down().toCredentialException("robot"))
            .toList();

    private final RenewalState state =
        new RenewalState(Tokens.Carried::new, false, Duration.ofMinutes(1));
    private int requests;

    @Operation
    public int current() {
      Entry entry = state.enter(0, 0, false);
      if (entry instanceof Entry.Await await) {
        if (await.launch()) {
          CredentialException failure = FAILURES.get(requests++);
          state.failed(await.flight(), failure, false, null, 0, 0);
          await.flight().wake(failure);
        }
        return await
            .flight()
            .landing()
            .handle((token, failure) -> FAILURES.indexOf(failure))
            .join();
      }
      return FAILURES.indexOf(((Entry.FailFast) entry).failure());
    }
  }

  /** What it comes to, for one thread. */
  public static class DownOnce {
    public int current() {
      return 0;
    }
  }

  /** The engine itself. */
  public static class Engine {
    private final Tokens tokens = Tokens.of(new HandContext(), new HandSource());

    @Operation
    public long current() {
      return tokens.engine.current().generation();
    }

    @Operation
    public void refuseFirst() {
      tokens.engine.refused(new Tokens.Carried(null, 1, null, null));
    }

    @Operation
    public void refuseSecond() {
      tokens.engine.refused(new Tokens.Carried(null, 2, null, null));
    }
  }

  private static ModelCheckingOptions options(Class<?> oneAfterTheOther) {
    return new ModelCheckingOptions()
        .sequentialSpecification(oneAfterTheOther)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1);
  }

  @Test
  void coldStart_inManyInterleavings_isOneRequest() {
    options(OneAfterTheOther.class)
        .iterations(1)
        .invocationsPerIteration(500)
        .check(ColdStart.class);
  }

  @Test
  void decisions_inManyInterleavings_areThoseOfOneThread() {
    options(OneAfterTheOther.class)
        .iterations(8)
        .invocationsPerIteration(500)
        .check(Decisions.class);
  }

  @Test
  void decisionsWhileDown_inManyInterleavings_areThoseOfOneThread() {
    options(DownOnce.class)
        .iterations(3)
        .invocationsPerIteration(200)
        .check(DecisionsWhileDown.class);
  }

  @Test
  void engine_inManyInterleavings_doesTheSame() {
    options(OneAfterTheOther.class).iterations(3).invocationsPerIteration(60).check(Engine.class);
  }
}
