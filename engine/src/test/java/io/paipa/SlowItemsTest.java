package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow item holds one worker, and nothing and nobody else. */
class SlowItemsTest {
  private static final String NAME = "slow";
  private static final long SECONDS = 20;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Iterable<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** Waits as user code does that gives up some time, so that a test that fails ends. */
  private static void awaitInUserCode(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody let this item go on");
    }
  }

  @ParameterizedTest
  @CsvSource({"128,16", "2,2", "2,16", "2,1024", "3,4096"})
  void shouldHoldUpNobody(int workers, int capacity) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "mixed",
                item -> {
                  if (item == 64) {
                    awaitInUserCode(release);
                  }
                  return item;
                })
            .workers(workers)
            .capacity(capacity)
            .build()) {
      pipeline.putAll(numbers(0, 128));
      pipeline.start();
      Threads.await(() -> pipeline.count() == 127);
      pipeline.putAll(numbers(128, 5_000)); // the ring goes round meanwhile
      Threads.await(() -> pipeline.count() == 4_999);
      assertThat(pipeline.report().steps().get(0).inHand()).isEqualTo(1);
      release.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  /** Wherever the slow item is in a claim, its siblings take what was claimed with it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void shouldHoldUpNothingThatWasClaimedWithIt(int workers) throws InterruptedException {
    Random random = new Random(workers);
    for (int round = 0; round < 20; round++) {
      int slow = 2_000 + random.nextInt(500);
      CountDownLatch others = new CountDownLatch(2_999);
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named(NAME)
              .sink(
                  "mixed",
                  item -> {
                    if (item == slow) {
                      awaitInUserCode(others);
                    } else {
                      others.countDown();
                    }
                  })
              .workers(workers)
              .build()) {
        pipeline.putIterable(numbers(0, 3_000));
        pipeline.run();
        assertNothingAbandoned(pipeline);
      }
    }
  }

  /** What an item has emitted is processed, though the item goes on, and its siblings never end. */
  @ParameterizedTest
  @CsvSource({"1,1024", "2,1024", "8,1024", "8,64", "4,2"})
  void shouldNotHoldUpItsOwnOutputs(int workers, int capacity) throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch wentOn = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .defaults(StepOptions.options().capacity(capacity))
            .<Integer>mapMulti(
                "emit",
                (item, out) -> {
                  out.emit(item);
                  if (item == 5_000) {
                    awaitInUserCode(arrived);
                    wentOn.countDown();
                  }
                })
            .workers(workers)
            .sink(
                "see",
                item -> {
                  if (item == 5_000) {
                    arrived.countDown();
                  }
                })
            .build();
    pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
    pipeline.start();
    assertThat(wentOn.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.failure()).isEmpty();
    pipeline.abort();
    pipeline.close();
    assertBalanced(pipeline);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHoldNoWorkerWhileItWaitsForARetry(boolean ordered) throws InterruptedException {
    StepOptions retrying =
        options()
            .workers(ordered ? 2 : 1)
            .capacity(16)
            .retrying(1, Backoff.fixed(Duration.ofHours(1)));
    AtomicInteger seen = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "retry",
                item -> {
                  seen.incrementAndGet();
                  return 1 / item;
                })
            .with(ordered ? retrying.ordered() : retrying)
            .build()) {
      pipeline.start();
      pipeline.putAll(numbers(0, 16));
      Threads.await(() -> seen.get() == 16);
      assertThat(pipeline.report().steps().get(0).failed()).isZero();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(SECONDS))).isTrue();
      assertThat(assertBalanced(pipeline).steps().get(0).retried()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "ordered"})
  void shouldEndWhenAllWorkersRetryOnATinyRing(String how) throws InterruptedException {
    AtomicInteger dead = new AtomicInteger();
    StepOptions options =
        options()
            .workers(128)
            .capacity(2)
            .retrying(3, Backoff.fixed(Duration.ofNanos(10_000)))
            .onFailure(FailurePolicy.<Object>deadLetter(item -> dead.incrementAndGet()));
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>map(
                "fail",
                item -> {
                  throw new IllegalStateException("always");
                })
            .with(how.equals("ordered") ? options.ordered() : options)
            .build()) {
      pipeline.putIterable(numbers(0, 300));
      pipeline.run();
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.retried()).isEqualTo(900);
      assertThat(report.deadLettered()).isEqualTo(300);
      assertThat(dead).hasValue(300);
    }
  }

  private static final class Again implements Step<Integer, Integer> {
    private @Nullable StepContext<Integer> context;

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      if (item > 0 && context != null) {
        context.reenqueue(item - 1);
      } else {
        out.emit(item);
      }
    }
  }

  /** Each item is put back while the ring is full of others, by all workers at once. */
  @ParameterizedTest
  @CsvSource({"1,none", "3,none", "64,none", "64,ordered", "64,retrying", "1,retrying"})
  void shouldReenqueueWithoutBlocking(int workers, String how) throws InterruptedException {
    StepOptions options = options().workers(workers).capacity(2);
    StepOptions chosen =
        switch (how) {
          case "ordered" -> options.ordered();
          case "retrying" -> options.retrying(1, Backoff.fixed(Duration.ofMillis(1)));
          default -> options;
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("again", Again::new).with(chosen).build()) {
      pipeline.putIterable(IntStream.range(0, 500).mapToObj(i -> 5).toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(500);
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.reenqueued()).isEqualTo(2_500);
      assertThat(report.received()).isEqualTo(3_000);
    }
  }

  /** An item that is put back is free for an idle sibling, whatever its own worker goes on with. */
  @Test
  void shouldNotHoldUpWhatItReenqueues() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    class Pair implements Step<Integer, Integer> {
      private @Nullable StepContext<Integer> context;

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        if (item == 1 && context != null) {
          context.reenqueue(2);
          awaitInUserCode(second);
        } else {
          second.countDown();
        }
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("pair", Pair::new).workers(2).build()) {
      pipeline.start();
      new PipelineThreads(NAME).awaitIdle(3); // both workers, and the source thread
      assertThat(pipeline.awaitTermination(Duration.ofMillis(50))).isFalse(); // they are for long
      pipeline.put(1);
      Threads.await(() -> second.getCount() == 0); // before the end wakes them all
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(2);
    }
  }

  /** Puts -1 back for ever, so that a worker is never idle. */
  private static final class Busy implements Step<Integer, Integer> {
    private static final int SLOW = 5_000;

    private final CountDownLatch neighbours;
    private @Nullable StepContext<Integer> context;

    Busy(CountDownLatch neighbours) {
      this.neighbours = neighbours;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
      if (item == SLOW) {
        awaitInUserCode(neighbours);
        out.emit(item);
      } else if (item < 0 && neighbours.getCount() > 0 && context != null) {
        context.reenqueue(item);
      } else if (Math.abs(item - SLOW) <= 64) {
        neighbours.countDown();
      }
    }
  }

  /** A sibling that has enough else to do takes over, too. */
  @Test
  void shouldHoldUpNothingThatWasClaimedWithItWhileSiblingsAreBusy() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      CountDownLatch neighbours = new CountDownLatch(2 * 64);
      try (Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .<Integer>step("busy", () -> new Busy(neighbours))
              .workers(2)
              .build()) {
        pipeline.put(-1);
        pipeline.putIterable(numbers(0, 6_000));
        pipeline.run();
        assertThat(pipeline.count()).isEqualTo(1);
        assertNothingAbandoned(pipeline);
      }
    }
  }

  /** What an item waits for that is put back again and again, is in the ring. */
  @ParameterizedTest
  @CsvSource({"1,none", "2,none", "1,ordered", "1,retrying", "2,retrying"})
  void shouldNotHoldUpTheRingWithWhatItReenqueues(int workers, String how)
      throws InterruptedException {
    AtomicInteger ready = new AtomicInteger();
    class Until implements Step<Integer, Integer> {
      private @Nullable StepContext<Integer> context;

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        if (item == 100) {
          ready.incrementAndGet();
        } else if (ready.get() == 0 && context != null) {
          context.reenqueue(item);
        }
      }
    }
    StepOptions options = options().workers(workers).capacity(256);
    StepOptions chosen =
        switch (how) {
          case "ordered" -> options.ordered();
          case "retrying" -> options.retrying(1, Backoff.fixed(Duration.ofMillis(1)));
          default -> options;
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("until", Until::new).with(chosen).build()) {
      pipeline.putAll(numbers(0, 101));
      pipeline.start();
      Threads.await(() -> ready.get() == 1);
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).reenqueued()).isPositive();
    }
  }
}
