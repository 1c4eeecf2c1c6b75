package io.paipa.internal.ledger;

import io.paipa.Bottleneck;
import io.paipa.Bottleneck.Kind;
import io.paipa.StepReport;
import io.paipa.WorkerTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds what keeps a run from being faster.
 *
 * <p>The step to look at is the last one whose ring is full, and that does not wait for room
 * itself: all before it wait for it, all behind it have nothing to do. If there is none, it is the
 * busiest. How many workers it should have follows from Little's law: a step that has {@code n}
 * workers, of which the share {@code u} is busy, does what {@code n u} workers could do. The next
 * step, of whose workers the share {@code v} is busy, could do {@code 1 / v} times what it does. So
 * with more than {@code n u / v} workers here that one would be the slowest.
 */
public final class Verdict {
  /** Before that, the JVM is warming up, and hardly anything was seen. */
  private static final long LEAST_NANOS = 200_000_000;

  private static final double FULL = 0.5;
  private static final double BLOCKED = 0.5;
  private static final double BUSY = 0.7;
  private static final double WAITS_FOR_LOCKS = 0.3;
  private static final double ALL_STAGES = 0.8;
  private static final double HELD = 0.5;
  private static final double ALL_PROCESSORS = 0.85;

  /** Of the workers in the step's code: if so many run, or could, it computes. */
  private static final double COMPUTES = 0.5;

  /** Of what its ring holds: if so many wait for their key, it is a key that holds the step up. */
  private static final double MANY_KEYED = 0.5;

  /** A step that is busy for less does not matter. */
  private static final double HARDLY_BUSY = 0.05;

  /** More workers than so many times those that there are, would be a guess. */
  private static final int TIMES_AT_MOST = 8;

  private final List<StepReport> steps;
  private final SampledRun seen;

  private Verdict(List<StepReport> steps, SampledRun seen) {
    this.steps = steps;
    this.seen = seen;
  }

  /**
   * The verdict on a run.
   *
   * @param steps what the steps did, and took for it
   * @param seen what was seen of them
   * @return what keeps it from being faster; empty if too little was seen
   */
  public static Optional<Bottleneck> of(List<StepReport> steps, SampledRun seen) {
    boolean lived = steps.stream().allMatch(step -> !step.workerTime().lifetime().isZero());
    return seen.nanos() < LEAST_NANOS || !lived
        ? Optional.empty()
        : Optional.of(new Verdict(steps, seen).find());
  }

  private Bottleneck find() {
    StepReport last = steps.get(steps.size() - 1);
    if (isBlocked(steps.size() - 1)) {
      return verdict(
          Kind.RESULTS,
          null,
          "the reader of the results: %s waits %s of the time for room behind it",
          last.stepName(),
          percent(blockedShare(steps.size() - 1)));
    }
    int limiting = lastFull();
    if (limiting >= 0) {
      return ofStep(limiting);
    }
    int busiest = busiestBut(-1);
    return busyShare(busiest) >= BUSY ? ofStep(busiest) : ofSource(busiest);
  }

