package io.paipa.internal.life;

import io.paipa.WorkerActivity;
import io.paipa.internal.platform.Stacks;
import io.paipa.internal.platform.VirtualTime;
import io.paipa.internal.source.Intake;
import io.paipa.internal.worker.Activity;
import io.paipa.internal.worker.StationView;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a run is quiet: nothing happens in it until its clock is moved, or somebody puts
 * something in. Used by one thread.
 *
 * <p><b>Quiet is read from what ends each wait, not from what the threads do.</b> A thread that was
 * woken may not have begun to run, and looks as if it waited. So a worker is quiet only if it is
 * registered to be woken, nobody has woken it, and its clock has not come to the end of its wait. A
 * thread that waits for room is quiet only if there is none. The source thread is quiet only if
 * nobody has signalled what it waits for. All that is written before the thread is woken, by the
 * one that wakes.
 *
 * <p><b>All of them at the same moment.</b> A quiet thread becomes busy only by what another thread
 * does, and each of its waits has a number of its own. So the look is to be taken twice. If all
 * were quiet both times, by the same waits, then all were so in between.
 *
 * <p>User code that waits is another matter: nobody knows for what. It counts as busy, unless the
 * test has said that it may wait. Then it counts as {@linkplain Standing.Kind#WAITS waiting} while
 * its thread does. That is read from the thread, and may be so for a moment after something has
 * ended the wait. Queues and acknowledged sources are there to be waited for, and always may.
 */
final class QuietWatch {
  private static final int FRAMES = 12;

  private final Engine engine;
  private final VirtualTime time;
  private final List<StationView> stations;
  private boolean sourcesMayWait;

  QuietWatch(Engine engine, VirtualTime time, List<StationView> stations) {
    this.engine = engine;
    this.time = time;
    this.stations = stations;
  }

  /** Code of lazy sources may wait, too. */
  void sourcesMayWait() {
    sourcesMayWait = true;
  }

  /**
   * Looks once.
   *
   * @param mayWait the steps whose code may wait
   * @param marks gets what would be another if a thread had gone on in between
   */
  Standing look(Set<String> mayWait, List<Object> marks) {
    if (engine.termination().completion().isDone()) {
      return Standing.QUIET;
    }
    if (engine.lifecycle().isEnded()) {
      return Standing.busy("the run is ending");
    }
    if (time.isWorking()) {
      return Standing.busy("what was due is being done");
    }
    Standing seen = lookAtSources(marks);
    boolean over = true;
    for (StationView station : stations) {
      for (int worker = 0; worker < station.settings().workers(); worker++) {
        Activity activity = station.activity(worker);
        boolean ended = activity.doing() == WorkerActivity.ENDED;
        over &= ended;
        if (!ended) {
          seen = seen.and(lookAt(station, worker, activity, mayWait, marks));
        }
      }
      seen = seen.and(lookAtStages(station, mayWait));
    }
    return over ? Standing.busy("the run is ending") : seen;
  }

  private Standing lookAtSources(List<Object> marks) {
    Intake intake = engine.intake();
    Standing seen = Standing.QUIET;
    for (Thread thread : engine.crew().sources()) {
      VirtualTime.Wait wait = time.waitOf(thread);
      if (wait != null) {
        marks.add(wait.number());
      } else if (intake.holds(thread) && !intake.isAwaitedBy(thread)) {
        seen = seen.and(Standing.busy("a source is about to go on"));
      } else if (!intake.holds(thread)) {
        boolean mayWait = sourcesMayWait || !engine.crew().pullsLazily(thread);
        seen = seen.and(lookAtCode("a source is at work", thread, mayWait));
      }
    }
    return seen;
  }

  private Standing lookAt(
      StationView station, int worker, Activity activity, Set<String> mayWait, List<Object> marks) {
    Thread thread = activity.thread();
    if (thread == null) {
      return Standing.busy("step '" + station.settings().name() + "' is about to begin");
    }
    WorkerActivity doing = activity.doing();
    VirtualTime.Wait wait = time.waitOf(thread);
    if (wait != null && (wait.isFull() != null || station.awaitsWakeUp(worker))) {
      marks.add(wait.number());
      return Standing.QUIET;
    }
    String where = "step '" + station.settings().name() + "', worker " + worker;
    if (!activity.isInUserCode()) {
      return Standing.busy(where + " is " + doing);
    }
    marks.add(station.progress(worker));
    return lookAtCode(
        where + " is in your code", thread, mayWait.contains(station.settings().name()));
  }

  private static Standing lookAtCode(String what, Thread thread, boolean mayWait) {
    boolean waits =
        switch (thread.getState()) {
          case WAITING, TIMED_WAITING, BLOCKED -> true;
          default -> false;
        };
    Standing.Kind kind =
        mayWait && waits && !thread.isInterrupted() ? Standing.Kind.WAITS : Standing.Kind.BUSY;
    return new Standing(kind, what + Stacks.top(thread, FRAMES, "    "));
  }

  private static Standing lookAtStages(StationView station, Set<String> mayWait) {
    int open = station.openStages();
    if (open == 0) {
      return Standing.QUIET;
    }
    String name = station.settings().name();
    StationView.@Nullable OldestStage oldest = station.oldestStage();
    return new Standing(
        mayWait.contains(name) ? Standing.Kind.WAITS : Standing.Kind.BUSY,
        "step '"
            + name
            + "' waits for "
            + open
            + (open == 1 ? " stage" : " stages")
            + (oldest == null ? "" : ", for longest for that of " + TimedWords.of(oldest.item())));
  }
}
