package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.List;

/** Habits of steps that are drawn apart from all else, so that older seeds stay what they were. */
final class DrawnApart {
  private static final int FLOODED_PER_MILLE = 60;
  private static final int FLOOD_PER_MILLE = 3;
  private static final int METAS_PER_MILLE = 400;

  private DrawnApart() {}

  static List<StepSpec> in(long seed, List<StepSpec> steps, List<Act> acts) {
    List<StepSpec> all = new ArrayList<>();
    // Past what is held back an attempt can't be tried again: it must not be interrupted.
    boolean mayFlood = acts.stream().noneMatch(act -> act.kind() == Act.Kind.INTERRUPT_WORKER);
    for (StepSpec step : steps) {
      int place = all.size();
      StepSpec.Habit habit = step.habit();
      boolean floods =
          mayFlood && step.mayFlood() && Mix.hits(Mix.hash(seed, 5, place), FLOODED_PER_MILLE);
      if (floods) {
        habit = habit.flooding(FLOOD_PER_MILLE);
        mayFlood = false; // one is enough: what two put out multiplies
      }
      if (step.hasHooks() && Mix.hits(Mix.hash(seed, 6, place), METAS_PER_MILLE)) {
        StepSpec.Metas[] metas = StepSpec.Metas.values();
        habit = habit.withMetas(metas[Math.floorMod(Mix.hash(seed, 7, place), metas.length)]);
      }
      all.add(step.withHabit(habit));
    }
    return all;
  }
}
