package io.paipa.stress.lifecycle;

import io.paipa.stress.Quiet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One schedule for each call of {@link #main}. A tool calls it again and again, and decides at each
 * access to shared memory which thread goes on: see {@code stress/controlled}. The calls are not
 * held here, for that is what the tool does. Time is the tool's, too; what only the clock does by
 * itself, the warnings and the forced end, is left out.
 */
public final class ControlledSchedule {
  /** A system property, for the tool loads all classes anew each time. */
  private static final String NEXT = "paipa.stress.schedule";

  private ControlledSchedule() {}

  /**
   * Runs the next schedule, or a certain one.
   *
   * @param args how many calls a schedule has, 2 or 3; and the number of the one to be run, if it
   *     is not the next
   */
  public static void main(String[] args) {
    Quiet.logging();
    int calls = Integer.parseInt(args[0]);
    int number = args.length > 1 ? Integer.parseInt(args[1]) : next();
    List<Schedule> schedules =
        (calls == 2 ? Schedules.ofPairs() : Schedules.ofTriples())
            .stream().filter(schedule -> schedule.heldAt() == 0).toList();
    Schedule schedule = schedules.get(number % schedules.size());
    List<String> problems = new Explored(schedule, number, new Controlled()).run();
    if (!problems.isEmpty()) {
      throw new AssertionError(schedule + ", number " + number + ": " + problems);
    }
  }

  private static int next() {
    int next = Integer.getInteger(NEXT, 0);
    System.setProperty(NEXT, String.valueOf(next + 1));
    return next;
  }

  /** Nothing is held, and nobody is called later. */
  private static final class Controlled extends Points {
    Controlled() {
      super(0);
    }

    @Override
    public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
      // the clock's thread outlives a schedule
    }
  }
}
