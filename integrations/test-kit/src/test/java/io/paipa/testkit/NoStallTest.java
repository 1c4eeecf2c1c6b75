package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Health;
import io.paipa.Pipeline;
import io.paipa.StepBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits because it was told to is no stall. */
@LeavesNoPipeline
@Timeout(60)
class NoStallTest {
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  private StepBuilder<Integer, Integer, Integer> stalling() {
    return Pipeline.<Integer>named("stalls")
        .map(
            "work",
            item -> {
              if (item == 7) {
                mayGoOn.await();
              }
              return item;
            })
        .stallAfter(ofSeconds(1));
  }

  private static void assertNoStall(PipelineTest<?, ?> test) {
    assertThat(test.pipeline().health())
        .isEqualTo(new Health(Health.Status.UP, Optional.empty(), Optional.empty()));
  }

  /** So the others say something. */
  @Test
  void shouldBeAStallWhereCodeWaits() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(stalling()).mayWait("work").put(7).advance(ofMinutes(1));
    assertThat(test.pipeline().health().reason()).isPresent();

    mayGoOn.countDown();

    test.expect(List.of(7)).advance(ofSeconds(1));
    assertNoStall(test);
  }

  @Test
  void shouldBeNoneWhereNothingComes() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(stalling()).put(1).advance(ofMinutes(1)).expect(List.of(1));

    assertNoStall(test);
  }

  @Test
  void shouldBeNoneInAPause() {
    PipelineTest<Integer, Integer> test = PipelineTest.of(stalling());
    test.pipeline().pause();
    test.pipeline().putIterable(numbers(10, 1_000));

    test.advance(ofMinutes(1)).expectNothing();
    assertNoStall(test);

    test.pipeline().resume();
    test.expect(numbers(10, 1_000));
  }
}
