package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose request a worker takes next. */
class RequestLanesTest {
  private final RequestLanes lanes = new RequestLanes(4, 2);
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();

  private final class Noted implements RequestLanes.Work {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      done.add(name);
      if (name.startsWith("broken")) {
        throw new OutOfMemoryError(name);
      }
    }

    @Override
    public void rejected(RejectedExecutionException why) {
      done.add("rejected " + name);
    }
  }

  private void submit(String lane, String work, Executor executor) {
    lanes.submit(lane, executor, new Noted(work));
  }

  private void submit(String lane, int number) {
    IntStream.range(0, number).forEach(i -> submit(lane, lane + i, workers::add));
  }

  @Test
  void machine_withoutAThreadToGive_costsNobodyHisTurn() {
    Executor starving =
        task -> {
          throw new InternalError("unable to create native thread");
        };
    for (int i = 0; i < 10; i++) {
      submit("a", "work " + i, starving);
    }
    assertThat(done).hasSize(10).allMatch(each -> each.startsWith("rejected "));

    submit("a", 20);
    submit("b", 20);
    submit("c", 20);
    assertThat(workers).hasSize(4);
  }

  @Test
  void lane_withMoreThanItsShare_takesNoMoreWorkers() {
    submit("a", 20);
    assertThat(workers).hasSize(2);
  }

  @Test
  void lanes_together_takeNoMoreWorkersThanThereMayBe() {
    submit("a", 20);
    submit("b", 20);
    submit("c", 20);
    assertThat(workers).hasSize(4);
  }

  @Test
  void lane_behindAFullOne_isServedAtOnce() {
    submit("a", 20);
    submit("b", 1);
    workers.remove();
    workers.remove();

    workers.remove().run();

    assertThat(done).startsWith("b0");
  }

  @Test
  void lanes_takeTurns() {
    submit("a", 4);
    submit("b", 4);
    submit("c", 4);
    submit("d", 4);

    workers.remove().run();

    assertThat(done).startsWith("a0", "c0", "d0");
    assertThat(done.subList(3, done.size())).startsWith("a2");
  }

  @Test
  void everything_isDoneOnceAndInOrder() {
    submit("a", 1_000);
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
    assertThat(done).hasSize(1_000).doesNotHaveDuplicates();
    submit("a", 1);
    assertThat(workers).as("a lane that was empty").hasSize(1);
  }

  @Test
  void work_inTheThreadOfTheCaller_needsNoDepthOfCalls() {
    submit("a", 20_000);
    workers.clear();
    submit("b", 20_000);

    workers.remove().run();

    assertThat(done).as("all but the one of the other worker").hasSize(19_999);
  }

  @Test
  void worker_refused_tellsTheWorkAndGoesOn() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    submit("a", "first", full);
    submit("a", "second", Runnable::run);

    assertThat(done).containsExactly("rejected first", "second");
  }

  @Test
  void work_thatBreaks_leavesItsPlaceToTheNext() {
    submit("a", "broken", workers::add);
    submit("a", 5);

    assertThatThrownBy(workers.remove()::run).isInstanceOf(OutOfMemoryError.class);
    while (!workers.isEmpty()) {
      workers.remove().run();
    }

    assertThat(done).hasSize(6);
  }

  /**
   * Work is handed in, begun, refused and finished in any order: while a piece of work runs, others
   * are begun and finished within it.
   */
  private static final class Play {
    private static final int MOST = 4;
    private static final int MOST_OF_LANE = 2;
    private static final int DEEPEST = 6;

    private final RequestLanes lanes = new RequestLanes(MOST, MOST_OF_LANE);
    private final Random random;
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final Map<String, Integer> unfinished = new TreeMap<>();
    private int left = 60;
    private int running;

    Play(long seed) {
      this.random = new Random(seed);
    }

    void play() {
      while (left > 0 || !handedOver.isEmpty()) {
        step();
      }
      assertThat(unfinished.values()).containsOnly(0);
    }

    private void step() {
      if (left > 0 && (handedOver.isEmpty() || random.nextBoolean())) {
        left--;
        submit("lane" + random.nextInt(4));
      } else if (!handedOver.isEmpty()) {
        handedOver.remove().run();
      }
      check();
    }

    private void submit(String lane) {
      unfinished.merge(lane, 1, Integer::sum);
      lanes.submit(
          lane,
          this::execute,
          new RequestLanes.Work() {
            @Override
            public void run() {
              running++;
              check();
              while (running < DEEPEST && random.nextInt(3) > 0) {
                step();
              }
              running--;
              unfinished.merge(lane, -1, Integer::sum);
            }

            @Override
            public void rejected(RejectedExecutionException why) {
              unfinished.merge(lane, -1, Integer::sum);
            }
          });
    }

    private void execute(Runnable worker) {
      if (random.nextInt(8) == 0) {
        throw new RejectedExecutionException("full");
      }
      handedOver.add(worker);
    }

    /** As many workers as may be, and no more. */
    private void check() {
      int wanted =
          unfinished.values().stream().mapToInt(lane -> Math.min(lane, MOST_OF_LANE)).sum();
      assertThat(handedOver.size() + running).isEqualTo(Math.min(wanted, MOST));
    }
  }

  @Test
  void work_inAnyOrder_keepsAsManyWorkersBusyAsMayBe() {
    for (long seed = 0; seed < 2_000; seed++) {
      new Play(seed).play();
    }
  }
}
