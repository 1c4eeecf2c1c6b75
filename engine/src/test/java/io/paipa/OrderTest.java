package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One worker keeps the order; several do where the step is ordered. */
class OrderTest {
  private final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("order");
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private void run(Builder<Integer, Integer> steps, int items) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = steps.sink("see", seen::add).build()) {
      pipeline.putIterator(numbers(items).iterator());
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldBeKeptByOneWorker() throws InterruptedException {
    run(Pipeline.<Integer>named("order").map("same", item -> item), 10_000);
    assertThat(seen).isEqualTo(numbers(10_000));
  }

  @Test
  void shouldBeKeptByOneWorkerThatRetriesLater() throws InterruptedException {
    Set<Integer> failed = ConcurrentHashMap.newKeySet();
    run(
        Pipeline.<Integer>named("order")
            .map(
                "flaky",
                item -> {
                  if (item % 7 == 0 && failed.add(item)) {
                    throw new IllegalStateException("again");
                  }
                  return item;
                })
            .retrying(2, Backoff.fixed(Duration.ofMillis(1))),
        300);
    assertThat(seen).isEqualTo(numbers(300));
  }

  /** A delay that differs from item to item, the same in each run. */
  private static void delay(int item) {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(item);
    for (int i = random.nextInt(2_000); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "4,16", "8,32", "16,1024", "32,8"})
  void shouldBeKeptByAnOrderedStepWhateverTheDelays(int workers, int capacity)
      throws InterruptedException {
    run(
        Pipeline.<Integer>named("order")
            .map(
                "spread",
                item -> {
                  delay(item);
                  return item;
                })
            .workers(workers)
            .capacity(capacity)
            .ordered(),
        5_000);
    assertThat(seen).isEqualTo(numbers(5_000));
  }

  @ParameterizedTest
  @CsvSource({"2,2", "4,16", "16,8"})
  void shouldBeKeptByAnOrderedStepThatRetriesSkipsAndDeadLetters(int workers, int capacity)
      throws InterruptedException {
    Set<Integer> failed = ConcurrentHashMap.newKeySet();
    Set<Integer> dead = ConcurrentHashMap.newKeySet();
    run(
        Pipeline.<Integer>named("order")
            .<Integer>map(
                "everything",
                item -> {
                  delay(item);
                  if (item % 11 == 0) {
                    throw Skip.item();
                  }
                  if (item % 13 == 0 || (item % 5 == 0 && failed.add(item))) {
                    throw new IllegalStateException("again");
                  }
                  return item;
                })
            .workers(workers)
            .capacity(capacity)
            .ordered()
            .retrying(1, Backoff.fixed(Duration.ofNanos(200_000)))
            .onFailure(FailurePolicy.<Integer>deadLetter(failure -> dead.add(failure.item()))),
        1_000);
    assertThat(seen)
        .isEqualTo(numbers(1_000).stream().filter(i -> i % 11 != 0 && i % 13 != 0).toList());
    assertThat(dead).allMatch(i -> i % 13 == 0);
  }

  @Test
  void shouldGiveAReenqueuedItemANewPlace() throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    class Reenqueuing implements Step<Integer, Integer> {
      private StepContext<Integer> context = new NoContext();

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        both.countDown();
        assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
        if (item == 0) {
          context.reenqueue(100);
        } else {
          out.emit(item);
        }
      }
    }
    run(Pipeline.<Integer>named("order").step("again", Reenqueuing::new).workers(2).ordered(), 2);
    assertThat(seen).containsExactly(1, 100);
  }

  @Test
  void shouldLetNoWorkerWaitForItsTurn() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(15);
    run(
        Pipeline.<Integer>named("order")
            .map(
                "first waits",
                item -> {
                  if (item == 0) {
                    assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
                  }
                  others.countDown();
                  return item;
                })
            .workers(2)
            .capacity(16)
            .ordered(),
        200);
    assertThat(seen).isEqualTo(numbers(200));
  }

  @Test
  void shouldStopClaimsWhenTheWindowIsFull() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("order")
            .map(
                "first waits",
                item -> {
                  begun.incrementAndGet();
                  if (item == 0) {
                    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                  }
                  return item;
                })
            .workers(4)
            .capacity(8)
            .ordered()
            .build()) {
      pipeline.putIterator(numbers(1_000).iterator());
      pipeline.start();
      Threads.await(() -> begun.get() == 8 && pipeline.report().steps().get(0).queued() == 8);
      assertThat(pipeline.count()).isZero();
      release.countDown();
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertThat(begun).hasValue(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldCountWhatIsKeptOutOfTurnAsAbandonedAfterAnAbort() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("order")
            .map(
                "first waits",
                item -> {
                  if (item == 0) {
                    never.await();
                  }
                  done.incrementAndGet();
                  return item;
                })
            .workers(2)
            .capacity(8)
            .ordered()
            .build()) {
      pipeline.start();
      pipeline.putAll(numbers(4));
      Threads.await(() -> done.get() == 3);
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(4);
    }
  }

  /** What one thread puts before the start and after it stays in its order. */
  @Test
  void shouldKeepPutsBehindWhatWasPutBeforeTheStart() throws InterruptedException {
    List<Integer> seen = new ArrayList<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("order").sink("see", seen::add).build()) {
      for (int i = 0; i < 5_000; i++) {
        pipeline.put(i);
      }
      pipeline.start();
      for (int i = 5_000; i < 6_000; i++) {
        pipeline.put(i);
      }
      pipeline.stop();
    }
    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 6_000).boxed().toList());
  }

  /** The start looks through what was put before, which takes the longer the more there is. */
  @Test
  void shouldKeepPutsInOrderThatMeetTheStart() throws InterruptedException {
    int staged = 500_000;
    AtomicInteger next = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("order")
            .sink("see", item -> wrong.addAndGet(item == next.getAndIncrement() ? 0 : 1))
            .build()) {
      for (int i = 0; i < staged; i++) {
        pipeline.put(i);
      }
      Thread starter =
          new Thread(
              () -> {
                begun.countDown();
                pipeline.start();
              },
              "starter");
      starter.start();
      begun.await();
      int put = staged;
      while (pipeline.state() == PipelineState.NEW || put < staged + 1_000) {
        pipeline.put(put++);
        for (int i = 0; i < 200; i++) {
          Thread.onSpinWait(); // else it would be in the put's lock, most of the time
        }
      }
      starter.join();
      pipeline.stop();
      assertThat(next).hasValue(put);
    }
    assertThat(wrong).hasValue(0);
  }
}
