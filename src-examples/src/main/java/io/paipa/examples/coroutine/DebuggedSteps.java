package io.paipa.examples.coroutine;

import io.paipa.Reporter;
import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Finds out which of the steps cast, flip, flap and flatten takes the time. A debugger reports
 * every second and at the end what each gave and used, by itself, and how often it looked something
 * up.
 */
public final class DebuggedSteps {
  private static final long FLIP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private int lookUps;

  public static void main(String[] arguments) {
    DebuggedSteps program = new DebuggedSteps();
    List<String> texts = IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
    try (CloseableIterator<Integer> results =
        program.recipe(Reporter.aligned(System.out::println)).on(texts)) {
      System.out.println(Recipe.consume(results) + " results");
    }
  }

  Recipe<String, Integer> recipe(Reporter reporter) {
    return Recipe.<String>identity()
        .then("cast", Recipe.mapping(Integer::valueOf))
        .then("flip", Recipe.mapping(DebuggedSteps::flip))
        .then("flap", Recipe.mapping(this::flap))
        .then("flatten", Recipe.flatten())
        .debuggedBy(
            RuntimeDebugger.named("flip and flap")
                .every(Duration.ofSeconds(1))
                .counting("look-ups", () -> lookUps)
                .reportingTo(reporter));
  }

  /** Slow, but not busy. */
  private static int flip(int number) {
    LockSupport.parkNanos(FLIP_NANOS);
    return -number;
  }

  private List<Integer> flap(int number) {
    lookUps += 2;
    return List.of(number, -number, number);
  }
}
