package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a function gives the outputs of an item with is closed before the attempt is over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlatClosingTest {
  private static final String NAME = "flat";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** What a function may give, and what of it is to be closed. */
  enum Given {
    STREAM("stream"),
    ITERABLE("cursor rows"),
    /** An iterable that can't be closed, with an iterator that can. */
    LAMBDA("cursor"),
    /** An iterable that is its own iterator. */
    BOTH("both");

    private final String closed;

    Given(String closed) {
      this.closed = closed;
    }

    private List<String> closed() {
      return List.of(closed.split(" "));
    }
  }

  private Builder<Integer, Integer> builder(
      Given given, StepOptions options, CheckedFunction<Integer, Closings.Cursor> cursor) {
    Builder<Integer, Integer> builder = Pipeline.named(NAME);
    return switch (given) {
      case STREAM -> builder.flatMap("flat", i -> closings.stream(cursor.apply(i))).with(options);
      case ITERABLE ->
          builder.flatMapIterable("flat", i -> closings.new Rows(cursor.apply(i))).with(options);
      case LAMBDA ->
          builder
              .flatMapIterable(
                  "flat",
                  i -> {
                    Iterator<Integer> items = cursor.apply(i);
                    return () -> items;
                  })
              .with(options);
      case BOTH ->
          builder.flatMapIterable("flat", i -> closings.new Both(cursor.apply(i))).with(options);
    };
  }

  /** Of one worker, with one item, which is 1. */
  private Pipeline<Integer, Integer> pipeline(
      Given given, CheckedFunction<Integer, Closings.Cursor> cursor) {
    Pipeline<Integer, Integer> pipeline = builder(given, options().workers(1), cursor).build();
    pipeline.putIterable(List.of(1));
    return pipeline;
  }

  private static List<String> twice(Given given) {
    return Collections.nCopies(2, given.closed()).stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeClosedAtItsEnd(Given given) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline(given, i -> closings.new Cursor(100 * i))) {
      pipeline.putIterable(List.of(0));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
      assertNothingAbandoned(pipeline);
    }
    assertThat(closings.take()).isEqualTo(twice(given));
    assertThat(closings.closers()).containsOnly("flat-flat-0");
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeClosedWhenItFails(Given given) {
    assertThatThrownBy(pipeline(given, i -> closings.failingAfter(5))::run)
        .rootCause()
        .hasMessage("the source fails");
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what is tested
  void shouldBeClosedWhenAnOutputCanNotBeEmitted(Given given) {
    Pipeline<Integer, Integer> pipeline =
        pipeline(
            given,
            i ->
                closings.new Cursor(3) {
                  @Override
                  public Integer next() {
                    return super.next() == 2 ? null : 1;
                  }
                });
    assertThatThrownBy(pipeline::run).rootCause().hasMessageContaining("null is no output");
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeNothingToCloseWhereTheFunctionThrows(Given given) {
    Pipeline<Integer, Integer> pipeline =
        pipeline(
            given,
            i -> {
              throw new IOException("no such table");
            });
    assertThatThrownBy(pipeline::run).hasCauseInstanceOf(IOException.class);
    assertThat(closings.take()).isEmpty();
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what is tested
  void shouldBeClosedWhenItHasNoIterator() {
    assertThatThrownBy(
            () -> {
              Pipeline<Integer, Integer> pipeline =
                  Pipeline.<Integer>named(NAME)
                      .<Integer>flatMapIterable("none", i -> closings.new Rows(null))
                      .build();
              pipeline.putIterable(List.of(1));
              pipeline.run();
            })
        .hasMessageContaining("step 'none'")
        .rootCause()
        .hasMessage("the iterable gave null, not an iterator");
    assertThat(closings.take()).containsExactly("rows");
  }

  /** The interrupt has come, was noticed, and is set again, as many do. */
  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeClosedInPeaceWhereAnAbortInterruptsIt(Given given) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Closings.Cursor waiting =
        closings.new Cursor(1) {
          @Override
          public boolean hasNext() {
            asked.countDown();
            Threads.await(() -> Thread.currentThread().isInterrupted());
            throw new IllegalStateException("interrupted");
          }
        };
    try (Pipeline<Integer, Integer> pipeline = pipeline(given, i -> waiting)) {
      pipeline.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThat(pipeline.failure()).isEmpty();
      assertBalanced(pipeline);
    }
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  /** The emitter has told that the pipeline has ended before the interrupt has come. */
  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeClosedInPeaceAfterTheInterruptOfAnAbort(Given given) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    LateInterrupts late = new LateInterrupts(closings);
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    Closings.Cursor ignorant =
        closings.new Cursor(1) {
          @Override
          public boolean hasNext() {
            asked.countDown();
            Threads.await(() -> self.get().state() == PipelineState.ABORTED);
            return true;
          }
        };
    try (Pipeline<Integer, Integer> pipeline =
        builder(given, options().workers(1), i -> ignorant)
            .threadFactory(late::newThread)
            .build()) {
      self.set(pipeline);
      pipeline.putIterable(List.of(1));
      pipeline.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThat(pipeline.failure()).isEmpty();
      assertBalanced(pipeline);
    }
    assertThat(closings.take()).isEqualTo(given.closed());
    assertThat(late.wereTooLate()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldFailTheItemWithWhatClosingThrows(Given given) {
    closings.failWith(() -> new IOException("disk"));
    assertThatThrownBy(pipeline(given, i -> closings.new Cursor(2))::run)
        .hasMessageContaining("step 'flat': an item failed: 1, attempt 1")
        .rootCause()
        .isInstanceOf(IOException.class);
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldBeGivenAnewAfterAnAttemptWhoseClosingFailed(Given given) throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CheckedFunction<Integer, Closings.Cursor> cursor =
        i -> {
          closings.failWith(attempts.incrementAndGet() == 1 ? () -> new IOException() : null);
          return closings.new Cursor(2);
        };
    try (Pipeline<Integer, Integer> pipeline =
        builder(given, options().workers(1).retrying(1, Backoff.none()), cursor).build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2);
    }
    assertThat(closings.take()).isEqualTo(twice(given));
  }

  /** Some throw at their closing what they have thrown before. */
  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldSuppressWhatClosingThrowsAfterAFailure(Given given) {
    IllegalStateException first = new IllegalStateException("first");
    for (Supplier<Exception> closing :
        List.<Supplier<Exception>>of(() -> new IllegalStateException("closing"), () -> first)) {
      closings.failWith(closing);
      Pipeline<Integer, Integer> pipeline =
          pipeline(
              given,
              i ->
                  closings.new Cursor(1) {
                    @Override
                    public Integer next() {
                      throw first;
                    }
                  });
      assertThatThrownBy(pipeline::run).hasCause(first);
    }
    assertThat(first.getSuppressed())
        .hasSize(given.closed().size())
        .allSatisfy(closing -> assertThat(closing).hasMessage("closing"));
  }

  /** To skip is no failure: so that of the closing is the first. */
  @ParameterizedTest
  @EnumSource(Given.class)
  void shouldNotHideAFailureOfTheClosingBehindASkip(Given given) throws InterruptedException {
    CheckedFunction<Integer, Closings.Cursor> skipping =
        i ->
            closings.new Cursor(3) {
              @Override
              public Integer next() {
                throw Skip.item();
              }
            };
    try (Pipeline<Integer, Integer> pipeline = pipeline(given, skipping)) {
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).skipped()).isEqualTo(1);
    }
    assertThat(closings.take()).isEqualTo(given.closed());

    closings.failWith(() -> new IllegalStateException("closing"));
    assertThatThrownBy(pipeline(given, skipping)::run).rootCause().hasMessage("closing");
  }

  /** A folder that is listed keeps a file descriptor until it is closed. */
  private record Listing(DirectoryStream<Path> files, AtomicInteger open)
      implements DirectoryStream<Path> {
    @SuppressWarnings("StreamResourceLeak") // that is what is tested
    static Listing of(Path folder, AtomicInteger open) throws IOException {
      Listing listing = new Listing(Files.newDirectoryStream(folder), open);
      open.incrementAndGet();
      return listing;
    }

    @Override
    public Iterator<Path> iterator() {
      return files.iterator();
    }

    @Override
    public void close() throws IOException {
      files.close();
      open.decrementAndGet();
    }
  }

  @Test
  void shouldLeaveNoFolderOpen(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.createFile(Files.createDirectory(folder.resolve("folder " + i)).resolve("file"));
    }
    AtomicInteger open = new AtomicInteger();
    try (Pipeline<Path, Path> pipeline =
        Pipeline.<Path>named(NAME)
            .<Path>flatMapIterable("list", dir -> Listing.of(dir, open))
            .workers(3)
            .build()) {
      pipeline.putIterable(Listing.of(folder, open));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(50);
    }
    assertThat(open).hasValue(0);
  }
}
