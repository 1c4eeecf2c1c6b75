package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that waits for its restart keeps no ending waiting. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RestartingSourceEndingsTest {
  private static final String NAME = "restarts";
  private static final Duration LONG = Duration.ofDays(1);

  /** The log is full of restarts. */
  @RegisterExtension private final LogListener log = new LogListener();

  private final AtomicInteger openings = new AtomicInteger();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final AtomicInteger seen = new AtomicInteger();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private Pipeline<Integer, Void> pipeline() {
    return Pipeline.<Integer>named(NAME).sink("see", item -> seen.incrementAndGet()).build();
  }

  /** Its flag is set before it begins to wait: that is not to be missed. */
  @Test
  void shouldNotBeginToWaitAfterADrain() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline = pipeline()) {
      pipeline.putSource(
          LazySource.restarting(
              5,
              Backoff.fixed(LONG),
              given -> {
                openings.incrementAndGet();
                inside.countDown();
                try {
                  new CountDownLatch(1).await(); // until the drain interrupts it
                } finally {
                  Thread.currentThread().interrupt();
                }
                return List.<Integer>of().iterator();
              }));
      pipeline.start();
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.drain(Duration.ofSeconds(20)).state()).isEqualTo(PipelineState.DRAINED);
      assertThat(pipeline.failure()).isEmpty();
    }
    assertThat(openings).hasValue(1);
  }

  /** A finish wants all that there is: the source is made anew, and pulled to its end. */
  @ParameterizedTest
  @EnumSource(Finish.class)
  void shouldBePulledToItsEndAfterAFinish(Finish finish) throws InterruptedException {
    HandClock clock = new HandClock();
    Pipeline<Integer, Void> pipeline =
        clock.build(Pipeline.<Integer>named(NAME).sink("see", item -> seen.incrementAndGet()));
    try (pipeline) {
      pipeline.putSource(
          LazySource.restarting(
              1,
              retry -> {
                failed.countDown();
                return LONG;
              },
              given -> {
                if (openings.getAndIncrement() == 0) {
                  throw new IllegalStateException("away");
                }
                return List.of(1, 2, 3).iterator();
              }));
      pipeline.start();
      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.finish();
      clock.advance(LONG);
      switch (finish) {
        case FINISH -> assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
        case STOP -> pipeline.stop();
        case CLOSE -> {} // as it is next
      }
    }
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(seen).hasValue(3);
  }

  /** How a pipeline is finished. */
  enum Finish {
    FINISH,
    STOP,
    CLOSE
  }

  @Test
  void shouldNotMindAnInterruptByOthers() throws InterruptedException {
    HandClock clock = new HandClock();
    Thread[] puller = new Thread[1];
    try (Pipeline<Integer, Void> pipeline =
        clock.build(Pipeline.<Integer>named(NAME).sink("see", item -> seen.incrementAndGet()))) {
      pipeline.putSource(
          LazySource.restarting(
              1,
              Backoff.fixed(LONG),
              given -> {
                puller[0] = Thread.currentThread();
                if (openings.getAndIncrement() == 0) {
                  failed.countDown();
                  throw new IllegalStateException("away");
                }
                return List.of(Thread.currentThread().isInterrupted() ? -1 : 1).iterator();
              }));
      pipeline.start();
      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
      Thread source = Objects.requireNonNull(puller[0]);
      Threads.await(() -> isWaiting(source));
      source.interrupt();
      Threads.await(() -> !source.isInterrupted());
      assertThat(openings).hasValue(1);
      clock.advance(LONG);
      pipeline.stop();
    }
    assertThat(seen).hasValue(1);
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** The results of another pipeline that was drained: so is this one, and nothing is made anew. */
  @Test
  void shouldNotRestartTheResultsOfAPipelineThatWasCut() throws InterruptedException {
    Pipeline<Integer, Integer> first =
        Pipeline.<Integer>named(NAME + "-first").map("same", item -> item).build();
    try (first;
        Pipeline<Integer, Void> second = pipeline()) {
      CountDownLatch endless = new CountDownLatch(1);
      first.putStream(Stream.generate(() -> 1).onClose(endless::countDown));
      second.putSource(
          LazySource.restarting(
              5,
              Backoff.fixed(LONG),
              given -> {
                openings.incrementAndGet();
                return first.results().iterator();
              }));
      second.start();
      Threads.await(() -> seen.get() > 10);
      first.drain(Duration.ofSeconds(20));
      assertThat(second.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(second.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(endless.getCount()).isZero();
      assertThatThrownBy(second::close).isInstanceOf(CutShortException.class); // by its own source
    }
    assertThat(openings).hasValue(1);
  }
}
