package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Draws scenarios. The same seed gives the same scenario. */
final class Generator {
  private static final int MOST_THREADS = 260;
  private static final int MOST_STEPS = 8;
  private static final int[] WORKERS = {1, 1, 1, 2, 2, 3, 4, 5, 8, 16, 32, 128};
  private static final int[] ITEMS = {0, 1, 2, 10, 100, 300, 1_000, 3_000};

  /** Those that were drawn first; what came later is drawn apart. */
  private static final Fault.Kind[] OLD_FAULTS =
      EnumSet.range(Fault.Kind.PROCESS_ERROR, Fault.Kind.CLOCK_ERROR).toArray(Fault.Kind[]::new);

  private static final Feed.Kind[] OLD_FEEDS =
      EnumSet.range(Feed.Kind.PUT, Feed.Kind.MARKED_QUEUE).toArray(Feed.Kind[]::new);

  private static final int UNACKNOWLEDGED_PER_MILLE = 15;
  private static final int UNRUN_PER_MILLE = 10;

  private static final int MOST_PAUSES = 50;

  /** With more threads than cores they get little done. */
  private static final int MOST_ITEMS_OF_SPINNERS = 100;

  private final SplittableRandom random;
  private final long seed;

  private Generator(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  static Scenario scenario(long seed) {
    return new Generator(seed).draw();
  }

  private Scenario draw() {
    List<StepSpec> steps = steps();
    List<Fault> faults = faults(steps);
    Scenario.Start start = start();
    List<Feed> feeds = feeds(start, steps.stream().anyMatch(Generator::spins));
    boolean endless = feeds.stream().anyMatch(Feed::isEndless);
    List<Act> acts = acts();
    Act end = end(endless);
    boolean observed =
        faults.stream()
            .anyMatch(
                fault ->
                    fault.kind().name().startsWith("TRACKER")
                        || fault.kind().name().startsWith("REPORTER"));
    List<StepSpec> all = Rarities.drawn(seed, steps, feeds, acts);
    return new Scenario(
        seed,
        all,
        Rarities.restarting(seed, Rarities.told(seed, steps, feeds)),
        start,
        end,
        acts,
        faults,
        observed || chance(8));
  }

  private static boolean spins(StepSpec step) {
    return step.waiting() == StepSpec.Wait.BUSY_SPIN;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private int pick(int[] from) {
    return from[random.nextInt(from.length)];
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private List<StepSpec> steps() {
    List<StepSpec> steps = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_STEPS);
    int threads = 0;
    while (steps.size() < count) {
      boolean last = steps.size() == count - 1;
      StepSpec.Kind kind = kind(steps, last);
      boolean spinning = steps.stream().anyMatch(Generator::spins);
      StepSpec spec = step(kind, MOST_THREADS - threads - 2 * MOST_STEPS, !spinning);
      threads += spec.workers();
      steps.add(spec);
    }
    return steps;
  }

  private StepSpec.Kind kind(List<StepSpec> before, boolean last) {
    if (!before.isEmpty() && before.get(before.size() - 1).kind() == StepSpec.Kind.CHUNK) {
      return StepSpec.Kind.FLATTEN;
    }
    if (last && chance(3)) {
      return StepSpec.Kind.SINK;
    }
    if (chance(4)) {
      return StepSpec.Kind.STEP;
    }
    StepSpec.Kind kind = pick(StepSpec.Kind.values());
    boolean allowed = kind != StepSpec.Kind.FLATTEN && kind != StepSpec.Kind.SINK;
    return allowed ? kind : StepSpec.Kind.STEP;
  }

  private StepSpec step(StepSpec.Kind kind, int threadsLeft, boolean maySpin) {
    StepSpec.Wait wait = chance(2) ? StepSpec.Wait.PARKING : pick(StepSpec.Wait.values());
    if (wait == StepSpec.Wait.BUSY_SPIN && !maySpin) {
      wait = StepSpec.Wait.PARKING; // one such step is enough for two cores
    }
    int workers = Math.max(1, Math.min(pick(WORKERS), threadsLeft));
    boolean simple =
        kind == StepSpec.Kind.CHUNK
            || kind == StepSpec.Kind.FLATTEN
            || kind == StepSpec.Kind.ITERATE
            || kind == StepSpec.Kind.ITERATE_STREAM;
    if (wait == StepSpec.Wait.BUSY_SPIN || (wait == StepSpec.Wait.YIELDING && workers > 4)) {
      workers = Math.min(2, workers);
    }
    boolean tolerant = !simple && chance(2);
    StepSpec.Policy policy =
        !tolerant
            ? StepSpec.Policy.FAIL
            : chance(2) ? StepSpec.Policy.SKIP : StepSpec.Policy.DEAD_LETTER;
    boolean fails = (tolerant && chance(2)) || (!simple && chance(20));
    boolean mayOrder = kind != StepSpec.Kind.CHUNK && !simple;
    StepSpec drawn =
        new StepSpec(
            kind,
            workers,
            2 << random.nextInt(chance(2) ? 4 : 12),
            wait,
            chance(2) ? 1 : 1 + random.nextInt(8),
            mayOrder && chance(3),
            !simple && chance(3) ? 1 + random.nextInt(4) : 0,
            chance(2) ? 0 : 1 + random.nextInt(2_000),
            policy,
            !simple && chance(12) ? 20 + random.nextInt(60) : 0,
            chance(8),
            habit(kind, simple, fails),
            StepSpec.Rarity.NONE);
    return drawn.timeoutMillis() > 0 ? drawn.withHabit(drawn.habit().slower()) : drawn;
  }

  private StepSpec.Habit habit(StepSpec.Kind kind, boolean simple, boolean fails) {
    boolean chunk = kind == StepSpec.Kind.CHUNK;
    return new StepSpec.Habit(
        fails ? 1 + random.nextInt(300) : 0,
        !simple && chance(3) ? random.nextInt(200) : 0,
        chance(3) ? random.nextInt(30) : 0,
        1 + random.nextInt(1_000),
        random.nextInt(3),
        kind == StepSpec.Kind.STEP && chance(4) ? random.nextInt(200) : 0,
        chance(4),
        chunk ? 1 + random.nextInt(100) : 0,
        chunk && chance(2) ? 1 + random.nextInt(20) : 0);
  }

  private Scenario.Start start() {
    if (chance(40)) {
      return Scenario.Start.NEVER;
    }
    Scenario.Start[] starts = Scenario.Start.values();
    return starts[random.nextInt(starts.length - 1)];
  }

  private List<Feed> feeds(Scenario.Start start, boolean spins) {
    int mostItems = spins ? MOST_ITEMS_OF_SPINNERS : Integer.MAX_VALUE;
    List<Feed> feeds = new ArrayList<>();
    int count = chance(15) ? 0 : 1 + random.nextInt(chance(3) ? 4 : 1);
    boolean alone = start == Scenario.Start.RUN || start == Scenario.Start.NEVER;
    for (int i = 0; i < count; i++) {
      Feed.Kind kind = pick(OLD_FEEDS);
      int items = Math.min(mostItems, pick(ITEMS));
      boolean staged = alone || chance(2);
      boolean mayBeEndless = !alone && kind != Feed.Kind.COLLECTION && (kind.isLazy() || !staged);
      boolean endless = mayBeEndless && chance(6);
      boolean bursts = chance(4);
      int burst = Math.max(1 + random.nextInt(100), endless ? 100 : items / MOST_PAUSES);
      feeds.add(
          new Feed(
              kind,
              endless ? -1 : items,
              staged,
              chance(3) ? 1 + random.nextInt(100) : 0,
              bursts ? burst : 0,
              bursts ? random.nextInt(3_000) : 0));
    }
    return feeds;
  }

  private Act end(boolean endless) {
    int after = random.nextInt(endless ? 30_000 : 2_000);
    Act.Kind[] kinds =
        endless
            ? new Act.Kind[] {Act.Kind.DRAIN, Act.Kind.ABORT}
            : new Act.Kind[] {
              Act.Kind.STOP, Act.Kind.STOP, Act.Kind.CLOSE, Act.Kind.FINISH, Act.Kind.DRAIN
            };
    return new Act(pick(kinds), after, random.nextInt(chance(2) ? 5 : 5_000));
  }

  private List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    int count = chance(2) ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      acts.add(
          new Act(
              pick(Act.Kind.values()),
              random.nextInt(chance(2) ? 500 : 20_000),
              random.nextInt(1_000)));
    }
    return acts;
  }

