package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever user code throws, and wherever: the run ends, says what it was, and leaves no thread.
 */
class FailureTest {
  private static final String NAME = "failures";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  enum Hook {
    STEP_START,
    WORKER_START,
    PROCESS,
    INPUT_EMPTY,
    FLUSH,
    META,
    WORKER_STOP,
    STEP_STOP
  }

  private static final class Throwing implements Step<Integer, Integer> {
    private final Hook hook;
    private final AtomicInteger started;
    private final AtomicInteger stopped;

    Throwing(Hook hook, AtomicInteger started, AtomicInteger stopped) {
      this.hook = hook;
      this.started = started;
      this.stopped = stopped;
    }

    private void at(Hook current) {
      if (current == hook) {
        throw new IllegalStateException("thrown by " + current);
      }
    }

    @Override
    public void onStepStart(StepContext<Integer> context) {
      at(Hook.STEP_START);
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      at(Hook.WORKER_START);
      started.incrementAndGet();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      at(Hook.PROCESS);
      out.emit(item);
    }

    @Override
    public void onInputEmpty(Emitter<Integer> out) {
      at(Hook.INPUT_EMPTY);
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      at(Hook.FLUSH);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Integer> out) {
      at(Hook.META);
      return meta;
    }

    @Override
    public void onWorkerStop(Ending ending) {
      stopped.incrementAndGet();
      at(Hook.WORKER_STOP);
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      at(Hook.STEP_STOP);
    }
  }

  @ParameterizedTest
  @EnumSource(Hook.class)
  void shouldEndWithWhatAHookThrows(Hook hook) throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("before", item -> item)
            .workers(2)
            .<Integer>step("throwing", () -> new Throwing(hook, started, stopped))
            .workers(3)
            .map("after", item -> item)
            .workers(2)
            .build()) {
      pipeline.putAll(IntStream.range(0, 100).boxed().toList());
      pipeline.putMeta("meta");
      pipeline.putAll(IntStream.range(0, 100).boxed().toList());
      pipeline.start();
      if (hook == Hook.INPUT_EMPTY) {
        Threads.await(() -> pipeline.failure().isPresent());
      }
      assertThatThrownBy(pipeline::stop)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'throwing'")
          .cause()
          .hasMessage("thrown by " + hook);
      assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
      assertThat(stopped).hasValue(started.get());
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldEndWithWhatAnIteratorThrows() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build()) {
      pipeline.putStream(IntStream.range(0, 1_000).mapToObj(i -> 1 / (500 - i)));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasCauseInstanceOf(ArithmeticException.class);
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldEndWithWhatAnIteratorStepThrowsAtAnEndlessSource() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterateStream("crash", items -> items.map(i -> 1 / (1_000 - i)))
            .workers(3)
            .map("same", item -> item)
            .workers(2)
            .build()) {
      pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
      assertThatThrownBy(pipeline::run).hasCauseInstanceOf(ArithmeticException.class);
      assertThat(pipeline.isAlive()).isFalse();
      assertBalanced(pipeline);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {0, 1, 3, 5, 7})
  void shouldEndWhenTheThreadFactoryThrows(int good) throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger started = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("a", () -> new Throwing(Hook.META, started, stopped))
            .workers(4)
            .map("b", item -> item)
            .workers(3)
            .threadFactory(
                work -> {
                  if (made.getAndIncrement() == good) {
                    throw new IllegalStateException("no more threads");
                  }
                  return new Thread(work);
                })
            .build()) {
      pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
      pipeline.start();
      assertThatThrownBy(pipeline::stop).cause().hasMessage("no more threads");
      assertThat(stopped).hasValue(started.get());
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldSayThatTheThreadFactoryGivesAThreadTwice() throws InterruptedException {
    AtomicReference<Thread> made = new AtomicReference<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .workers(2)
            .threadFactory(
                work -> made.updateAndGet(thread -> thread == null ? new Thread(work) : thread))
            .build()) {
      pipeline.start();
      assertThatThrownBy(pipeline::stop)
          .hasMessageContaining("thread 'same-1' could not be started")
          .cause()
          .hasMessage("the thread factory gave the same thread twice");
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldCloseItsSources() throws InterruptedException {
    AtomicInteger closed = new AtomicInteger();
    class Closeable implements Iterator<Integer>, AutoCloseable {
      private int next;

      @Override
      public boolean hasNext() {
        return next < 10;
      }

      @Override
      public Integer next() {
        return next++;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }
    Pipeline<Integer, Integer> unstarted =
        Pipeline.<Integer>named(NAME).map("same", item -> item).build();
    unstarted.putIterator(new Closeable());
    unstarted.put(7);
    unstarted.close();
    assertThat(closed).hasValue(1);
    assertThat(unstarted.report().abandonedBeforeFirstStep()).isEqualTo(1);
    try (Pipeline<Integer, Integer> failing =
        Pipeline.<Integer>named(NAME).map("fail", item -> 1 / item).build()) {
      failing.putIterator(new Closeable());
      failing.putIterator(new Closeable());
      assertThatThrownBy(failing::run).isInstanceOf(PipelineException.class);
    }
    assertThat(closed).hasValue(3);
  }
}
