package io.paipa.internal.worker;

import io.paipa.Emitter;
import io.paipa.Step;

/** Calls of user code. */
final class Hooks {
  private Hooks() {}

  /** A call of user code. */
  @FunctionalInterface
  interface Hook {
    void call() throws Exception;
  }

  /** Whether a step has a hook of its own, so that all its workers need to be asked. */
  static boolean overrides(Step<?, ?> step, String hook) {
    try {
      return step.getClass().getMethod(hook, Emitter.class).getDeclaringClass() != Step.class;
    } catch (NoSuchMethodException e) {
      return true;
    }
  }
}