  private int lastFull() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      boolean isFull = seen.steps().get(i).fullness() >= FULL || (i > 0 && isBlocked(i - 1));
      if (isFull && !isBlocked(i)) {
        return i;
      }
    }
    return -1;
  }

  private int busiestBut(int excluded) {
    int busiest = -1;
    for (int i = 0; i < steps.size(); i++) {
      if (i != excluded && (busiest < 0 || busyShare(i) > busyShare(busiest))) {
        busiest = i;
      }
    }
    return busiest;
  }

  private boolean isBlocked(int index) {
    return blockedShare(index) >= BLOCKED;
  }

  private double blockedShare(int index) {
    WorkerTime time = steps.get(index).workerTime();
    return time.share(time.blocked());
  }

  private double busyShare(int index) {
    WorkerTime time = steps.get(index).workerTime();
    return time.share(time.busy());
  }

  private Bottleneck ofSource(int busiest) {
    if (usesAllProcessors() && busyShare(busiest) >= HARDLY_BUSY) {
      return verdict(
          Kind.PROCESSORS,
          null,
          "no step alone: the program uses %.1f of %d processors; %s, the busiest step, is busy %s"
              + " of the time",
          seen.processorsUsed(),
          seen.processors(),
          steps.get(busiest).stepName(),
          percent(busyShare(busiest)));
    }
    return verdict(
        Kind.SOURCE,
        null,
        "the source: it gives items more slowly than the steps take them; %s, the busiest of them,"
            + " is busy %s of the time",
        steps.get(busiest).stepName(),
        percent(busyShare(busiest)));
  }

  private Bottleneck ofStep(int index) {
    StepReport step = steps.get(index);
    SampledLoad load = seen.steps().get(index);
    if (load.held() >= HELD) {
      return verdict(
          Kind.RATE,
          step,
          "%s: its rate lets no item begin %s of the time; a higher one would, if what it protects"
              + " can bear it",
          step.stepName(),
          percent(load.held()));
    }
    if (load.stages() >= ALL_STAGES) {
      return verdict(
          Kind.STAGES,
          step,
          "%s: %s of the stages that may be open are; let more be open, if what completes them can"
              + " bear it",
          step.stepName(),
          percent(load.stages()));
    }
    if (load.waitingForKeys() >= Math.max(1, MANY_KEYED * step.queueCapacity())) {
      return ofKeys(step, load, index);
    }
    if (busyShare(index) < BUSY) {
      return ofIdle(step, load, index);
    }
    double lockedShare = load.inCode() == 0 ? 0 : load.locked() / load.inCode();
    if (lockedShare >= WAITS_FOR_LOCKS) {
      return verdict(
          Kind.LOCK,
          step,
          "%s; of these, %s wait for a lock inside the step, or for a pool that they share: more"
              + " workers would wait, too; hold it for less long, divide it, or enlarge it",
          busy(index),
          percent(lockedShare));
    }
    return usesAllProcessors() && computes(load)
        ? verdict(
            Kind.PROCESSORS,
            step,
            "%s, but the program uses %.1f of %d processors: more workers would only share them;"
                + " make the step cheaper",
            busy(index),
            seen.processorsUsed(),
            seen.processors())
        : ofFewWorkers(step, index);
  }

  /** Its ring is full, but its workers are not busy. */
  private Bottleneck ofIdle(StepReport step, SampledLoad load, int index) {
    if (load.waitingForKeys() >= 1) {
      return ofKeys(step, load, index);
    }
    if (load.retries() >= 1) {
      return verdict(
          Kind.RETRIES,
          step,
          "%s, and %.0f items wait for a further attempt: what fails them is the limit",
          busy(index),
          load.retries());
    }
    if (usesAllProcessors()) {
      return verdict(
          Kind.PROCESSORS,
          step,
          "%s; the program uses %.1f of %d processors, and leaves it none",
          busy(index),
          seen.processorsUsed(),
          seen.processors());
    }
    return index > 0 && isBlocked(index - 1)
        ? verdict(
            Kind.CAPACITY,
            step,
            "%s; %s waits %s of the time for room in it, and its workers for items: give it a"
                + " larger capacity than %d",
            busy(index),
            steps.get(index - 1).stepName(),
            percent(blockedShare(index - 1)),
            step.queueCapacity())
        : ofFewWorkers(step, index);
  }

  private Bottleneck ofKeys(StepReport step, SampledLoad load, int index) {
    return verdict(
        Kind.KEYS,
        step,
        "%s, and %.0f items wait for an earlier item of their key: more workers can't take them;"
            + " divide the key, or make the step cheaper",
        busy(index),
        load.waitingForKeys());
  }

  private static boolean computes(SampledLoad load) {
    return load.runnable() >= COMPUTES * load.inCode();
  }

  private boolean usesAllProcessors() {
    return seen.processorsUsed() >= ALL_PROCESSORS * seen.processors();
  }

  private Bottleneck ofFewWorkers(StepReport step, int index) {
    int workers = step.workers();
    int next = busiestBut(index);
    double most = (double) workers * TIMES_AT_MOST;
    if (next >= 0) {
      most = Math.min(most, Math.ceil(workers * busyShare(index) / busyShare(next)));
    }
    if (computes(seen.steps().get(index))) {
      most = Math.min(most, Math.floor(workers * seen.processors() / seen.processorsUsed()));
    }
    int enough = (int) Math.max(workers + 1, most);
    return new Bottleneck(
        Kind.WORKERS,
        Optional.of(step.stepName()),
        OptionalInt.of(enough),
        format(
            "%s%s: give %s %d workers",
            busy(index),
            next < 0
                ? ""
                : format("; %s is busy %s", steps.get(next).stepName(), percent(busyShare(next))),
            step.stepName(),
            enough));
  }

  /** For people: how busy a step is. */
  private String busy(int index) {
    StepReport step = steps.get(index);
    return format(
        "%s: %s busy %s of the time, its ring %s full",
        step.stepName(),
        step.workers() == 1 ? "its worker is" : "its " + step.workers() + " workers are",
        percent(busyShare(index)),
        percent(seen.steps().get(index).fullness()));
  }

  private static Bottleneck verdict(
      Kind kind, @Nullable StepReport step, String words, Object... figures) {
    return new Bottleneck(
        kind,
        Optional.ofNullable(step).map(StepReport::stepName),
        OptionalInt.empty(),
        format(words, figures));
  }

  private static String format(String words, Object... figures) {
    return String.format(Locale.ROOT, words, figures);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
