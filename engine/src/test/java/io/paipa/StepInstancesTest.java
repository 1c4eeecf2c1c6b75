package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each worker, of whichever step, has an instance of its own; unless there is no state in it. */
class StepInstancesTest {
  private static final String NAME = "instances";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static final class Forwarding implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  private static void run(Builder<Integer, Integer> builder) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder.build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(3);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldRefuseTheSameInstanceForTwoSteps() {
    Step<Integer, Integer> once = new Forwarding();
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("first", () -> once)
            .map("between", item -> item)
            .<Integer>step("second", () -> once);
    assertThatThrownBy(() -> run(builder))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("step 'second'")
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the factory gave the same instance twice; each worker needs one of its own");
  }

  @Test
  void shouldRefuseALambdaThatHasStateForTwoSteps() {
    Set<Integer> state = ConcurrentHashMap.newKeySet();
    Step<Integer, Integer> once =
        (item, out) -> {
          if (state.add(item)) {
            out.emit(item);
          }
        };
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("first", () -> once)
            .<Integer>step("second", () -> once);
    assertThatThrownBy(() -> run(builder))
        .hasMessageContaining("step 'second'")
        .cause()
        .hasMessage("the factory gave the same instance twice; each worker needs one of its own");
  }

  @Test
  void shouldShareALambdaWithoutState() throws InterruptedException {
    Step<Integer, Integer> lambda = (item, out) -> out.emit(item);
    run(
        Pipeline.<Integer>named(NAME)
            .<Integer>step("first", () -> lambda)
            .workers(2)
            .<Integer>step("second", () -> lambda)
            .workers(2));
  }

  @Test
  void shouldShareFunctions() throws InterruptedException {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    CheckedFunction<Integer, Integer> function =
        item -> {
          seen.add(item);
          return item + 1;
        };
    run(
        Pipeline.<Integer>named(NAME)
            .map("first", function)
            .workers(2)
            .map("second", function)
            .workers(2));
    assertThat(seen).containsExactlyInAnyOrder(1, 2, 3, 4);
  }
}
