package io.paipa;

import static io.paipa.Told.NAME;
import static io.paipa.Told.named;
import static io.paipa.Told.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline fails while a source is called that is told of its items. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgedFailureTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch called = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** The source is called, and only the end of the pipeline interrupts that. */
  private void untilInterrupted() throws InterruptedException {
    called.countDown();
    never.await(20, TimeUnit.SECONDS);
  }

  /** The last item fails when the source is called. */
  private PipelineException failure(Topic<Integer> topic, int last) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink(
                "failing",
                item -> {
                  if (item == last) {
                    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
                    throw new IllegalStateException("no");
                  }
                })
            .build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::stop);
      assertThat(failure).hasRootCauseMessage("no");
      return failure;
    }
  }

  /** What an acknowledgement throws is kept, though the end of the pipeline came in its midst. */
  @Test
  void shouldSuppressInTheFailureWhatAnAcknowledgementThrows() throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(false, numbers(2)) {
          @Override
          void acknowledge(Integer item, Settlement outcome) throws Exception {
            super.acknowledge(item, outcome);
            if (item == 0) {
              try {
                untilInterrupted();
              } catch (InterruptedException e) {
                throw new IOException("broker is gone", e);
              }
            }
          }
        };
    assertThat(failure(topic, 1).getSuppressed())
        .anySatisfy(other -> assertThat(other).hasStackTraceContaining("broker is gone"));
  }

  /** That the failure interrupts a poll is no failure of its own. */
  @Test
  void shouldNotSuppressItsOwnInterruptInTheFailure() throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(false, numbers(1)) {
          private boolean polled;

          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) throws Exception {
            if (polled) {
              untilInterrupted();
            }
            polled = true;
            return super.poll(to, limit);
          }
        };
    assertThat(failure(topic, 0).getSuppressed()).isEmpty();
  }

  /** The source thread may be gone by then: that is no reason to keep a throw quiet. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFailWhenTheCloseThrows(boolean late) throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(true, numbers(1)) {
          @Override
          public void close() {
            super.close();
            if (late) {
              Threads.await(() -> !Threads.of(NAME).contains(NAME + "-source"));
            }
            throw new IllegalStateException("can't leave");
          }
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.putAcknowledged(topic);
      assertThatThrownBy(pipeline::run).hasRootCauseMessage("can't leave");
    }
    assertThat(topic.outcomes()).isEqualTo(Map.of(0, Settlement.DONE));
  }
}
