package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.platform.AlarmClock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of streams that pause have in common: sources, and a clock that is moved by hand,
 * until a stream notices that nobody pulls.
 */
abstract class StreamsThatPause {
  static final String NAME = "mapConcurrent";

  /** How often it is looked whether somebody pulls. */
  static final Duration LOOK = Duration.ofMillis(2_500);

  /** The first look sees the pull, the fourth that this was 7.5 seconds before: ten in all. */
  static final int LOOKS = 4;

  final AlarmClock clock = new AlarmClock();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  /** Options that leave the alarms of the clock to the looks. */
  static StepOptions quietly(int workers) {
    return options().workers(workers).stallAfter(Duration.ofDays(1));
  }

  <R> Stream<R> map(
      Iterable<Integer> source, StepOptions options, CheckedFunction<Integer, R> function) {
    PipelineDefinition<Integer, R> one =
        PipelineBuilder.ofOneStep(step -> step.with(options), function);
    return Door.map(one, source, function, clock);
  }

  static Iterator<Integer> endless() {
    return Stream.iterate(0, i -> i + 1).iterator();
  }

  static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static CheckedFunction<Integer, Integer> blockingAt(
      int stop, CountDownLatch inHand, CountDownLatch release) {
    return item -> {
      if (item == stop) {
        inHand.countDown();
        await(release);
      }
      return item;
    };
  }

  void look() {
    Threads.await(() -> clock.waitingFor(LOOK) > 0 || Threads.of(NAME).isEmpty());
    clock.advance(LOOK);
  }

  /** Lets so much time pass that the stream notices that nobody pulls. */
  void beginPause() {
    for (int i = 0; i < LOOKS; i++) {
      look();
    }
    // The last look has begun the pause when its thread waits for results, or has ended.
    Threads.await(() -> Threads.ofTheClock().stream().allMatch(PipelineThreads::waits));
  }

  void pause() {
    beginPause();
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** A source that counts. */
  static final class Table implements Iterable<Integer>, AutoCloseable {
    final AtomicInteger pulled = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger iteratorsClosed = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return new Row();
    }

    @Override
    public void close() {
      assertThat(iteratorsClosed.get()).isLessThanOrEqualTo(1);
      closed.incrementAndGet();
    }

    private final class Row implements Iterator<Integer>, AutoCloseable {
      @Override
      public boolean hasNext() {
        assertThat(closed).hasValue(0);
        return true;
      }

      @Override
      public Integer next() {
        return pulled.getAndIncrement();
      }

      @Override
      public void close() {
        assertThat(closed).hasValue(0);
        iteratorsClosed.incrementAndGet();
      }
    }
  }
}
