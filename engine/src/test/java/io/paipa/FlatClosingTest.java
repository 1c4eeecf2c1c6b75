package io.paipa;

import static io.paipa.GivenOutputs.NAME;
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
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a function gives the outputs of an item with is closed before the attempt is over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlatClosingTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldBeClosedAtItsEnd(GivenOutputs given) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        given.pipeline(closings, i -> closings.new Cursor(100 * i))) {
      pipeline.putIterable(List.of(0));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
      assertNothingAbandoned(pipeline);
    }
    assertThat(closings.take()).isEqualTo(given.closedTwice());
    assertThat(closings.closers()).containsOnly("flat-flat-0");
  }

  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldBeClosedWhenItFails(GivenOutputs given) {
    assertThatThrownBy(given.pipeline(closings, i -> closings.failingAfter(5))::run)
        .rootCause()
        .hasMessage("the source fails");
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what is tested
  void shouldBeClosedWhenAnOutputCanNotBeEmitted(GivenOutputs given) {
    Pipeline<Integer, Integer> pipeline =
        given.pipeline(
            closings,
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
  @EnumSource(GivenOutputs.class)
  void shouldBeNothingToCloseWhereTheFunctionThrows(GivenOutputs given) {
    Pipeline<Integer, Integer> pipeline =
        given.pipeline(
            closings,
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
  @EnumSource(GivenOutputs.class)
  void shouldBeClosedInPeaceWhereAnAbortInterruptsIt(GivenOutputs given)
      throws InterruptedException {
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
    try (Pipeline<Integer, Integer> pipeline = given.pipeline(closings, i -> waiting)) {
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
  @EnumSource(GivenOutputs.class)
  void shouldBeClosedInPeaceAfterTheInterruptOfAnAbort(GivenOutputs given)
      throws InterruptedException {
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
        given
            .builder(closings, options().workers(1), i -> ignorant)
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
