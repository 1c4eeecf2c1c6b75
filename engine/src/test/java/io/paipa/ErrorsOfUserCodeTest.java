package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error of user code ends its pipeline: it is neither retried nor skipped. */
class ErrorsOfUserCodeTest {
  private static final String NAME = "errors";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "hook", "source"})
  void shouldEndWithAnError(String where) {
    AtomicInteger attempts = new AtomicInteger();
    class Dying implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        attempts.incrementAndGet();
        dieAt("process");
        out.emit(item);
      }

      @Override
      public void onFlush(Emitter<Integer> out) {
        dieAt("hook");
      }

      private void dieAt(String place) {
        if (place.equals(where)) {
          throw new StackOverflowError(place);
        }
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .step("dying", Dying::new)
            .workers(3)
            .retrying(3, Backoff.none())
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.putStream(
          IntStream.range(0, 10)
              .mapToObj(
                  item -> {
                    if (where.equals("source") && item == 5) {
                      throw new StackOverflowError("source");
                    }
                    return item;
                  }));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .cause()
          .isInstanceOf(StackOverflowError.class)
          .hasMessage(where);
      assertBalanced(pipeline);
      assertThat(pipeline.report().steps().get(0).retried()).isZero();
    }
  }
}
