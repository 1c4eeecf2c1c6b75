package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No exception leads back to itself, by causes and suppressed ones. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CirclesOfCausesTest {
  private static final String NAME = "described";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Fails if an exception leads back to itself, by causes and suppressed ones. */
  private static void assertNoCircle(Throwable thrown, Map<Throwable, Boolean> above) {
    assertThat(above.put(thrown, true)).as("a circle at " + thrown).isNull();
    if (thrown.getCause() != null) {
      assertNoCircle(thrown.getCause(), above);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      assertNoCircle(suppressed, above);
    }
    above.remove(thrown);
  }

  @Test
  void shouldMakeNoCircleOfCauses() throws InterruptedException {
    IOException known = new IOException("known", new IllegalStateException("deeper"));
    List<Pipeline<Object, Object>> self = new ArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  both.countDown();
                  both.await();
                  if (item.equals(1)) {
                    throw known;
                  }
                  Threads.await(() -> self.get(0).failure().isPresent());
                  self.get(0).offer(3); // throws an exception whose cause is the failure
                  return item;
                })
            .workers(2)
            .whenFailed(
                failure -> {
                  throw new IllegalStateException("callback", failure);
                })
            .build();
    self.add(pipeline);
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      running.put(1);
                      running.put(2);
                    }))
        .isInstanceOf(PipelineException.class)
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
    Pipeline<Object, Object> letters =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  throw known;
                })
            .onFailure(
                FailurePolicy.deadLetter(
                    failed -> {
                      throw (IllegalStateException) known.getCause();
                    }))
            .build();
    assertThatThrownBy(() -> letters.during(running -> running.put(1)))
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
  }

  /** Of a stream function, and of the closing of what it got and gave. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldMakeNoCircleOfWhatTheClosingOfStreamsThrows(boolean functionThrows) {
    IllegalStateException first = new IllegalStateException("first");
    Runnable closing =
        () -> {
          throw new IllegalStateException("closing", new IOException(first));
        };
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .<Object>iterateStream(
                "fail",
                items -> {
                  Stream<Object> closed = items.onClose(closing);
                  if (functionThrows) {
                    throw first;
                  }
                  return closed.toList().stream()
                      .onClose(
                          () -> {
                            throw first;
                          });
                })
            .build();
    assertThatThrownBy(() -> pipeline.during(running -> running.put(1)))
        .isInstanceOf(PipelineException.class)
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
  }
}
