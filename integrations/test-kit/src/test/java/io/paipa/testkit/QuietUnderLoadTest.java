package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.StepBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pipeline is not taken for quiet too early, where more threads want to run than there are cores:
 * so that a thread that was woken takes long to begin to run.
 */
@LeavesNoPipeline
@Timeout(60)
class QuietUnderLoadTest {
  private static final List<Thread> BURNING = new ArrayList<>();

  /** Items of one key are tried again one after the other, at each step. */
  private static final int ENOUGH_MILLIS = 100;

  private static volatile boolean over;

  @BeforeAll
  static void burn() {
    over = false;
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                while (!over) {
                  Thread.onSpinWait();
                }
              });
      thread.setDaemon(true);
      thread.start();
      BURNING.add(thread);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    over = true;
    for (Thread thread : BURNING) {
      thread.join();
    }
    BURNING.clear();
  }

  /** The source thread was signalled, and has not begun to run. */
  @RepeatedTest(50)
  void shouldWaitForASourceThatWasHandedOver() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x)).awaitQuiet();

    test.pipeline().putIterable(List.of(1, 2));

    assertThat(test.outputs()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#fewSeeds")
  void shouldGiveAllThatComesOut(long seed) {
    Random random = new Random(seed);
    Builder<Integer, Integer> builder = Pipeline.named("test");
    for (int step = random.nextInt(3); step >= 0; step--) {
      builder = drawn(builder, "step" + step, random);
    }
    PipelineTest<Integer, Integer> test = PipelineTest.of(builder);

    for (int round = 0; round < 3; round++) {
      List<Integer> numbers =
          IntStream.range(0, random.nextInt(60)).map(i -> random.nextInt()).boxed().toList();
      test.putAll(numbers).advance(ofMillis(ENOUGH_MILLIS)).expectInAnyOrder(numbers);
    }
  }

  /** The thread that feeds waits for the finish, and takes long to begin to run after it. */
  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#fewSeeds")
  void shouldHaveEndedWhenItIsFinished(long seed) {
    for (int i = 0; i < 10; i++) {
      PipelineTest<Integer, Integer> test =
          PipelineTest.of(Pipeline.<Integer>named("test " + seed).map("same", x -> x))
              .put(1)
              .expect(List.of(1))
              .finish();

      assertThat(test.pipeline().state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  private static Builder<Integer, Integer> drawn(
      Builder<Integer, Integer> builder, String name, Random random) {
    StepBuilder<Integer, Integer, Integer> step =
        switch (random.nextInt(3)) {
          case 0 ->
              builder.mapAsync(
                  name, 1 + random.nextInt(8), x -> CompletableFuture.supplyAsync(() -> x));
          case 1 -> failingOnce(builder, name);
          default -> builder.map(name, x -> x).capacity(2 << random.nextInt(6));
        };
    step = step.workers(1 + random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 -> step.ordered();
      case 1 -> step.keyed(x -> x & 255);
      default -> step;
    };
  }

  private static StepBuilder<Integer, Integer, Integer> failingOnce(
      Builder<Integer, Integer> builder, String name) {
    Set<Integer> failed = Collections.newSetFromMap(new ConcurrentHashMap<>());
    return builder
        .map(
            name,
            x -> {
              if ((x & 3) == 0 && failed.add(x)) {
                throw new IOException("busy");
              }
              return x;
            })
        .retrying(1, Backoff.fixed(ofMillis(2)));
  }
}
