package io.paipa.coroutine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are measured. The debugger belongs to one JVM: what is deserialised elsewhere does the
 * same unmeasured.
 */
final class Debugged implements Stage {
  private static final long serialVersionUID = 1L;

  /** What is measured. */
  private final NamedStep[] steps;

  private final transient @Nullable RuntimeDebugger debugger;

  Debugged(List<NamedStep> steps, RuntimeDebugger debugger) {
    this.steps = steps.toArray(NamedStep[]::new);
    this.debugger = debugger;
  }

  @Override
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    return debugger == null
        ? NamedStep.stack(List.of(steps), upstream, belongings)
        : new Measuring(debugger, List.of(steps)).stack(upstream, belongings);
  }
}
