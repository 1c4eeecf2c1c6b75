package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Numbers.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
