package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a running pipeline holds is bounded, whatever keeps its items from going on. */
class BoundedMemoryTest {
  private static final String NAME = "memory";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** How many items are accepted, at the most, before whoever puts them has to wait. */
  enum Blocked {
    IN_HAND(8 + 3 * 4) {
      @Override
      Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release) {
        return builder.map("block", item -> await(item, release)).workers(3).capacity(8);
      }
    },
    WAITING_FOR_A_RETRY(8 + 8) {
      @Override
      Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release) {
        return builder
            .map(
                "fail",
                item -> {
                  throw new IllegalStateException("always");
                })
            .workers(3)
            .capacity(8)
            .retrying(1, Backoff.fixed(Duration.ofHours(1)));
      }
    },
    OUT_OF_TURN(8 + 8) {
      @Override
      Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release) {
        return builder
            .map("first", item -> item == 0 ? await(item, release) : item)
            .workers(3)
            .capacity(8)
            .ordered();
      }
    },
    BEHIND_A_BLOCKED_STEP(8 + 2 * 8 + 8 + 1) {
      @Override
      Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release) {
        return builder
            .defaults(StepOptions.options().capacity(8))
            .map("pass", item -> item)
            .workers(2)
            .map("block", item -> await(item, release))
            .map("unseen", item -> item);
      }
    },
    IN_CHUNKS(8 + 8 + 3 + 8 * 3 + 3) {
      @Override
      Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release) {
        return builder
            .defaults(StepOptions.options().capacity(8))
            .chunk("chunk", 3)
            .map("block", item -> await(item.get(0), release));
      }
    };

    private final int bound;

    Blocked(int bound) {
      this.bound = bound;
    }

    abstract Builder<Integer, ?> with(Builder<Integer, Integer> builder, CountDownLatch release);

    private static Integer await(Integer item, CountDownLatch release) throws InterruptedException {
      release.await();
      return item;
    }
  }

  @ParameterizedTest
  @EnumSource(Blocked.class)
  void shouldAcceptNoMoreThanItHasRoomFor(Blocked blocked) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, ?> pipeline =
        blocked.with(Pipeline.<Integer>named(NAME), release).build().start();
    AtomicInteger accepted = new AtomicInteger();
    Thread producer = new Thread(() -> putAll(pipeline, accepted));
    producer.start();
    Threads.await(() -> accepted.get() >= 8 && PipelineThreads.waits(producer));
    assertThat(accepted).hasValueLessThanOrEqualTo(blocked.bound);
    assertThat(pipeline.awaitTermination(Duration.ofMillis(20))).isFalse();
    assertThat(accepted).hasValueLessThanOrEqualTo(blocked.bound);
    pipeline.abort();
    pipeline.close();
    producer.join(20_000);
    assertThat(assertBalanced(pipeline).accepted()).isEqualTo(accepted.get());
  }

  private static void putAll(Pipeline<Integer, ?> pipeline, AtomicInteger accepted) {
    try {
      for (int i = 0; ; i++) {
        pipeline.put(i);
        accepted.incrementAndGet();
      }
    } catch (RuntimeException | InterruptedException e) {
      // the pipeline was aborted
    }
  }

  @Test
  void shouldAcceptAnyNumberBeforeTheStart() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).capacity(2).build()) {
      pipeline.putAll(IntStream.range(0, 50_000).boxed().toList());
      assertThat(pipeline.report().accepted()).isEqualTo(50_000);
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(50_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Items cost no memory on their way: what is allocated does not grow with their number. */
  @Test
  void shouldNotAllocateForEachItem() throws InterruptedException {
    PipelineThreads threads = new PipelineThreads(NAME);
    Integer same = 7;
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .workers(2)
            .filter("all", item -> true)
            .sink("nothing", item -> {})
            .build();
    pipeline.putStream(Stream.generate(() -> same));
    pipeline.start();
    Threads.await(() -> pipeline.count() > 300_000); // compiled by now
    long items = pipeline.count();
    long bytes = threads.allocatedBytes();
    Threads.await(() -> pipeline.count() > items + 500_000);
    assertThat(threads.allocatedBytes() - bytes).isLessThan(500_000 * 8);
    pipeline.abort();
    pipeline.close();
    assertBalanced(pipeline);
  }
}
