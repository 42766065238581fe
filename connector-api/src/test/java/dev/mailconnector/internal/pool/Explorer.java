package dev.mailconnector.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few actors, each a thread of which one goes at a time, in every order of their steps that
 * takes no more than so many preemptions (a switch away from an actor that could have gone on; all
 * other switches are free). Each order is a run of its own from the beginning. A step ends where
 * the actor calls {@link Stage#step}, takes the stage's lock, or waits on one of its conditions;
 * someone who waits for less than for ever may give up at any moment.
 */
public final class Explorer {
  private final int preemptions;

  /** The order to follow: which of the actors that could go went on, decision by decision. */
  private final List<Integer> choices = new ArrayList<>();

  private final List<Integer> options = new ArrayList<>();

  /** At most this many. */
  public Explorer(int preemptions) {
    this.preemptions = preemptions;
  }

  /**
   * Explores.
   *
   * @return how many orders there were
   */
  public int explore(Set play) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      int runs = 0;
      do {
        runs++;
        new Stage(threads).run(play);
      } while (next());
      return runs;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Depth first: the last decision that could have gone another way goes the next way. */
  private boolean next() {
    for (int last = choices.size() - 1; last >= 0; last--) {
      if (choices.get(last) + 1 < options.get(last)) {
        choices.set(last, choices.get(last) + 1);
        choices.subList(last + 1, choices.size()).clear();
        options.subList(last + 1, options.size()).clear();
        return true;
      }
    }
    return false;
  }

  /** The actors of one run. */
  public final class Stage implements Lock {
    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

    private final ExecutorService threads;
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private final List<Runnable> audits = new ArrayList<>();
    private int decisions;
    private int preempted;
    private @Nullable Actor current;
    private volatile @Nullable Throwable failure;

    Stage(ExecutorService threads) {
      this.threads = threads;
    }

    /** One of them. */
    private final class Actor {
      private final Semaphore turn = new Semaphore(0);
      private boolean waits;
      private boolean mayGiveUp;
      private boolean done;
      private boolean interruptedEarly;
      private @Nullable Thread thread;

      boolean canGo() {
        return !done && (!waits || mayGiveUp);
      }
    }

    /** Ends a run that failed. */
    private static final class Curtain extends Error {
      private static final long serialVersionUID = 1L;
    }

    void run(Set play) throws Exception {
      play.put(this);
      pass(null);
      if (!over.tryAcquire(1, TimeUnit.MINUTES)) {
        throw new AssertionError("An actor waits for something that is not on the stage");
      }
      Throwable seen = failure;
      if (seen == null) {
        try {
          audits.forEach(Runnable::run);
        } catch (AssertionError e) {
          seen = e;
        }
      }
      if (seen != null) {
        throw new AssertionError("In the order " + choices + ": " + seen.getMessage(), seen);
      }
    }

    /** Puts an actor on the stage, before or during the run. */
    public void actor(Play play) {
      Actor actor = new Actor();
      actors.add(actor);
      threads.execute(
          () -> {
            actor.turn.acquireUninterruptibly();
            actor.thread = Thread.currentThread();
            try {
              if (actor.interruptedEarly) {
                Thread.currentThread().interrupt();
              }
              if (failure == null) {
                play.act();
              }
            } catch (Curtain e) {
              // The run has failed elsewhere.
            } catch (Throwable e) {
              failure = e;
            }
            actor.done = true;
            pass(actor);
          });
    }

    /** Interrupts whoever was put on the stage as this one, counted from zero. */
    public void interrupt(int number) {
      Actor actor = actors.get(number);
      Thread thread = actor.thread;
      actor.waits = false;
      if (thread == null) {
        actor.interruptedEarly = true;
      } else if (!actor.done) {
        thread.interrupt();
      }
    }

    /** What holds when all actors are done. */
    public void audit(Runnable audit) {
      audits.add(audit);
    }

    /** A step is over, and another actor may go. */
    public void step() {
      Actor self = current;
      if (self != null) {
        pass(self);
        self.turn.acquireUninterruptibly();
        if (failure != null) {
          throw new Curtain();
        }
      }
    }

    /** Lets the next one go. */
    private void pass(@Nullable Actor from) {
      Actor to = choose(from);
      current = to;
      if (to != null) {
        to.turn.release();
      } else {
        over.release();
      }
    }

    private @Nullable Actor choose(@Nullable Actor from) {
      List<Actor> able = new ArrayList<>();
      boolean goesOn = from != null && from.canGo() && !from.waits;
      if (goesOn) {
        able.add(from);
      }
      if (!goesOn || preempted < preemptions || failure != null) {
        actors.stream().filter(a -> a.canGo() && !able.contains(a)).forEach(able::add);
      }
      if (able.isEmpty()) {
        return leftOver();
      }
      if (failure != null) {
        return able.get(able.size() - 1);
      }
      if (decisions == choices.size()) {
        choices.add(0);
        options.add(able.size());
      }
      int choice = choices.get(decisions++);
      preempted += goesOn && choice > 0 ? 1 : 0;
      return able.get(choice);
    }

    /** Nobody can go: those who still wait are stranded. */
    private @Nullable Actor leftOver() {
      for (Actor actor : actors) {
        if (!actor.done) {
          if (failure == null) {
            failure = new AssertionError("somebody waits and nobody will come");
          }
          return actor;
        }
      }
      return null;
    }

    @Override
    public void lock() {
      step();
    }

    @Override
    public void unlock() {
      // Whoever has the lock takes no step until it is free again.
    }

    @Override
    public Condition newCondition() {
      return new Waiting();
    }

    /** One waits here at a time. */
    private final class Waiting implements Condition {
      private @Nullable Actor waiter;

      @Override
      public long awaitNanos(long nanos) throws InterruptedException {
        Actor self = current;
        waiter = self;
        self.waits = true;
        self.mayGiveUp = nanos < FOR_EVER;
        step();
        boolean gaveUp = self.waits;
        self.waits = false;
        if (gaveUp) {
          // Its time is over, but it has yet to get the lock back: it may still be served.
          step();
        }
        waiter = null;
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return gaveUp ? 0 : nanos;
      }

      @Override
      public void signal() {
        if (waiter != null) {
          waiter.waits = false;
        }
      }

      @Override
      public void await() {
        throw unexplored();
      }

      @Override
      public void awaitUninterruptibly() {
        throw unexplored();
      }

      @Override
      public boolean await(long time, TimeUnit unit) {
        throw unexplored();
      }

      @Override
      public boolean awaitUntil(java.util.Date deadline) {
        throw unexplored();
      }

      @Override
      public void signalAll() {
        throw unexplored();
      }
    }

    @Override
    public void lockInterruptibly() {
      throw unexplored();
    }

    @Override
    public boolean tryLock() {
      throw unexplored();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      throw unexplored();
    }
  }

  /** A run that waits in a way that the explorer does not steer would prove nothing. */
  private static AssertionError unexplored() {
    return new AssertionError("The explorer does not steer this way of waiting");
  }

  /** Puts the actors of one run on the stage. */
  @FunctionalInterface
  public interface Set {
    void put(Stage stage) throws Exception;
  }

  /** What an actor does. */
  @FunctionalInterface
  public interface Play {
    void act() throws Exception;
  }

  /** For ever, as an actor sees it. */
  public static final Duration PATIENCE = Duration.ofDays(300);
}
