package io.paipa.stress.chaos;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets a scenario's faults happen, and remembers what was thrown. Any thread. */
final class Sabotage {
  /** No step. */
  static final int PIPELINE = -1;

  /**
   * Something thrown that has to fail the pipeline.
   *
   * @param throwable what
   * @param step at which step, or {@link #PIPELINE}
   * @param kind where it was thrown; null if by the step's own code, for an item
   * @param afterEnd whether it was thrown when something had ended the pipeline already
   */
  record Fatal(Throwable throwable, int step, Fault.@Nullable Kind kind, boolean afterEnd) {
    /** Whether it fails whatever else ends it; if not, an abort may hide it that comes first. */
    boolean always() {
      return throwable instanceof Error || afterEnd || (step == PIPELINE && !ofSource());
    }

    /** Whether it need not fail it: it may come when all is over. */
    boolean maybe() {
      return kind == Fault.Kind.CLOCK_ERROR;
    }

    boolean ofItem() {
      return kind == null || kind.isOfItem();
    }

    boolean ofHook() {
      return kind != null && kind.isHook();
    }

    boolean ofSource() {
      return kind != null && kind.isOfSource();
    }
  }

  private final List<Fault> faults;
  private final Map<Fault, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Queue<Fatal> fatal = new ConcurrentLinkedQueue<>();
  private final Queue<Fault> happened = new ConcurrentLinkedQueue<>();

  Sabotage(List<Fault> faults) {
    this.faults = faults;
    faults.forEach(fault -> calls.put(fault, new AtomicInteger()));
  }

  /** Whether a fault of a kind is to happen at this call. */
  boolean strikes(Fault.Kind kind, int step) {
    if (faults.isEmpty()) {
      return false;
    }
    boolean strikes = false;
    for (Fault fault : faults) {
      if (fault.kind() == kind && (step == PIPELINE || fault.step() == step)) {
        AtomicInteger count = calls.get(fault);
        if (count != null && count.incrementAndGet() == fault.nth()) {
          happened.add(fault);
          strikes = true;
        }
      }
    }
    return strikes;
  }

  /** Throws if a fault of a kind is to happen at this call. */
  void strike(Fault.Kind kind, int step) {
    strike(kind, step, false);
  }

  /** The same, of a call that may have begun after the end: no abort hides what is thrown then. */
  void strike(Fault.Kind kind, int step, boolean ended) {
    if (!strikes(kind, step)) {
      return;
    }
    String what = kind + (step == PIPELINE ? "" : " at s" + step);
    if (kind.isError()) {
      throw remembered(new InjectedError(what), kind, step, ended);
    }
    throw remembered(new InjectedException(what), kind, step, ended);
  }

  private <T extends Throwable> T remembered(T thrown, Fault.Kind kind, int step, boolean ended) {
    if (!kind.isHarmless()) {
      fatal.add(new Fatal(thrown, step, kind, ended));
    }
    return thrown;
  }

  /** An item has failed of what its step threw by itself. */
  void itemFailed(Throwable throwable, int step) {
    fatal.add(new Fatal(throwable, step, null, false));
  }

  /** An emit was refused to a thread that tells nobody. */
  void refused(Throwable refusal, int step) {
    fatal.add(new Fatal(refusal, step, Fault.Kind.EMIT_ELSEWHERE, false));
  }

  List<Fatal> fatal() {
    return List.copyOf(fatal);
  }

  boolean hasHappened(Fault.Kind kind) {
    return happened.stream().anyMatch(fault -> fault.kind() == kind);
  }
}
