package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Closings.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who closes a source, on which ending: the rows of the guide's table. What {@code putAll} opens is
 * in {@link PutAllClosingTest}, what iterator steps give in {@link IteratorStepClosingTest}, what a
 * function gives for an item in {@link FlatClosingTest}, recipes are in {@code RecipeClosingTest}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClosingTest {
  private static final String NAME = "closer";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
    Threads.assertNoneOf("mapConcurrent");
  }

  private static Pipeline<Integer, Integer> same() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).build();
  }

  /** Runs a pipeline until the ending. */
  private static void run(Ending ending, Consumer<Pipeline<Integer, ?>> put)
      throws InterruptedException {
    CountDownLatch some = new CountDownLatch(10);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "some",
                item -> {
                  some.countDown();
                  if (ending == Ending.STEP_FAILS && item == 10) {
                    throw new IllegalStateException("the step fails");
                  }
                })
            .build();
    put.accept(pipeline);
    pipeline.start();
    if (!ending.isFailure()) {
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    }
    if (ending == Ending.ABORT) {
      pipeline.abort();
    } else if (ending == Ending.DRAIN) {
      pipeline.drain(DEADLINE);
    }
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(pipeline.failure().isPresent()).isEqualTo(ending.isFailure());
    if (ending.isFailure()) {
      assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
    }
    pipeline.close();
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void shouldCloseAnIterableAndItsIteratorInTheSourceThread(Ending ending)
      throws InterruptedException {
    run(ending, pipeline -> pipeline.putIterable(closings.new Rows(closings.cursor(ending))));
    assertThat(closings.take()).containsExactly("cursor", "rows");
    assertThat(closings.closers()).containsOnly("closer-source");
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void shouldCloseAnIteratorAndAStreamInTheSourceThread(Ending ending) throws InterruptedException {
    run(ending, pipeline -> pipeline.putIterator(closings.cursor(ending)));
    run(ending, pipeline -> pipeline.putStream(closings.stream(closings.cursor(ending))));
    assertThat(closings.take()).containsExactly("cursor", "stream");
    assertThat(closings.closers()).containsOnly("closer-source");
  }

  @Test
  void shouldCloseASourceThatIsItsOwnIteratorOnce() throws InterruptedException {
    run(Ending.END, pipeline -> pipeline.putIterable(closings.new Both(closings.new Cursor(10))));
    assertThat(closings.take()).containsExactly("both");
  }

  @Test
  void shouldCloseSourcesThatWereNotPulledWithoutOpeningThem() throws InterruptedException {
    run(
        Ending.SOURCE_FAILS,
        pipeline -> {
          pipeline.putIterator(closings.cursor(Ending.SOURCE_FAILS));
          pipeline.putIterable(closings.rows(1));
        });
    assertThat(closings.take()).containsExactly("cursor", "rows");

    Pipeline<Integer, Integer> neverStarted = same();
    neverStarted.putIterable(closings.rows(1));
    neverStarted.putIterator(closings.new Cursor(1));
    neverStarted.putStream(closings.stream(List.of(1).iterator()));
    neverStarted.close();
    assertThat(closings.take()).containsExactly("rows", "cursor", "stream");
    assertThat(closings.closers()).endsWith(Thread.currentThread().getName());
  }

  @Test
  void shouldLeaveASourceThatIsRefusedToItsCaller() {
    Pipeline<Integer, Integer> pipeline = same();
    pipeline.close();
    Stream<Integer> stream = closings.stream(closings.new Cursor(3));
    assertThatThrownBy(() -> pipeline.putIterable(closings.rows(1)))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> pipeline.putIterator(closings.endless()))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> pipeline.putStream(stream)).isInstanceOf(CancellationException.class);
    assertThat(closings.take()).isEmpty();
    assertThat(stream.toList()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldFailWithWhatTheClosingOfASourceThrows() {
    closings.failWith(() -> new IOException("disk"));
    Pipeline<Integer, Integer> pipeline = same();
    pipeline.putIterable(closings.rows(3));
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("closing a source failed")
        .hasCauseInstanceOf(IOException.class)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(closings.take()).containsExactly("cursor", "rows");
  }

  @Test
  void shouldNotCloseAQueue() throws InterruptedException {
    AtomicInteger closed = new AtomicInteger();
    class Queue extends ArrayBlockingQueue<Integer> implements AutoCloseable {
      private static final long serialVersionUID = 1L;

      Queue() {
        super(3, false, List.of(1, 2, 3));
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }

    try (Pipeline<Integer, Integer> pipeline = same()) {
      pipeline.putQueue(new Queue(), item -> item == 3);
      pipeline.run();
    }
    try (Pipeline<Integer, Integer> pipeline = same()) {
      pipeline.putQueue(new Queue());
      pipeline.start();
      pipeline.stop();
    }
    assertThat(closed).hasValue(0);
  }

  @Test
  void shouldCloseTheSourceOfMapConcurrentHoweverItsResultsEnd() {
    assertThat(Pipeline.mapConcurrent(closings.rows(10), options().workers(2), i -> i)).hasSize(10);
    assertThat(closings.take()).as("read to the end").containsExactly("cursor", "rows");

    try (Stream<Integer> results =
        Pipeline.mapConcurrent(closings.rows(Integer.MAX_VALUE), options().workers(2), i -> i)) {
      assertThat(results.limit(3)).hasSize(3);
    }
    assertThat(closings.take()).as("closed early").containsExactly("cursor", "rows");

    Stream<Integer> failing =
        Pipeline.mapConcurrent(closings.rows(10), options().workers(2), i -> 1 / (i - 5));
    assertThatThrownBy(failing::toList).isInstanceOf(PipelineException.class);
    assertThat(closings.take()).as("failed").containsExactly("cursor", "rows");

    Pipeline.mapConcurrent(closings.rows(10), options().workers(2), i -> i).close();
    assertThat(closings.take()).as("never read").containsExactly("rows");

    StepOptions refused = options().workers(1).virtualThreads().waiting(Waiting.yielding());
    assertThatThrownBy(() -> Pipeline.mapConcurrent(closings.rows(1), refused, i -> i))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closings.take()).as("refused").isEmpty();
  }

  @Test
  void shouldLeaveItemsToTheirOwners() {
    AtomicInteger closed = new AtomicInteger();
    AutoCloseable item = closed::incrementAndGet;
    try (Pipeline<AutoCloseable, AutoCloseable> pipeline =
        Pipeline.<AutoCloseable>named(NAME)
            .flatMapIterable("flat", given -> List.of(given, given))
            .<AutoCloseable>iterateStream("same", items -> items)
            .build()) {
      pipeline.putIterable(List.of(item, item));
      assertThat(pipeline.results()).hasSize(4);
    }
    assertThat(closed).hasValue(0);
  }
}
