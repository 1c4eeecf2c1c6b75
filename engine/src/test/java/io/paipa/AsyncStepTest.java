package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step may give a stage for each item: many are open, and no thread waits. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncStepTest {
  private static final String NAME = "async";

  private final Stage service = new Stage();
  private final List<Integer> results = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> named() {
    return Pipeline.named(NAME);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldHandOnWhatIsCompleted() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named().mapAsync("ask", 4, service::ask).sink("add", results::add).build()) {
      pipeline.putIterable(numbers(4));
      pipeline.start();
      service.awaitOpen(4);
      assertThat(pipeline.report().steps().get(0).inFlight()).isEqualTo(4);
      assertThat(pipeline.report().steps().get(0).inHand()).isEqualTo(4);
      for (int item : List.of(2, 0, 3, 1)) {
        service.answer(item);
        Threads.await(() -> results.contains(item * 10));
      }
      pipeline.stop();
      assertThat(results).containsExactly(20, 0, 30, 10);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).inFlight()).isZero();
    }
  }

  /** The next one is asked for when an output is handed on. */
  @Test
  void shouldOpenNoMoreStagesThanItMay() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named().mapAsync("ask", 3, service::ask).sink("add", results::add).build()) {
      pipeline.putIterable(numbers(100));
      pipeline.start();
      service.awaitOpen(3);
      for (int item = 0; item < 100; item++) {
        service.answer(item);
      }
      pipeline.stop();
    }
    assertThat(results).hasSize(100);
    assertThat(service.most()).isLessThanOrEqualTo(3);
    assertThat(service.asked()).isEqualTo(numbers(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldTakeCompletionsInTheCallItself(int workers) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 10, CompletableFuture::completedFuture)
            .workers(workers)
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(numbers(20_000));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(results).hasSize(20_000).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldTakeCompletionsFromManyThreads(int workers) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(1_000);
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 1_000, item -> CompletableFuture.supplyAsync(() -> item, threads))
            .workers(workers)
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(numbers(50_000));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    } finally {
      threads.shutdownNow();
    }
    assertThat(results).hasSize(50_000).doesNotHaveDuplicates();
  }

  /** A thousand waits of 20 ms each take no thousand threads, and no thousand times 20 ms. */
  @Test
  void shouldHoldNoThread() throws InterruptedException {
    Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync(
                "wait",
                1_000,
                item -> {
                  threads.add(Thread.currentThread());
                  most.accumulateAndGet(open.incrementAndGet(), Math::max);
                  return CompletableFuture.supplyAsync(
                      () -> {
                        open.decrementAndGet();
                        return item;
                      },
                      later);
                })
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(numbers(10_000));
      pipeline.run();
    }
    assertThat(results).hasSize(10_000);
    assertThat(threads).hasSize(1);
    assertThat(most.get()).isBetween(500, 1_000);
  }

  /** What follows a completion runs in the step's worker. */
  @Test
  void shouldLetTheCompletingThreadGo() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 100, service::ask)
            .sink("slow", item -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.putIterable(numbers(100));
      pipeline.start();
      service.awaitOpen(100);
      for (int item = 0; item < 100; item++) {
        service.answer(item); // this thread would wait for room
      }
      release.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldConsumeLater() throws InterruptedException {
    AtomicInteger sum = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sinkAsync("add", 8, item -> CompletableFuture.runAsync(() -> sum.addAndGet(item)))
            .build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).emitted()).isZero();
    }
    assertThat(sum).hasValue(499_500);
  }

  @Test
  void shouldGiveResults() {
    try (Pipeline<Integer, Integer> pipeline =
        named()
            .mapAsync("ask", 16, item -> CompletableFuture.supplyAsync(() -> item + 1))
            .ordered()
            .build()) {
      pipeline.putIterable(numbers(1_000));
      try (Stream<Integer> all = pipeline.results()) {
        assertThat(all).isEqualTo(IntStream.rangeClosed(1, 1_000).boxed().toList());
      }
    }
  }

  /** The stages of an asynchronous step begin in the order of the ring, as many as may be open. */
  @Test
  void shouldLetItemsWaitForEachOther() throws InterruptedException {
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync(
                "meet",
                8,
                item -> {
                  waiting.add(new CompletableFuture<>());
                  CompletableFuture<Integer> mine = waiting.get(waiting.size() - 1);
                  if (waiting.size() == 8) { // the last of a group lets all of them go
                    List<CompletableFuture<Integer>> group = List.copyOf(waiting);
                    waiting.clear();
                    group.forEach(member -> member.complete(item));
                  }
                  return mine;
                })
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(numbers(800));
      pipeline.run();
    }
    assertThat(results).hasSize(800);
  }

  @Test
  void shouldHaveAsManySlotsAsStages() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 100, service::ask)
            .capacity(2)
            .ordered()
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(numbers(200));
      pipeline.start();
      service.awaitOpen(100);
      for (int item = 199; item >= 0; item--) {
        if (item < 100) {
          service.answer(item);
        }
      }
      for (int item = 100; item < 200; item++) {
        service.answer(item);
      }
      pipeline.stop();
    }
    assertThat(results).isEqualTo(numbers(200).stream().map(item -> item * 10).toList());
  }

  @Test
  void shouldBeData() {
    StepDefinition.Async step =
        (StepDefinition.Async)
            named().mapAsync("ask", 7, service::ask).workers(2).definition().steps().get(0);
    assertThat(step.inFlight()).isEqualTo(7);
    assertThat(step.isSink()).isFalse();
    assertThat(step.options().get(StepOption.WORKERS)).contains(2);
    assertThat(named().mapAsync("ask", 7_000, service::ask).build().toMermaid())
        .contains("ask<br/>1 worker<br/>7,000 in flight");
  }

  @Test
  void shouldRefuseWhatIsNoNumberOfStages() {
    assertThatThrownBy(() -> named().mapAsync("ask", 0, service::ask))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("step 'ask': inFlight: 0 is not a number of stages; at least 1");
    assertThatThrownBy(() -> named().sinkAsync("ask", 1 << 30, service::ask))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> named().sinkAsync("ask", 1, service::ask).sink("behind", item -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("behind the sink 'ask'");
  }
}
