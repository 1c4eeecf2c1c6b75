package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pipeline holds is bounded, and what it has passed on it holds no more. */
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

  private static Object fresh(List<WeakReference<Object>> references) {
    Object item = new Object();
    references.add(new WeakReference<>(item));
    return item;
  }

  private static void awaitCollected(List<WeakReference<Object>> references) {
    Threads.await(
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        });
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

  /** A step may know its pipeline, for example to abort it. */
  private static Stream<Object> resultsOfOneThatKnowsItself(
      AtomicReference<Pipeline<Object, Object>> pipeline) {
    Consumer<Object> abort =
        item -> {
          if (item.equals("abort")) {
            pipeline.get().abort();
          }
        };
    pipeline.set(
        Pipeline.<Object>named(NAME)
            .map(
                "same",
                item -> {
                  abort.accept(item);
                  return item;
                })
            .workers(2)
            .build());
    pipeline.get().putStream(IntStream.range(0, 10_000).mapToObj(i -> i));
    return pipeline.get().results();
  }

  @Test
  void shouldNotKeepAPipelineThatKnowsItself() {
    AtomicReference<Pipeline<Object, Object>> pipeline = new AtomicReference<>();
    assertThat(resultsOfOneThatKnowsItself(pipeline)).hasSize(10_000);
    List<WeakReference<Object>> reference = List.of(new WeakReference<>(pipeline.get()));

    pipeline = new AtomicReference<>();

    awaitCollected(reference);
    assertThat(pipeline).hasNullValue();
  }

  @Test
  void shouldAbortWhenNobodyHoldsItsResultsAnyMore() {
    AtomicReference<Pipeline<Object, Object>> pipeline = new AtomicReference<>();
    assertThat(resultsOfOneThatKnowsItself(pipeline).findFirst()).isPresent();

    Threads.await(
        () -> {
          System.gc();
          return pipeline.get().state() == PipelineState.ABORTED;
        });
    Threads.await(() -> !pipeline.get().isAlive());
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
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    for (Pipeline<Object, ?> each : List.of(pipeline, blocked)) {
      for (int i = 0; i < 100; i++) {
        each.put(fresh(references));
      }
      each.start();
      new PipelineThreads(NAME).awaitIdle(each == pipeline ? 3 : 4);
      each.abort();
      each.close();
      assertBalanced(each);
    }
    awaitCollected(references);
    assertThat(pipeline.report().accepted()).isEqualTo(100);
    assertThat(blocked.report().accepted()).isEqualTo(100);
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
            .map("fail", MemoryTest::fail)
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
