package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline's own threads may not wait for the pipeline: such calls are refused there. */
class WaitingForItselfTest {
  private static final String NAME = "misused";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "hook", "source", "tracker", "dead letter", "reporter"})
  void shouldRefuseToWaitForItself(String where) throws InterruptedException {
    Map<String, Throwable> thrown = new ConcurrentHashMap<>();
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    Runnable misuse =
        () -> {
          Pipeline<Integer, Integer> pipeline = self.get();
          Map<String, ThrowingCallable> calls =
              Map.of(
                  "put", () -> pipeline.put(1),
                  "putMeta", () -> pipeline.putMeta("meta"),
                  "putAll", () -> pipeline.putAll(List.of()),
                  "offer with a timeout", () -> pipeline.offer(1, Duration.ofSeconds(1)),
                  "run", pipeline::run,
                  "stop", pipeline::stop,
                  "close", pipeline::close,
                  "drain", () -> pipeline.drain(Duration.ZERO),
                  "awaitTermination", () -> pipeline.awaitTermination(Duration.ZERO),
                  "results", pipeline::results);
          calls.forEach(
              (name, call) -> {
                try {
                  call.call();
                } catch (Throwable t) {
                  thrown.put(name, t);
                }
              });
          pipeline.finish();
        };
    Pipeline<Integer, Integer> pipeline = misusing(where, misuse);
    self.set(pipeline);
    pipeline.putStream(
        Stream.of(1)
            .peek(
                item -> {
                  if (where.equals("source")) {
                    misuse.run();
                  }
                }));
    pipeline.runForever();
    assertThat(thrown)
        .hasSize(10)
        .allSatisfy(
            (name, e) ->
                assertThat(e)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "pipeline 'misused': "
                            + name
                            + " in one of the pipeline's own threads would wait for itself;"
                            + " offer(item), finish, abort and StepContext.reenqueue are possible"
                            + " there"));
  }

  private static Pipeline<Integer, Integer> misusing(String where, Runnable misuse) {
    class Hooked implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        if (where.equals("process")) {
          misuse.run();
        } else if (where.equals("dead letter")) {
          throw new IllegalStateException("to the dead letters");
        }
        out.emit(item);
      }

      @Override
      public void onInputEmpty(Emitter<Integer> out) {
        if (where.equals("hook")) {
          misuse.run();
        }
      }
    }
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .step("misuse", Hooked::new)
            .onFailure(FailurePolicy.deadLetter(failed -> misuse.run()));
    if (where.equals("tracker")) {
      builder =
          builder.tracker(
              new Tracker() {
                @Override
                public void beforeProcess(String stepName, Object item) {
                  misuse.run();
                }
              });
    } else if (where.equals("reporter")) {
      builder = builder.reporter(report -> misuse.run(), Duration.ofMillis(5));
    }
    return builder.build();
  }
}
