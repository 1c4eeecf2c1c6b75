package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paipa.Bottleneck.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run says of what keeps it from being faster. Each step that is slow, is so by far. */
@Timeout(60)
class BottleneckTest {
  private static final int RING = 16;
  private static final StepOptions SMALL = options().capacity(RING);
  private static final Duration SLOW = Duration.ofMillis(4);

  private static Integer slowly(Integer item) {
    LockSupport.parkNanos(SLOW.toNanos());
    return item;
  }

  /** So many items, and more if the machine is so busy that too little was seen of these. */
  private static Bottleneck of(Pipeline<Integer, ?> pipeline, int items)
      throws InterruptedException {
    try (pipeline) {
      pipeline.putStream(
          IntStream.range(0, 50 * items)
              .boxed()
              .takeWhile(i -> i < items || pipeline.report().bottleneck().isEmpty()));
      Report report = pipeline.run();
      return report.bottleneck().orElseThrow();
    }
  }

  private static void assertIs(Bottleneck found, Kind kind, String step) {
    assertThat(found.kind()).as(found.words()).isEqualTo(kind);
    assertThat(found.stepName()).as(found.words()).contains(step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "middle", "last"})
  void shouldBeTheStepThatIsSlow(String slow) throws InterruptedException {
    Builder<Integer, Integer> builder = Pipeline.named("slow-" + slow);
    for (String step : List.of("first", "middle", "last")) {
      builder =
          builder.map(step, (Integer item) -> step.equals(slow) ? slowly(item) : item).with(SMALL);
    }
    Bottleneck found = of(builder.sink("end", item -> {}).with(SMALL).build(), 200);

    assertIs(found, Kind.WORKERS, slow);
    assertThat(found.workers().orElse(0)).isGreaterThan(1);
  }

  @Test
  void shouldBeALockInsideAStep() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Bottleneck found =
        of(
            Pipeline.<Integer>named("locked")
                .sink(
                    "work",
                    item -> {
                      lock.lock();
                      try {
                        slowly(item);
                      } finally {
                        lock.unlock();
                      }
                    })
                .with(SMALL.workers(4))
                .build(),
            200);

    assertIs(found, Kind.LOCK, "work");
  }

  @Test
  void shouldBeAMonitorInsideAStep() throws InterruptedException {
    Object monitor = new Object();
    Bottleneck found =
        of(
            Pipeline.<Integer>named("locked")
                .sink(
                    "work",
                    item -> {
                      synchronized (monitor) {
                        slowly(item);
                      }
                    })
                .with(SMALL.workers(4))
                .build(),
            200);

    assertIs(found, Kind.LOCK, "work");
  }

  @Test
  void shouldBeTheProcessorsIfThereAreTooFew() throws InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    Duration usedBefore = processorTime();
    long nanosEach = TimeUnit.MILLISECONDS.toNanos(5);
    Bottleneck found =
        of(
            Pipeline.<Integer>named("computing")
                .sink(
                    "compute",
                    item -> {
                      long end = System.nanoTime() + nanosEach;
                      while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                      }
                    })
                .with(SMALL.workers(4 * processors))
                .build(),
            300 * processors);

    long used = processorTime().minus(usedBefore).toNanos();
    assumeTrue(
        used > 0.9 * processors * (System.nanoTime() - start),
        "other programs, or other machines, take the processors");
    assertIs(found, Kind.PROCESSORS, "compute");
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Each item waits for an answer of its own: more workers could wait for more at a time. */
  @Test
  void shouldBeNoLockIfWorkersWaitForAnswers() throws InterruptedException {
    Executor later = CompletableFuture.delayedExecutor(4, TimeUnit.MILLISECONDS);
    Bottleneck found =
        of(
            Pipeline.<Integer>named("answers")
                .sink(
                    "ask",
                    item -> {
                      CountDownLatch answer = new CountDownLatch(1);
                      later.execute(answer::countDown);
                      answer.await();
                    })
                .with(SMALL.workers(4))
                .build(),
            400);

    assertIs(found, Kind.WORKERS, "ask");
  }

  @Test
  void shouldBeAPoolThatTheWorkersShare() throws InterruptedException {
    BlockingQueue<String> pool = new LinkedBlockingQueue<>(List.of("a", "b"));
    Bottleneck found =
        of(
            Pipeline.<Integer>named("pooled")
                .sink(
                    "store",
                    item -> {
                      String connection = pool.take();
                      slowly(item);
                      pool.put(connection);
                    })
                .with(SMALL.workers(8))
                .build(),
            300);

    assertIs(found, Kind.LOCK, "store");
  }

  @Test
  void shouldBeAHotKey() throws InterruptedException {
    Bottleneck found =
        of(
            Pipeline.<Integer>named("hot")
                .sink("store", BottleneckTest::slowly)
                .keyed(item -> item % 20 == 0 ? item : "hot")
                .workers(4)
                .capacity(RING)
                .build(),
            200);

    assertIs(found, Kind.KEYS, "store");
  }

  @Test
  void shouldBeTheStagesOfAnAsynchronousStep() throws InterruptedException {
    Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    Bottleneck found =
        of(
            Pipeline.<Integer>named("async")
                .mapAsync("fetch", 4, item -> CompletableFuture.supplyAsync(() -> item, later))
                .capacity(RING)
                .sink("end", item -> {})
                .build(),
            150);

    assertIs(found, Kind.STAGES, "fetch");
  }

  @Test
  void shouldBeTheSource() throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("starving").sink("work", item -> {}).build();
    try (pipeline) {
      pipeline.putStream(IntStream.range(0, 150).boxed().map(BottleneckTest::slowly));
      Bottleneck found = pipeline.run().bottleneck().orElseThrow();

      assertThat(found.kind()).as(found.words()).isEqualTo(Kind.SOURCE);
    }
  }

  @Test
  void shouldBeTheReaderOfTheResults() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("read").map("work", item -> item).with(SMALL).build();
    try (pipeline) {
      pipeline.putIterable(IntStream.range(0, 200).boxed().toList());
      pipeline.results().forEach(BottleneckTest::slowly);
      Bottleneck found = pipeline.report().bottleneck().orElseThrow();

      assertThat(found.kind()).as(found.words()).isEqualTo(Kind.RESULTS);
    }
  }

  @Test
  void shouldBeNothingOfAShortRun() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("short").sink("work", item -> {}).build()) {
      pipeline.putIterator(List.of(1).iterator());

      assertThat(pipeline.run().bottleneck()).isEmpty();
    }
  }

  @Test
  void shouldBePrintedAtTheEndOfAReportedRun() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    Bottleneck found =
        of(
            Pipeline.<Integer>named("reported")
                .sink("work", BottleneckTest::slowly)
                .with(SMALL)
                .reporter(Reporter.aligned(lines::add), Duration.ofMillis(100))
                .build(),
            200);

    assertThat(lines.stream().filter(line -> line.contains("bottleneck")))
        .containsExactly("  bottleneck: " + found.words());
  }
}
