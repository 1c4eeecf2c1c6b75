package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who closes what, on which ending: the rows of the guide's table. What a function gives for an
 * item is in {@link FlatClosingTest}, recipes are in {@code RecipeClosingTest}.
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

  enum Ending {
    END,
    SOURCE_FAILS,
    STEP_FAILS,
    ABORT,
    DRAIN;

    private boolean isFailure() {
      return this == SOURCE_FAILS || this == STEP_FAILS;
    }
  }

  /** What a pipeline with this ending is given. */
  private Closings.Cursor cursor(Ending ending) {
    return switch (ending) {
      case END -> closings.new Cursor(10);
      case SOURCE_FAILS -> closings.failingAfter(10);
      default -> closings.endless();
    };
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
    run(ending, pipeline -> pipeline.putIterable(closings.new Rows(cursor(ending))));
    assertThat(closings.take()).containsExactly("cursor", "rows");
    assertThat(closings.closers()).containsOnly("closer-source");
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void shouldCloseAnIteratorAndAStreamInTheSourceThread(Ending ending) throws InterruptedException {
    run(ending, pipeline -> pipeline.putIterator(cursor(ending)));
    run(ending, pipeline -> pipeline.putStream(closings.stream(cursor(ending))));
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
          pipeline.putIterator(cursor(Ending.SOURCE_FAILS));
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

  /** A collection that has such an iterator. */
  private static final class Table extends AbstractCollection<Integer> {
    private final Iterator<Integer> rows;

    Table(Iterator<Integer> rows) {
      this.rows = rows;
    }

    @Override
    public Iterator<Integer> iterator() {
      return rows;
    }

    @Override
    public int size() {
      return 3;
    }
  }

  @Test
  void shouldCloseTheIteratorThatPutAllOpensAndLeaveTheIterableToItsCaller()
      throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      pipeline.putAll(closings.rows(3));
      assertThat(closings.take()).containsExactly("cursor");
      Collection<Integer> table = new Table(closings.new Cursor(3));
      assertThat(pipeline.inputQueue().addAll(table)).isTrue();
      assertThat(closings.take()).containsExactly("cursor");
      pipeline.putAll(closings.new Both(closings.new Cursor(3)));
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(9);
    }
    assertThat(closings.take()).isEmpty();
    assertThat(closings.closers()).containsOnly(Thread.currentThread().getName());
  }

  @Test
  void shouldCloseTheIteratorOfPutAllWhenAnItemCanNotBePut() {
    Pipeline<Integer, Integer> pipeline = same();
    Closings.Cursor aborting =
        closings.new Cursor(3) {
          @Override
          public Integer next() {
            if (super.next() == 2) {
              pipeline.abort();
            }
            return 1;
          }
        };
    assertThatThrownBy(() -> pipeline.putAll(closings.new Rows(aborting)))
        .isInstanceOf(CancellationException.class);
    assertThat(closings.take()).containsExactly("cursor");
    assertThatThrownBy(() -> pipeline.putAll(closings.rows(1)))
        .isInstanceOf(CancellationException.class);
    assertThat(closings.take()).as("of a call that opens none").isEmpty();
  }

  @Test
  void shouldCloseTheIteratorOfPutAllWithoutTheInterruptOfItsCaller() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      Thread.currentThread().interrupt();
      pipeline.putAll(closings.rows(3)); // before the start, it waits for nothing
      assertThat(Thread.interrupted()).isTrue();
      pipeline.start();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(3)))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(closings.take()).containsExactly("cursor", "cursor");
  }

  @Test
  void shouldThrowFromPutAllWhatClosingThrows() {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      IllegalStateException unchecked = new IllegalStateException("closing");
      closings.failWith(() -> unchecked);
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(1))).isSameAs(unchecked);

      closings.failWith(() -> new IOException("disk"));
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(1)))
          .isInstanceOf(PipelineException.class)
          .hasMessage(
              "pipeline 'closer': closing the iterator of what was put failed:"
                  + " java.io.IOException: disk")
          .hasCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> pipeline.putAll(closings.new Rows(closings.failingAfter(2))))
          .hasMessage("the source fails")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .singleElement()
                      .satisfies(closing -> assertThat(closing).hasMessageContaining("disk")));
    }
  }

  /** More of it is in {@link IteratorStepTest}. */
  @ParameterizedTest
  @EnumSource(value = Ending.class, names = "DRAIN", mode = EnumSource.Mode.EXCLUDE)
  void shouldCloseTheIteratorOfAStepInItsWorker(Ending ending) throws InterruptedException {
    CountDownLatch some = new CountDownLatch(10);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("own", items -> cursor(ending))
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
