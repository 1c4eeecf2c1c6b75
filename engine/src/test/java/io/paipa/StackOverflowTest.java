package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * User code that calls the engine until its stack is used up, and goes on: nothing of the engine is
 * left half done, each call has either done all or nothing.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StackOverflowTest {
  private static final String NAME = "overflow";
  private static final long STACK_BYTES = 256 * 1024;
  private static final int DESCENTS = 40;

  /** Less, for each of them tries out all that may be left of the stack. */
  private static final int EDGES = 4;

  /** An overflow takes milliseconds: not each level is tried. */
  private static final int STRIDE = 4;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** What is called at each level. */
  private interface Call {
    void make() throws InterruptedException;
  }

  /** Calls until the stack is out; each level may need more of it than the engine's call did. */
  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  private static void descend(Call call) throws InterruptedException {
    call.make();
    descend(call);
  }

  private static void descendAndGoOn(Call call) throws InterruptedException {
    try {
      descend(call);
    } catch (StackOverflowError expected) {
      // as the worker of a thread pool survives it
    }
  }

  /** Calls where the stack is out, and on the way back, until there is enough of it. */
  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  private static void atTheEdgeOf(Call call, int level) throws InterruptedException {
    try {
      atTheEdgeOf(call, level + 1);
      return;
    } catch (StackOverflowError overflow) {
      if (level % STRIDE != 0) {
        throw overflow; // some levels higher there is a little more
      }
    }
    call.make();
  }

  private static void atTheEdgeOfASmallStack(Call call, int round) throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    await(caller(() -> thrown.set(catchThrowable(() -> atTheEdge(call, round))), round));
    assertThat(thrown.get()).isNull();
  }

  /** Whatever it throws: only what it leaves behind counts. */
  private static void tryAtTheEdge(Call call, int round) throws InterruptedException {
    await(caller(quietly(() -> atTheEdge(call, round)), round));
  }

  /** What the JVM loads and links at a first call needs more stack than there is at the edge. */
  private static void atTheEdge(Call call, int round) throws InterruptedException {
    if (round == 0) {
      call.make();
    } else {
      atTheEdgeOf(call, 0);
    }
  }

  private static Thread caller(Runnable work, int round) {
    return round == 0 ? new Thread(work) : small(work, round);
  }

  /** Whatever it throws. */
  private static Runnable quietly(Call call) {
    return () -> {
      try {
        call.make();
      } catch (Throwable expected) {
        // only what it leaves behind counts
      }
    };
  }

  /** With a deadline, also where it waits for a lock. */
  private static void await(Thread thread) throws InterruptedException {
    thread.setDaemon(true);
    thread.start();
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  private static Thread small(Runnable work, int round) {
    return new Thread(null, work, "producer", STACK_BYTES + round * 48L);
  }

  private static Builder<Integer, Void> counting(AtomicLong count, int capacity) {
    return Pipeline.<Integer>named(NAME)
        .map("same", (Integer item) -> item)
        .workers(2)
        .capacity(capacity)
        .sink("count", item -> count.incrementAndGet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "offer", "queue", "meta", "before the start"})
  void shouldTakeWhatAProducerPutsAfterAnOverflow(String how) throws InterruptedException {
    AtomicLong count = new AtomicLong();
    AtomicInteger accepted = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline = counting(count, 64).build()) {
      boolean startsLate = how.equals("before the start");
      if (!startsLate) {
        pipeline.start();
      }
      Call call =
          () -> {
            switch (how) {
              case "offer" -> accepted.addAndGet(pipeline.offer(1) ? 1 : 0);
              case "queue" -> {
                pipeline.inputQueue().put(1);
                accepted.incrementAndGet();
              }
              case "meta" -> pipeline.putMeta("meta");
              default -> {
                pipeline.put(1);
                accepted.incrementAndGet();
              }
            }
          };
      for (int round = 0; round < DESCENTS; round++) {
        Thread producer =
            small(
                () -> {
                  try {
                    descendAndGoOn(call);
                    call.make();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                },
                round);
        producer.start();
        producer.join(60_000);
        assertThat(producer.isAlive()).isFalse();
      }
      if (startsLate) {
        pipeline.start();
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(pipeline.report().accepted());
      // the overflow may have come after the put had returned, and before it was counted
      assertThat(pipeline.count()).isBetween((long) accepted.get(), accepted.get() + DESCENTS * 1L);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Its threads have little stack, so that a test needs not many calls. */
  private static <I, O> Builder<I, O> small(Builder<I, O> builder) {
    AtomicInteger threads = new AtomicInteger();
    return builder.threadFactory(
        work -> new Thread(null, work, "small", STACK_BYTES + threads.getAndIncrement() * 80L));
  }

  @Test
  void shouldFailAtOnceWhereEmitsUseUpTheStack() throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti("deep", (item, out) -> descend(() -> out.emit(item)))
            .workers(2)
            .map("same", item -> item);
    for (int round = 0; round < DESCENTS; round++) {
      try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
        long start = System.nanoTime();
        pipeline.putIterable(List.of(1, 2, 3));
        assertThatThrownBy(pipeline::run)
            .isInstanceOf(PipelineException.class)
            .hasMessageContaining("step 'deep'")
            .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertBalanced(pipeline);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 1_024})
  void shouldGoOnWhereAStepCatchesTheOverflowOfItsEmits(int capacity) throws InterruptedException {
    AtomicLong emitted = new AtomicLong();
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti(
                "deep",
                (item, out) ->
                    descendAndGoOn(
                        () -> {
                          out.emit(item);
                          emitted.incrementAndGet();
                        }))
            .workers(2)
            .sink("count", item -> {})
            .workers(2)
            .capacity(capacity);
    try (Pipeline<Integer, Void> pipeline = small(builder).build()) {
      pipeline.putStream(IntStream.range(0, DESCENTS).boxed());
      pipeline.run();
      assertNothingAbandoned(pipeline);
      assertThat(pipeline.count()).isBetween(emitted.get(), emitted.get() + DESCENTS);
    }
  }

  /** Puts items back to itself at each level. */
  private static final class PuttingBack implements Step<Integer, Integer> {
    private final AtomicInteger descents;
    private StepContext<Integer> context;

    PuttingBack(AtomicInteger descents) {
      this.descents = descents;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
      if (descents.getAndDecrement() > 0) {
        descendAndGoOn(() -> context.reenqueue(item));
      }
      out.emit(item);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnWhereReenqueuesUseUpTheStack(boolean ordered) throws InterruptedException {
    AtomicInteger descents = new AtomicInteger(DESCENTS);
    StepOptions options = StepOptions.options().workers(2);
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("back", () -> new PuttingBack(descents))
            .with(ordered ? options.ordered() : options);
    try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.reenqueued()).isGreaterThan(DESCENTS);
      assertThat(step.done()).isEqualTo(3 + step.reenqueued());
    }
  }

  @Test
  void shouldGoOnWhereAnIteratorStepPullsUntilTheStackIsOut() throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate(
                "deep",
                items ->
                    new Iterator<>() {
                      @Override
                      public boolean hasNext() {
                        return items.hasNext();
                      }

                      @Override
                      public Integer next() {
                        try {
                          descendAndGoOn(items::next);
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        } catch (java.util.NoSuchElementException expected) {
                          return 0;
                        }
                        return 1;
                      }
                    })
            .workers(2);
    try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
      pipeline.putStream(IntStream.range(0, 100_000).boxed());
      pipeline.run();
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.received()).isEqualTo(100_000);
    }
  }

  /** They take a lock, or count themselves. */
  @ParameterizedTest
  @ValueSource(strings = {"report", "dump", "size", "remainingCapacity", "completion"})
  void shouldKeepNoLockWhereAQuestionUsesUpTheStack(String which) throws InterruptedException {
    Pipeline<Integer, Void> pipeline = counting(new AtomicLong(), 64).build().start();
    BlockingQueue<Integer> queue = pipeline.inputQueue();
    AtomicReference<@Nullable Object> answer = new AtomicReference<>();
    Call call =
        () ->
            answer.set(
                switch (which) {
                  case "report" -> pipeline.report();
                  case "dump" -> pipeline.dump();
                  case "size" -> queue.size();
                  case "remainingCapacity" -> queue.remainingCapacity();
                  default -> pipeline.completion();
                });
    for (int round = 0; round < EDGES; round++) {
      atTheEdgeOfASmallStack(call, round);
      assertThat(answer.get()).isNotNull();
    }
    await(new Thread(pipeline::close));
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
  }

  /** What is started there may fail, of course: but it ends. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "runForever", "during", "start", "results"})
  void shouldEndWhatIsStartedAtTheEdge(String which) throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      Pipeline<Integer, Void> pipeline = counting(new AtomicLong(), 64).build();
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.finish();
      Call call =
          () -> {
            switch (which) {
              case "run" -> pipeline.run();
              case "runForever" -> pipeline.runForever();
              case "during" -> pipeline.during(running -> {});
              case "start" -> pipeline.start();
              default -> pipeline.results().forEach(nothing -> {});
            }
          };
      tryAtTheEdge(call, round);
      await(new Thread(quietly(pipeline::close)));
      assertThat(pipeline.isAlive()).isFalse();
      assertBalanced(pipeline);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveEachResultThatIsPulledAtTheEdge(boolean mapConcurrent)
      throws InterruptedException {
    List<Integer> items = IntStream.range(0, EDGES).boxed().toList();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", (Integer item) -> item).build();
    pipeline.putIterable(items);
    Stream<Integer> results =
        mapConcurrent
            ? Pipeline.mapConcurrent(items, StepOptions.options().workers(1), item -> item)
            : pipeline.results();
    Iterator<Integer> iterator = results.iterator();
    List<Object> pulled = new ArrayList<>(List.of(iterator.next()));
    Object[] slot = new Object[1]; // to keep a result in there needs no stack
    for (int round = 1; round < EDGES; round++) {
      atTheEdgeOfASmallStack(() -> slot[0] = iterator.next(), round);
      pulled.add(slot[0]);
    }
    AtomicBoolean more = new AtomicBoolean(true);
    await(new Thread(() -> more.set(iterator.hasNext())));
    assertThat(more).isFalse();
    assertThat(pulled).isEqualTo(items);
    await(new Thread(results::close));
    pipeline.close();
  }

  /** What the JDK has begun to close there it closes no more; but nothing hangs for it. */
  @Test
  void shouldKeepNoLockOfResultsThatAreClosedAtTheEdge() throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      Stream<Integer> results =
          Pipeline.mapConcurrent(List.of(1, 2), StepOptions.options().workers(1), item -> item);
      Iterator<Integer> iterator = results.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      atTheEdgeOfASmallStack(results::close, round);
      await(new Thread(quietly(() -> iterator.forEachRemaining(item -> {}))));
    }
  }

  /** A refusal fails the pipeline. */
  @Test
  void shouldFailWhereARefusedReenqueueUsesUpTheStack() throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      AtomicReference<StepContext<Integer>> known = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .<Integer>step("back", () -> new Telling(known, started))
              .whenFailed(failure -> {}) // so it is not logged
              .build()
              .start();
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
      Call call = () -> known.get().reenqueue(1);
      tryAtTheEdge(call, round);
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
      assertThat(pipeline.failure())
          .get()
          .extracting(PipelineException::getMessage)
          .asString()
          .contains("a reenqueue was refused");
      assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
    }
  }

  /** Tells its context. */
  private record Telling(AtomicReference<StepContext<Integer>> known, CountDownLatch started)
      implements Step<Integer, Integer> {
    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      known.set(context);
      started.countDown();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {}
  }

  /** The calls that end a pipeline, too. */
  @ParameterizedTest
  @ValueSource(strings = {"finish", "abort", "putIterable", "before the start"})
  void shouldEndWhereOtherCallsUseUpTheStack(String which) throws InterruptedException {
    for (int round = 0; round < DESCENTS; round++) {
      AtomicLong count = new AtomicLong();
      Pipeline<Integer, Void> pipeline = counting(count, 64).build();
      if (!which.equals("before the start")) {
        pipeline.start();
      }
      CountDownLatch done = new CountDownLatch(1);
      Call call =
          () -> {
            switch (which) {
              case "finish" -> pipeline.finish();
              case "abort" -> pipeline.abort();
              case "putIterable" -> pipeline.putIterable(List.of(1));
              default -> pipeline.inputQueue().offer(1);
            }
          };
      small(
              () -> {
                try {
                  descendAndGoOn(call);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                } finally {
                  done.countDown();
                }
              },
              round)
          .start();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      if (!which.equals("before the start")) {
        assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
      }
      assertBalanced(pipeline);
    }
  }
}
