package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How many workers the KDC of one realm may hold. */
class TicketTripsTest {
  private final TicketTrips trips = new TicketTrips();
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final List<String> made = new ArrayList<>();

  private void submit(String realm, String name) {
    trips.submit(realm, workers::add, () -> made.add(name));
  }

  @Test
  void realmWhoseKdcHangs_holdsEightWorkers_andNoneOfAnotherRealms() {
    for (int i = 1; i <= 20; i++) {
      submit("SILENT.TEST", "silent " + i);
    }
    assertThat(workers).hasSize(8);

    submit("CORP.TEST", "corp");

    assertThat(workers).hasSize(9);
  }

  @Test
  void whoWaits_isNext_whateverCameOfTheOneBefore() {
    trips.submit(
        "CORP.TEST",
        workers::add,
        () -> {
          throw new IllegalStateException("a bug");
        });
    for (int i = 2; i <= 10; i++) {
      submit("CORP.TEST", "trip " + i);
    }

    assertThatThrownBy(() -> workers.remove().run()).hasMessage("a bug");
    assertThat(made).containsExactly("trip 9", "trip 10");
    workers.forEach(Runnable::run);
    assertThat(made).hasSize(9);
    workers.clear();
    submit("CORP.TEST", "later");
    assertThat(workers).hasSize(1);
  }

  @Test
  void tripWithoutAWorker_leavesItsPlace() {
    for (int i = 0; i < 8; i++) {
      assertThatThrownBy(
              () ->
                  trips.submit(
                      "CORP.TEST",
                      task -> {
                        throw new RejectedExecutionException();
                      },
                      () -> made.add("never")))
          .isInstanceOf(RejectedExecutionException.class);
    }

    submit("CORP.TEST", "now");
    workers.remove().run();

    assertThat(made).containsExactly("now");
  }
}
