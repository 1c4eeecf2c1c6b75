package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Looks for threads that a pipeline left behind. */
public final class Threads {
  private Threads() {}

  /** A pipeline's threads are joined before its calls return, so none may be there. */
  static void assertNoneOf(String pipelineName) {
    assertThat(of(pipelineName)).isEmpty();
  }

  static List<String> of(String pipelineName) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(pipelineName + "-"))
        .sorted()
        .toList();
  }

  /** The threads that all pipelines share. */
  static List<Thread> ofTheClock() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("paipa-clock"))
        .toList();
  }

  /** Waits, with a deadline, until there is none of them, since no pipeline needs them. */
  static void awaitEndOfTheClock() throws InterruptedException {
    for (Thread thread : ofTheClock()) {
      thread.join(20_000);
    }
    assertThat(ofTheClock()).isEmpty();
  }

  /** Waits, with a deadline, until a condition holds. */
  public static void await(BooleanSupplier condition) {
    await(Duration.ofSeconds(20), condition);
  }

  /** Waits for a condition, for 20 seconds; whether it holds then. */
  static boolean happens(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.yield();
    }
    return condition.getAsBoolean();
  }

  /** Waits until a condition holds, for so long at most. */
  static void await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.yield();
    }
  }
}
