package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is measured at a line's threads is really theirs. */
class LineThreadsTest {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  @Test
  void shouldSeeTheProcessorTimeOfThreadsThatNeverRest() throws Exception {
    Line line = Lines.start("paipaYielding", Shape.chain(1, item -> {}));
    LineThreads threads = LineThreads.of(line, 1);
    long before = threads.cpuNanos();
    long start = System.nanoTime();
    while (threads.cpuNanos() - before < 1_000_000) {
      assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NANOS);
      Thread.onSpinWait();
    }
    line.finish();
  }

  @Test
  void shouldSeeWhatTheThreadsAllocate() throws Exception {
    int count = 1_000;
    Arrivals arrivals = new Arrivals();
    AtomicReference<byte[]> last = new AtomicReference<>(new byte[0]);
    Line line =
        Lines.start(
            Lines.PAIPA,
            Shape.of(
                List.of(2, 2),
                item -> {
                  last.set(new byte[1_000]);
                  arrivals.accept(item);
                }));
    LineThreads threads = LineThreads.of(line, 4);
    long before = threads.allocatedBytes();
    line.putAll(Items.numbers(count));
    arrivals.await(count);
    assertThat(threads.allocatedBytes() - before).isGreaterThan(count * 1_000L);
    line.finish();
  }

  @Test
  void shouldWaitUntilAllAreParked() throws Exception {
    Line line = Lines.start(Lines.QUEUE, Shape.chain(3, item -> {}));
    LineThreads.of(line, 3).awaitParked();
    line.finish();
  }

  @Test
  void shouldNotMeasureFewerThreadsThanThereMustBe() throws Exception {
    Line line = Lines.start(Lines.QUEUE, Shape.chain(3, item -> {}));
    assertThatThrownBy(() -> LineThreads.of(line, 4)).hasMessageContaining("3 threads");
    line.finish();
  }
}
