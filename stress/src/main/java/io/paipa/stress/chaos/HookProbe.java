package io.paipa.stress.chaos;

import io.paipa.Ending;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Which hooks of a class step were called, and how often. Used by all workers of the step. */
final class HookProbe {
  final AtomicInteger stepStarts = new AtomicInteger();
  final AtomicInteger stepStarted = new AtomicInteger();
  final AtomicInteger stepStops = new AtomicInteger();
  final AtomicInteger sharedMade = new AtomicInteger();
  final AtomicInteger sharedClosed = new AtomicInteger();
  final AtomicIntegerArray workerStarts;
  final AtomicIntegerArray workerStarted;
  final AtomicIntegerArray workerStops;
  final AtomicIntegerArray flushes;
  private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();
  private final int step;
  private final Problems problems;

  HookProbe(int step, int workers, Problems problems) {
    this.step = step;
    this.problems = problems;
    workerStarts = new AtomicIntegerArray(workers);
    workerStarted = new AtomicIntegerArray(workers);
    workerStops = new AtomicIntegerArray(workers);
    flushes = new AtomicIntegerArray(workers);
  }

  void workerStop(int worker, Ending ending) {
    endings.add(ending);
    workerStops.incrementAndGet(worker);
    problems.otherUnless(stepStops.get() == 0, "s" + step + ": a worker stops after its step");
  }

  /** Whether a worker has been told of an end that is not clean. */
  boolean sawAnEnd() {
    return endings.stream().anyMatch(ending -> !isGood(ending));
  }

  /** Whether all that was accepted is worked off. */
  private static boolean isGood(Ending ending) {
    return ending == Ending.CLEAN || ending == Ending.DRAINED;
  }

  /** Before a meta event passes: every worker has flushed for it, and not for a later one. */
  void beforeMeta(int earlierMetas) {
    for (int worker = 0; worker < flushes.length(); worker++) {
      int count = flushes.get(worker);
      problems.otherUnless(
          count == earlierMetas + 1,
          "s"
              + step
              + ": at meta event "
              + earlierMetas
              + " worker "
              + worker
              + " has flushed "
              + count
              + " times");
    }
  }

  /** A failed step's work is not done: none of its workers may be told that it is. */
  void checkNoneClean() {
    problems.otherUnless(
        endings.stream().noneMatch(HookProbe::isGood),
        "s" + step + ": an item failed, and workers stop " + endings);
  }

  /** A thread that is told that all is done may trust that; and so the state is what was told. */
  void checkTold(Ending good) {
    problems.otherUnless(
        endings.stream().allMatch(ending -> ending == good),
        "s" + step + ": " + good + ", but workers stop " + endings);
  }

  /** After the end. */
  void check(boolean clean, int metas) {
    String where = "s" + step + ": ";
    problems.otherUnless(stepStarts.get() <= 1, where + "onStepStart " + stepStarts + " times");
    problems.otherUnless(
        stepStops.get() == stepStarted.get(),
        where + "onStepStart " + stepStarted + " times, onStepStop " + stepStops + " times");
    problems.otherUnless(
        sharedMade.get() == sharedClosed.get(),
        where + sharedMade + " shared objects made, " + sharedClosed + " closed");
    for (int worker = 0; worker < workerStops.length(); worker++) {
      String which = where + "worker " + worker + ": ";
      problems.otherUnless(
          workerStarts.get(worker) <= 1, which + "onWorkerStart " + workerStarts.get(worker));
      problems.otherUnless(
          workerStops.get(worker) == workerStarted.get(worker),
          which
              + ("started " + workerStarted.get(worker))
              + (", onWorkerStop " + workerStops.get(worker)));
      int flushed = flushes.get(worker);
      problems.otherUnless(
          !clean || flushed == metas + 1, which + "onFlush " + flushed + ", metas " + metas);
    }
  }
}
