package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Whose good-byes are said when. */
class GoodbyeLaneTest {
  private final Queue<Runnable> crew = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private final GoodbyeLane one = new GoodbyeLane(crew::add);
  private final GoodbyeLane two = new GoodbyeLane(crew::add);

  private void work() {
    Objects.requireNonNull(crew.poll()).run();
  }

  @Test
  void lane_holdsOneThread_andLetsOthersHaveTheirTurn() {
    for (int i = 1; i <= 3; i++) {
      String name = "one " + i;
      one.execute(() -> said.add(name));
    }
    two.execute(() -> said.add("two"));

    assertThat(crew).hasSize(2);
    work();
    work();
    assertThat(said).containsExactly("one 1", "two");
    work();
    work();
    assertThat(said).containsExactly("one 1", "two", "one 2", "one 3");
    assertThat(crew).isEmpty();
  }

  @Test
  void lane_thatIsLong_takesNoMore() {
    for (int i = 0; i <= GoodbyeLane.MOST_WAITING; i++) {
      one.execute(() -> said.add("bye"));
    }

    assertThatThrownBy(() -> one.execute(() -> said.add("late")))
        .isInstanceOf(RejectedExecutionException.class);

    while (!crew.isEmpty()) {
      work();
    }
    assertThat(said).hasSize(GoodbyeLane.MOST_WAITING + 1).doesNotContain("late");
  }

  @Test
  void lane_afterOneThatFails_goesOn() {
    one.execute(
        () -> {
          throw new IllegalStateException("broken");
        });
    one.execute(() -> said.add("next"));

    assertThatThrownBy(this::work).hasMessage("broken");
    work();

    assertThat(said).containsExactly("next");
  }

  @Test
  void lane_whoseCrewHasGone_leavesNobodyWaiting() {
    List<Runnable> taken = new ArrayList<>();
    GoodbyeLane lane =
        new GoodbyeLane(
            task -> {
              if (!taken.isEmpty()) {
                throw new RejectedExecutionException("closed");
              }
              taken.add(task);
            });
    lane.execute(() -> said.add("first"));
    lane.execute(() -> said.add("second"));

    taken.get(0).run();

    assertThat(said).containsExactly("first", "second");
    assertThatThrownBy(() -> lane.execute(() -> said.add("third")))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
