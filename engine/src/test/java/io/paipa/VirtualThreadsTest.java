package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.workers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that are virtual threads leave the cores to each other. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
  private static final int MANY = 2 * Runtime.getRuntime().availableProcessors() + 1;

  static List<Waiting> polling() {
    return List.of(Waiting.yielding(), Waiting.busySpin());
  }

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("virtual");
  }

  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPoll(Waiting waiting) {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("virtual")
            .map("a", workers(2).virtualThreads().waiting(waiting), item -> item);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'virtual', step 'a': virtual threads: they exclude Waiting.busySpin() and"
                + " yielding(), which would keep other virtual threads from running; use"
                + " Waiting.parking()");
  }

  /** Before a step that polls and whose own outputs wait for virtual threads. */
  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPollForRoomEither(Waiting waiting) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .map("first", workers(MANY).virtualThreads(), item -> item)
            .map("polls", workers(1).capacity(2).waiting(waiting), item -> item)
            .map("last", workers(MANY).virtualThreads().capacity(2), item -> item)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldDoTheWorkOfAnyOthers() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .map("a", workers(1_000).virtualThreads(), item -> item)
            .map("b", workers(3).virtualThreads().ordered(), item -> item)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }
}
