package io.paipa.stress.lifecycle;

import io.paipa.stress.Quiet;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs schedules, and prints those that went wrong. */
public final class LifecycleRun {
  private static final int PER_LINE = 2_000;

  private final PrintStream out;

  /**
   * A run.
   *
   * @param out where to print
   */
  public LifecycleRun(PrintStream out) {
    this.out = out;
    Quiet.logging();
  }

  /**
   * Runs schedules.
   *
   * @param calls how many calls each has: 2 or 3
   * @param every runs every n-th of them
   * @return whether nothing went wrong
   */
  public boolean run(int calls, int every) {
    List<Schedule> schedules = calls == 2 ? Schedules.ofPairs() : Schedules.ofTriples();
    int run = 0;
    int hung = 0;
    int failed = 0;
    int held = 0;
    @Nullable Schedule beyond = null;
    for (int number = 0; number < schedules.size(); number += every) {
      Schedule schedule = schedules.get(number);
      if (beyond != null && schedule.isHeldLaterThan(beyond)) {
        continue; // it passes no more points: this would be the same once more
      }
      Explored explored = new Explored(schedule, number, new Points(schedule.heldAt()));
      List<String> problems = explored.run();
      run++;
      if (explored.wasHeld()) {
        held++;
      } else if (schedule.heldAt() > 0) {
        beyond = schedule;
      }
      if (explored.hasHung()) {
        hung++;
      } else if (!problems.isEmpty()) {
        failed++;
      }
      if (!problems.isEmpty()) {
        out.println("WENT WRONG: " + schedule);
        problems.forEach(problem -> out.println("  ! " + problem));
      }
      if (run % PER_LINE == 0) {
        out.println(line(calls, run, held, hung, failed));
      }
    }
    out.println(line(calls, run, held, hung, failed));
    return hung + failed == 0;
  }

  private static String line(int calls, int run, int held, int hung, int failed) {
    return String.format(
        Locale.ROOT,
        "calls %d, schedules %d, of them held %d, hung %d, failed %d",
        calls,
        run,
        held,
        hung,
        failed);
  }
}
