package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the pipeline's state means stop to a worker; an interrupt is for an item. */
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
