package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Scenarios that are a little simpler than another, in an order that depends on it alone. */
final class Reductions {
  private Reductions() {}

  static List<Scenario> of(Scenario scenario) {
    List<Scenario> simpler = new ArrayList<>();
    without(scenario.faults(), faults -> simpler.add(scenario.withFaults(faults)));
    without(scenario.acts(), acts -> simpler.add(scenario.withActs(acts)));
    without(scenario.feeds(), feeds -> simpler.add(scenario.withFeeds(feeds)));
    steps(scenario, simpler);
    for (int i = 0; i < scenario.steps().size(); i++) {
      int index = i;
      options(
          scenario.steps().get(i),
          step -> simpler.add(scenario.withSteps(with(scenario.steps(), index, step))));
    }
    for (int i = 0; i < scenario.feeds().size(); i++) {
      Feed feed = scenario.feeds().get(i);
      if (feed.items() > 1) {
        Feed fewer =
            new Feed(
                feed.kind(),
                feed.items() / 2,
                feed.staged(),
                feed.metaEvery(),
                feed.pauseEvery(),
                feed.pauseMicros());
        simpler.add(scenario.withFeeds(with(scenario.feeds(), i, fewer)));
      }
    }
    return simpler;
  }

  /** Applies reductions by their numbers. */
  static Scenario applied(Scenario scenario, List<Integer> numbers) {
    Scenario reduced = scenario;
    for (int number : numbers) {
      List<Scenario> simpler = of(reduced);
      if (number < 0 || number >= simpler.size()) {
        throw new IllegalArgumentException(
            "no number " + number + " among the " + simpler.size() + " that are possible there");
      }
      reduced = simpler.get(number);
    }
    return reduced;
  }

  /** A chunk goes together with what flattens it; the steps of faults move along. */
  private static void steps(Scenario scenario, List<Scenario> simpler) {
    List<StepSpec> steps = scenario.steps();
    for (int i = 0; i < steps.size(); i++) {
      boolean chunk = steps.get(i).kind() == StepSpec.Kind.CHUNK;
      int count = chunk && i + 1 < steps.size() ? 2 : 1;
      if (steps.size() > count && steps.get(i).kind() != StepSpec.Kind.FLATTEN) {
        List<StepSpec> fewer = new ArrayList<>(steps);
        fewer.subList(i, i + count).clear();
        simpler.add(scenario.withSteps(fewer).withFaults(moved(scenario.faults(), i, count)));
      }
    }
  }

  private static List<Fault> moved(List<Fault> faults, int at, int count) {
    List<Fault> moved = new ArrayList<>();
    for (Fault fault : faults) {
      int step = fault.step() < at + count ? fault.step() : fault.step() - count;
      moved.add(new Fault(fault.kind(), step, fault.nth()));
    }
    return moved;
  }

  private static void options(StepSpec step, Consumer<StepSpec> simpler) {
    if (step.workers() > 1) {
      simpler.accept(step.withWorkers(step.workers() / 2));
    }
    StepSpec.Habit none =
        new StepSpec.Habit(
            0, 0, 0, 0, 1, 0, false, step.habit().chunkSize(), step.habit().chunkMillis());
    if (!step.habit().equals(none) || !step.rarity().equals(StepSpec.Rarity.NONE)) {
      simpler.accept(plain(step, none));
    }
  }

  private static StepSpec plain(StepSpec step, StepSpec.Habit habit) {
    return new StepSpec(
        step.kind(),
        step.workers(),
        step.capacity(),
        StepSpec.Wait.PARKING,
        step.claimAhead(),
        false,
        0,
        0,
        StepSpec.Policy.FAIL,
        0,
        false,
        habit,
        StepSpec.Rarity.NONE);
  }

  private static <T> void without(List<T> things, Consumer<List<T>> fewer) {
    for (int i = 0; i < things.size(); i++) {
      List<T> left = new ArrayList<>(things);
      left.remove(i);
      fewer.accept(left);
    }
  }

  private static <T> List<T> with(List<T> things, int index, T thing) {
    List<T> changed = new ArrayList<>(things);
    changed.set(index, thing);
    return changed;
  }
}
