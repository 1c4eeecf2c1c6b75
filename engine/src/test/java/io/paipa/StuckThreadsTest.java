package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits for the end waits no longer than the limit, and learns whose code does not return. */
class StuckThreadsTest {
  /** How long a thread that has ended may take to be gone. */
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String NAME = "stuck";
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @RegisterExtension private final LogListener log = new LogListener();

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  /** Minds no interrupt. */
  private void getStuck() {
    stuck.countDown();
    while (release.getCount() > 0) {
      try {
        assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  @Test
  void shouldNameTheReporterWhoseLastCallDoesNotReturn() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .reporter(report -> getStuck(), Duration.ofHours(1))
            .terminationTimeout(LIMIT)
            .build();
    pipeline.start();
    pipeline.put(1);
    pipeline.finish();
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("user code does not return")
        .hasMessageContaining(NAME + "-reporter")
        .hasMessageContaining("getStuck");
    pipeline.close();
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    LedgerAssert.assertNothingAbandoned(pipeline);
  }

  /** It has its last call still to come, and waits for the others like everybody. */
  @Test
  void shouldNotNameTheReporterWhereAWorkerDoesNotReturn() throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("step", item -> getStuck())
            .reporter(report -> {}, Duration.ofHours(1))
            .terminationTimeout(LIMIT)
            .build();
    pipeline.start();
    pipeline.put(1);
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(NAME + "-step-0")
        .message()
        .doesNotContain(NAME + "-reporter");
    assertBalanced(pipeline);
  }

  /** There is no thread but the one that starts: it is in that one that the callback is called. */
  @Test
  void shouldNameTheStarterInWhichTheCallbackDoesNotReturn() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .threadFactory(
                work -> {
                  throw new IllegalStateException("no threads");
                })
            .whenFailed(failure -> getStuck())
            .terminationTimeout(LIMIT)
            .build();
    Thread starter = new Thread(pipeline::start, NAME + "-starter");
    starter.start();
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(NAME + "-starter")
        .cause()
        .isSameAs(pipeline.failure().orElseThrow())
        .cause()
        .hasMessage("no threads");
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
  }

  /** A factory that wraps the work, and does not get to it: in one of its threads, or in all. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false", "3, true", "4, false", "-1, false", "-1, true"})
  void shouldFailForAThreadThatNeverRanItsWork(int which, boolean throwing)
      throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("first", (Integer item) -> item)
            .workers(2)
            .map("second", item -> item)
            .threadFactory(
                work -> {
                  boolean ignoring = made.getAndIncrement() == which || which < 0;
                  Thread thread =
                      new Thread(
                          () -> {
                            if (throwing && ignoring) {
                              throw new IllegalStateException("before the work");
                            }
                            if (!ignoring) {
                              work.run();
                            }
                          });
                  thread.setUncaughtExceptionHandler((dying, thrown) -> {});
                  return thread;
                })
            .terminationTimeout(LIMIT)
            .build();
    pipeline.putQueue(new LinkedBlockingQueue<>());
    pipeline.put(1);
    pipeline.start();
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageMatching(
            "pipeline 'stuck': thread '(first-0|first-1|second-0|source|queue)' has ended, and"
                + " never ran its work: .*");
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertBalanced(pipeline);
    pipeline.close();
  }

  /** The reporter's, too. */
  @Test
  void shouldFailForAReporterThatNeverRan() throws InterruptedException {
    AtomicBoolean first = new AtomicBoolean(true); // the reporter's is the first
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", (Integer item) -> item)
            .reporter(report -> {}, Duration.ofHours(1))
            .threadFactory(work -> first.getAndSet(false) ? new Thread() : new Thread(work))
            .terminationTimeout(LIMIT)
            .build()
            .start();
    pipeline.put(1);
    assertThatThrownBy(
            () -> {
              assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
              pipeline.stop();
            })
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("thread 'reporter' has ended, and never ran its work");
  }

  /** A factory's thread that waits before its work may still come to it: it is only said. */
  @Test
  void shouldWarnOfAThreadThatDoesNotBeginItsWork() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", (Integer item) -> item)
            .stallAfter(Duration.ofMillis(50))
            .threadFactory(
                work ->
                    new Thread(
                        () -> {
                          Threads.await(() -> release.getCount() == 0);
                          work.run();
                        }))
            .build()
            .start()) {
      pipeline.put(1);
      Threads.await(() -> log.lines().stream().anyMatch(text -> text.contains("'stuck-same-0'")));
      assertThat(log.lines())
          .filteredOn(text -> text.contains("'stuck-same-0'"))
          .singleElement()
          .asString()
          .startsWith(
              "WARNING: pipeline 'stuck': thread 'stuck-same-0' has not begun its work, for ")
          .contains("has to run its Runnable");
      release.countDown();
      assertThat(pipeline.stop().state()).isEqualTo(PipelineState.COMPLETED);
    } finally {
      release.countDown();
    }
  }

  /** The end was forced while its thread was made: it has nothing to wait for. */
  @Test
  void shouldEndTheReporterThatStartsAfterTheEnd() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .reporter(report -> {}, Duration.ofHours(1))
            .threadFactory(
                work -> {
                  getStuck();
                  return new Thread(work);
                })
            .terminationTimeout(LIMIT)
            .build();
    Thread starter = new Thread(pipeline::start, NAME + "-starter");
    starter.start();
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    release.countDown();
    starter.join(20_000);
    assertThat(starter.isAlive()).isFalse();
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
  }

  /** What is stuck is not waited for once more: a container grants the sum of both limits. */
  @Test
  void shouldDrainWithinBothLimits() throws InterruptedException {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 5 && shortest > JOIN_NANOS; i++) {
      CountDownLatch never = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named(NAME)
              .sink(
                  "stuck",
                  item -> {
                    begun.countDown();
                    Threads.await(() -> never.getCount() == 0);
                  })
              .terminationTimeout(LIMIT)
              .build()
              .start();
      pipeline.put(1);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();
      assertThat(pipeline.drain(Duration.ofMillis(1)).state()).isEqualTo(PipelineState.ABORTED);
      shortest = Math.min(shortest, System.nanoTime() - start);
      never.countDown();
    }
    assertThat(shortest).isLessThan(JOIN_NANOS);
  }
}
