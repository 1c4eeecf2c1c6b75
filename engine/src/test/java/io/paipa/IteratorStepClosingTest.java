package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Closings.Ending;
import io.paipa.coroutine.Recipe;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an iterator step gives, and what it got, is closed in its worker, whatever ends it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IteratorStepClosingTest {
  private static final String NAME = "closer";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** More of it is in {@link IteratorStepTest}. */
  @ParameterizedTest
  @EnumSource(value = Ending.class, names = "DRAIN", mode = EnumSource.Mode.EXCLUDE)
  void shouldCloseTheIteratorOfAStepInItsWorker(Ending ending) throws InterruptedException {
    CountDownLatch some = new CountDownLatch(10);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("own", items -> closings.cursor(ending))
            .sink(
                "some",
                item -> {
                  some.countDown();
                  if (ending == Ending.STEP_FAILS && item == 10) {
                    throw new IllegalStateException("the step fails");
                  }
                })
            .build();
    pipeline.start();
    if (!ending.isFailure()) {
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    }
    pipeline.finish();
    if (ending == Ending.ABORT) {
      pipeline.abort();
    }
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(pipeline.failure().isPresent()).isEqualTo(ending.isFailure());
    assertThat(closings.take()).containsExactly("cursor");
    assertThat(closings.closers()).containsExactly("closer-own-0");
  }

  /** Like any iterator that closes something itself when the items end. */
  @Test
  void shouldCloseWhatARecipeInAPipelineHasOpenedInPeace() throws InterruptedException {
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    CountDownLatch asked = new CountDownLatch(1);
    LateInterrupts late = new LateInterrupts(closings);
    Recipe<Integer, Integer> recipe =
        Recipe.of(
            "own",
            (Iterator<Integer> items) ->
                closings.new Cursor(1) {
                  @Override
                  public boolean hasNext() {
                    asked.countDown();
                    Threads.await(() -> self.get().state() == PipelineState.ABORTED);
                    return items.hasNext();
                  }
                });
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .iterate("recipe", recipe)
            .threadFactory(late::newThread)
            .build()) {
      self.set(pipeline);
      pipeline.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThat(pipeline.failure()).isEmpty();
    }
    assertThat(closings.take()).containsExactly("cursor");
    assertThat(late.wereTooLate()).isFalse();
  }

  @Test
  void shouldCloseTheStreamThatAFunctionGivesAndTheOneThatItGot() throws InterruptedException {
    StreamFunction<Integer, Integer> function =
        items -> closings.noting(closings.noting(items, "got").sorted().toList().stream(), "given");
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).iterateStream("own", function).build()) {
      pipeline.putIterable(List.of(3, 1, 2));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(3);
    }
    assertThat(closings.take()).containsExactly("given", "got");
    assertThat(closings.closers()).containsOnly("closer-own-0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "parallel", "used", "null"})
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what is tested
  void shouldCloseTheStreamsOfAFunctionThatIsOfNoUse(String misuse) {
    StreamFunction<Integer, Integer> function =
        items -> {
          assertThat(closings.noting(items, "got")).isNotNull();
          Stream<Integer> given = closings.noting(Stream.of(1), "given");
          return switch (misuse) {
            case "throws" -> throw new IllegalStateException("misuse");
            case "parallel" -> given.parallel();
            case "used" -> given.map(i -> i).isParallel() ? null : given;
            default -> null;
          };
        };
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).iterateStream("own", function).build();
    pipeline.putIterable(List.of(1));
    assertThatThrownBy(pipeline::run).hasMessageContaining("step 'own'");
    boolean isGiven = misuse.equals("parallel") || misuse.equals("used");
    assertThat(closings.take()).isEqualTo(isGiven ? List.of("given", "got") : List.of("got"));
  }
}
