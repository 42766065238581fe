package dev.mailconnector.internal.account;

import dev.mailconnector.SendOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a bulk send on their way to who reads them: one for each message, and none twice.
 * Thread-safe.
 */
final class BulkOutcomes {
  /** An empty one ends it. */
  private final BlockingQueue<Optional<SendOutcome>> ready = new LinkedBlockingQueue<>();

  /** What was handed over and has no outcome yet, by the number of the message. */
  private final Map<Long, Parcel> expected = new ConcurrentHashMap<>();

  /** The outcome of this one will be given. */
  void expect(Parcel parcel) {
    expected.put(parcel.index(), parcel);
  }

  /** The outcome of one that is expected; of no effect if it has one. */
  void add(SendOutcome outcome) {
    expected.computeIfPresent(
        outcome.index(),
        (index, parcel) -> {
          ready.add(Optional.of(outcome));
          return null;
        });
  }

  /** The outcome of one that never was expected. */
  void addUnexpected(SendOutcome outcome) {
    ready.add(Optional.of(outcome));
  }

  /** There will be none for this one. */
  void drop(Parcel parcel) {
    expected.remove(parcel.index());
  }

  /** Nothing more will come. */
  void end() {
    ready.add(Optional.empty());
  }

  /** Ends it, with this outcome for each that is still expected. */
  void end(Function<Parcel, SendOutcome> unheard) {
    expected.values().forEach(parcel -> add(unheard.apply(parcel)));
    end();
  }

  /** The next, as soon as there is one; empty at the end. */
  Optional<SendOutcome> take() throws InterruptedException {
    return ready.take();
  }

  /** The next if there is one now. */
  @Nullable Optional<SendOutcome> poll() {
    return ready.poll();
  }
}