  private List<Fault> faults(List<StepSpec> steps) {
    List<Fault> faults = new ArrayList<>();
    int count = chance(2) ? 0 : 1 + random.nextInt(chance(4) ? 3 : 1);
    for (int i = 0; i < count; i++) {
      Fault.Kind kind = pick(OLD_FAULTS);
      int step = stepFor(kind, steps);
      int nth = chance(3) ? 1 + random.nextInt(400) : 1 + random.nextInt(4);
      faults.add(new Fault(kind, step, nth));
    }
    if (Mix.hits(Mix.hash(seed, 25), UNRUN_PER_MILLE)) {
      int nth = 1 + Math.floorMod(Mix.hash(seed, 26), 6);
      faults.add(new Fault(Fault.Kind.THREAD_NEVER_RUNS, 0, nth));
    }
    if (Mix.hits(Mix.hash(seed, 51), UNACKNOWLEDGED_PER_MILLE)) {
      int nth = 1 + Math.floorMod(Mix.hash(seed, 52), 100);
      boolean idle = Math.floorMod(Mix.hash(seed, 53), 4) == 0;
      Fault.Kind kind = idle ? Fault.Kind.SOURCE_IDLE : Fault.Kind.SOURCE_ACKNOWLEDGED;
      faults.add(new Fault(kind, 0, nth));
    }
    return faults;
  }

  /** One at which it can happen, if there is one. */
  private int stepFor(Fault.Kind kind, List<StepSpec> steps) {
    int step = random.nextInt(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      int candidate = (step + i) % steps.size();
      StepSpec spec = steps.get(candidate);
      boolean possible =
          switch (kind) {
            case DEAD_LETTER -> spec.policy() == StepSpec.Policy.DEAD_LETTER;
            case BACK_OFF, PREDICATE -> spec.maxRetries() > 0;
            default -> !kind.isHook() || spec.hasHooks();
          };
      if (possible) {
        return candidate;
      }
    }
    return step;
  }
}
