package io.paipa.internal.assembly;

import io.paipa.StepOption;
import io.paipa.StepOptions;
import io.paipa.Waiting;

/** Reads the options of a step. */
final class OptionValues {
  private OptionValues() {}

  /** The value of an option that has a default, or that default. */
  static <V> V of(StepOptions options, StepOption<V> option) {
    return options.getOrDefault(option).orElseThrow();
  }

  /** Whether the step's workers never leave their cores while they wait. */
  static boolean polls(StepOptions options) {
    Waiting.Kind kind = of(options, StepOption.WAITING).kind();
    return kind == Waiting.Kind.BUSY_SPIN || kind == Waiting.Kind.YIELDING;
  }
}
