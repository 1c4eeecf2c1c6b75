package io.paipa.coroutine;

import io.paipa.Reporter;
import java.util.List;

/** A program that measures a recipe, for a JVM that lacks modules. */
final class MeasuredAlone {
  private MeasuredAlone() {}

  public static void main(String[] arguments) {
    Recipe.consume(
        Recipe.of("same", Recipe.<Integer, Integer>mapping(i -> i))
            .debuggedBy(
                RuntimeDebugger.named("alone").reportingTo(Reporter.aligned(System.out::println)))
            .on(List.of(1, 2, 3)));
  }
}
