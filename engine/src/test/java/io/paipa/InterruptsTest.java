package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the pipeline's state means stop; an interrupt is for who waits, and for an item. */
class InterruptsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    assertThat(Thread.interrupted()).isFalse();
    Threads.assertNoneOf("interrupts");
  }

  private static final class Leaving implements Step<Integer, Integer> {
    private final AtomicInteger seen;

    Leaving(AtomicInteger seen) {
      this.seen = seen;
    }

    private void leaveFlag() {
      seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
      Thread.currentThread().interrupt();
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      leaveFlag();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      leaveFlag();
      out.emit(item);
    }

    @Override
    public void onInputEmpty(Emitter<Integer> out) {
      leaveFlag();
    }

    @Override
    public Object onMeta(Object meta, Emitter<Integer> out) {
      leaveFlag();
      return meta;
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      leaveFlag();
    }

    @Override
    public void onWorkerStop(Ending ending) {
      leaveFlag();
    }
  }

  @Test
  void shouldClearAFlagThatUserCodeLeft() throws InterruptedException {
    AtomicInteger seen = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("interrupts")
            .step("leaving", () -> new Leaving(seen))
            .workers(3)
            .capacity(8)
            .filter("another", item -> !Thread.currentThread().isInterrupted())
            .build()) {
      pipeline.putIterator(
          IntStream.range(0, 1_000).peek(i -> Thread.currentThread().interrupt()).iterator());
      pipeline.start();
      pipeline.putMeta("meta");
      pipeline.stop();
      assertThat(seen).hasValue(0);
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** User code that is called before the next attempt. */
  enum Between {
    PREDICATE,
    BACKOFF,
    TRACKER_AFTER,
    TRACKER_BEFORE
  }

  /** A pipeline that tries an item twice, and calls something in between. */
  private static Pipeline<Integer, Integer> twice(
      Between between, Runnable called, CheckedFunction<Integer, Integer> function) {
    AtomicBoolean failed = new AtomicBoolean();
    Consumer<Between> at =
        current -> {
          if (current == between && failed.get()) {
            called.run();
          }
        };
    Backoff backoff =
        retry -> {
          at.accept(Between.BACKOFF);
          return Duration.ZERO;
        };
    Predicate<Exception> retryable =
        failure -> {
          at.accept(Between.PREDICATE);
          return true;
        };
    Tracker tracker =
        new Tracker() {
          @Override
          public void beforeProcess(String stepName, Object item) {
            at.accept(Between.TRACKER_BEFORE);
          }

          @Override
          public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
            at.accept(Between.TRACKER_AFTER);
          }
        };
    return Pipeline.<Integer>named("interrupts")
        .map(
            "twice",
            item -> {
              if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("the first attempt");
              }
              return function.apply(item);
            })
        .retrying(1, backoff, retryable::test)
        .tracker(tracker)
        .terminationTimeout(Duration.ofMinutes(1))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Between.class)
  void shouldClearAFlagThatIsLeftBetweenTwoAttempts(Between between) throws InterruptedException {
    AtomicInteger left = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Runnable leaveFlag =
        () -> {
          left.incrementAndGet();
          Thread.currentThread().interrupt();
        };
    try (Pipeline<Integer, Integer> pipeline =
        twice(
            between,
            leaveFlag,
            item -> {
              seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
              return item;
            })) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(left).hasPositiveValue();
      assertThat(seen).hasValue(0);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).retried()).isEqualTo(1);
    }
  }

  /** It comes once: the attempt that follows would not learn that it is over. */
  @ParameterizedTest
  @EnumSource(value = Between.class, names = "TRACKER_AFTER", mode = EnumSource.Mode.EXCLUDE)
  void shouldKeepTheEndsInterruptForTheNextAttempt(Between between) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Runnable awaitEnd =
        () -> {
          reached.countDown();
          Threads.await(() -> Thread.currentThread().isInterrupted());
        };
    try (Pipeline<Integer, Integer> pipeline =
        twice(
            between,
            awaitEnd,
            item -> {
              assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
              return item;
            })) {
      pipeline.start();
      pipeline.put(1);
      assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeAnInterruptedExceptionForTheItemsFailure() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("interrupts")
            .map(
                "interrupted",
                item -> {
                  if (item % 10 == 0) {
                    throw new InterruptedException("of this item");
                  }
                  return item;
                })
            .workers(2)
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).skipped()).isEqualTo(10);
    }
  }

  @Test
  void shouldNotMindAnInterruptOfAWorkerByAStranger() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("interrupts")
            .sink("busy", item -> done.incrementAndGet())
            .workers(4)
            .capacity(16)
            .build()) {
      pipeline.putIterator(IntStream.range(0, 50_000).iterator());
      pipeline.start();
      List<Thread> threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("interrupts-"))
              .toList();
      while (done.get() < 50_000 && pipeline.failure().isEmpty()) {
        threads.forEach(Thread::interrupt);
      }
      pipeline.stop();
      assertThat(done).hasValue(50_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldEndARunWhoseCallerIsInterrupted() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    AtomicInteger outcome = new AtomicInteger();
    Pipeline<Integer, Void> pipeline = stuck(inHand);
    pipeline.putIterable(List.of(1));
    Thread caller =
        new Thread(
            () -> {
              try {
                pipeline.run();
              } catch (InterruptedException e) {
                outcome.set(Thread.currentThread().isInterrupted() ? 2 : 1);
              }
            });
    caller.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(20_000);
    assertThat(outcome).hasValue(1);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertBalanced(pipeline);
  }

  private static Pipeline<Integer, Void> stuck(CountDownLatch inHand) {
    CountDownLatch never = new CountDownLatch(1);
    return Pipeline.<Integer>named("interrupts")
        .sink(
            "stuck",
            item -> {
              inHand.countDown();
              assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
            })
        .capacity(2)
        .build();
  }

  @Test
  void shouldLetWhoWaitsBeInterrupted() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline = stuck(inHand);
    pipeline.start();
    pipeline.put(1);
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    List<ThrowingCallable> waiting =
        List.of(
            () -> pipeline.put(1),
            () -> pipeline.offer(1, Duration.ofSeconds(20)),
            () -> pipeline.putMeta("meta"),
            () -> pipeline.awaitTermination(Duration.ofSeconds(20)),
            pipeline::stop);
    for (ThrowingCallable call : waiting) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
      assertThat(pipeline.isAlive()).isTrue();
    }
    Thread.currentThread().interrupt();
    pipeline.close(); // aborts, waits on, and restores the flag
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertBalanced(pipeline);
  }

  @Test
  void shouldNotHinderWhoDoesNotWait() {
    Thread.currentThread().interrupt();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("interrupts").map("same", item -> item).build();
    pipeline.putIterable(List.of(1));
    pipeline.start();
    pipeline.finish();
    assertThat(pipeline.report().accepted()).isNotNegative();
    pipeline.abort();
    assertThat(Thread.interrupted()).isTrue();
    pipeline.close();
  }

  static Stream<Waiting> waitings() {
    return Stream.of(
        Waiting.parking(),
        Waiting.yielding(),
        Waiting.busySpin(),
        Waiting.backoff(1, 1, Duration.ofNanos(1_000), Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @MethodSource("waitings")
  void shouldNotHandAStrangersInterruptOfAnIdleWorkerToItsNextItem(Waiting waiting)
      throws InterruptedException {
    List<Boolean> flags = new CopyOnWriteArrayList<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("interrupts")
            .sink("idle", item -> flags.add(Thread.currentThread().isInterrupted()))
            .waiting(waiting)
            .build()) {
      pipeline.start();
      for (int i = 0; i < 5; i++) {
        Thread idle = new PipelineThreads("interrupts").named("idle-0");
        idle.interrupt();
        Threads.await(() -> !idle.isInterrupted());
        pipeline.put(i);
        int items = i + 1;
        Threads.await(() -> pipeline.count() == items);
      }
      pipeline.stop();
    }
    assertThat(flags).hasSize(5).containsOnly(false);
  }
}
