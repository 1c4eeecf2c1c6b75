package io.paipa;

import static io.paipa.CollectedItems.awaitCollected;
import static io.paipa.CollectedItems.fresh;
import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pipeline has passed on, or abandoned, it holds no more. */
class MemoryTest {
  private static final String NAME = "memory";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static final class Again implements Step<Object, Object> {
    private final AtomicInteger calls = new AtomicInteger();
    private @Nullable StepContext<Object> context;

    @Override
    public void onWorkerStart(StepContext<Object> given) {
      context = given;
    }

    @Override
    public void process(Object item, Emitter<Object> out) {
      if (calls.incrementAndGet() % 3 == 0 && context != null) {
        context.reenqueue(item);
      } else {
        out.emit(item);
      }
    }
  }

  private static Object fail(Object item) {
    throw new IllegalStateException("always");
  }

  /** A way for items through a pipeline. */
  enum Way {
    ONE_WORKER {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.map("same", item -> item);
      }
    },
    SEVERAL_WORKERS {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.map("same", item -> item).workers(4).map("again", item -> item).workers(4);
      }
    },
    KEYED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.map("same", item -> item).workers(4).keyed(Object::hashCode);
      }
    },
    ORDERED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.map("same", item -> item).workers(4).ordered();
      }
    },
    RETRIED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        AtomicInteger calls = new AtomicInteger();
        return builder
            .map(
                "fail",
                item -> {
                  if (calls.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("again");
                  }
                  return item;
                })
            .workers(2)
            .ordered()
            .retrying(9, Backoff.fixed(Duration.ofNanos(1_000)))
            .onFailure(FailurePolicy.skip());
      }
    },
    DEAD_LETTERED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder
            .map("fail", MemoryTest::fail)
            .workers(2)
            .onFailure(FailurePolicy.<Object>deadLetter(failed -> {}));
      }
    },
    REENQUEUED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.step("again", Again::new).workers(2);
      }
    },
    CHUNKED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder.chunk("chunk", 7).map("size", List::size);
      }
    },
    FLAT {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder
            .flatMap("flat", item -> Stream.of(item, item))
            .workers(2)
            .flatMapIterable("flatter", item -> List.of(item, item))
            .filter("none", item -> false)
            .workers(2);
      }
    },
    ITERATED {
      @Override
      Builder<Object, ?> through(Builder<Object, Object> builder) {
        return builder
            .<Object>iterateStream("stream", items -> items)
            .<Object>iterate("same", Way::same)
            .workers(2);
      }
    };

    abstract Builder<Object, ?> through(Builder<Object, Object> builder);

    /** The iterator that is given, without anything of its own. */
    static Iterator<Object> same(Iterator<Object> items) {
      return items;
    }
  }

  /** Nothing is left of an item that was passed on: in slots, claims, queues, windows, chunks. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void shouldNotKeepAnItemReachable(Way way) throws InterruptedException {
    try (Pipeline<Object, ?> pipeline = way.through(Pipeline.<Object>named(NAME)).build()) {
      List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 50; i++) {
        pipeline.put(fresh(references)); // staged
      }
      pipeline.start();
      for (int i = 0; i < 50; i++) {
        pipeline.put(fresh(references));
      }
      pipeline.putStream(Stream.generate(() -> fresh(references)).limit(50));
      Threads.await(() -> references.size() == 150);
      Threads.await(() -> pipeline.report().accepted() == 150);
      pipeline.putMeta("flush");
      awaitCollected(references);
    }
  }

  /** What a worker has taken together with an item that it is stuck in, it holds no more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldKeepNothingElseWhileTheLastItemOfABatchBlocks(int workers)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Object, Void> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "block",
                item -> {
                  if (item.equals("last")) {
                    begun.countDown();
                    assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
                  }
                  return item;
                })
            .workers(workers)
            .sink("none", item -> {})
            .build()) {
      for (int i = 0; i < 5_000; i++) {
        pipeline.put(fresh(references));
      }
      pipeline.put("last");
      pipeline.start();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      try {
        awaitCollected(references);
      } finally {
        release.countDown();
      }
    }
  }

  /** A pipeline that is kept after its end keeps none of what it abandoned. */
  @Test
  void shouldNotKeepResultsThatNobodyPulled() {
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME).map("same", item -> item).workers(2).build();
    pipeline.putStream(Stream.generate(() -> fresh(references)));
    Stream<Object> results = pipeline.results();
    assertThat(results.iterator().hasNext()).isTrue();
    Threads.await(() -> references.size() > 1_000); // many are on their way, or wait to be pulled

    results.close();

    awaitCollected(references.subList(1, references.size())); // the first is the iterator's
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(results).isNotNull();
  }

  @Test
  void shouldNotKeepWhatItAbandoned() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Pipeline<Object, List<Object>> pipeline =
        Pipeline.<Object>named(NAME)
            .map("same", item -> item)
            .capacity(16)
            .chunk("chunk", 1_000)
            .build();
    Pipeline<Object, Object> blocked =
        Pipeline.<Object>named(NAME)
            .defaults(StepOptions.options().capacity(16))
            .map("same", item -> item)
            .workers(2)
            .map(
                "block",
                item -> {
                  never.await();
                  return item;
                })
            .ordered()
            .build();
    Pipeline<Object, Object> keyed =
        Pipeline.<Object>named(NAME)
            .map(
                "block",
                item -> {
                  never.await();
                  return item;
                })
            .workers(2)
            .capacity(16)
            .keyed(item -> "all")
            .build();
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    for (Pipeline<Object, ?> each : List.of(pipeline, blocked, keyed)) {
      for (int i = 0; i < 100; i++) {
        each.put(fresh(references));
      }
      each.start();
      new PipelineThreads(NAME).awaitIdle(each == blocked ? 4 : 3);
      each.abort();
      each.close();
      assertBalanced(each);
    }
    awaitCollected(references);
    assertThat(pipeline.report().accepted()).isEqualTo(100);
    assertThat(blocked.report().accepted()).isEqualTo(100);
  }

  /** Its cost was asked, and there were no permits for it when the end came. */
  @Test
  void shouldNotKeepTheItemThatWaitedForItsPermits() throws InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1), 1);
    Pipeline<Object, Void> pipeline =
        Pipeline.<Object>named(NAME)
            .sink("none", item -> {})
            .workers(2)
            .rate(limiter, item -> 1)
            .build()
            .start();
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      pipeline.put(fresh(references));
    }
    Threads.await(
        () ->
            pipeline.report().steps().get(0).workerActivities().stream()
                .allMatch(WorkerActivity.HELD::equals));
    pipeline.abort();
    pipeline.close();
    awaitCollected(references);
    assertThat(pipeline.report().accepted()).isEqualTo(3);
  }
}
