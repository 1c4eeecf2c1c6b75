package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, keys, meta events and acknowledgement are those of any other step. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncOptionsTest {
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

  /** Completes after a moment, each after another. */
  private static CompletionStage<Integer> later(int item) {
    int micros = ThreadLocalRandom.current().nextInt(2_000);
    Executor executor = CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS);
    return CompletableFuture.supplyAsync(() -> item, executor);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepTheOrder(int workers) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("later", 64, AsyncOptionsTest::later)
            .workers(workers)
            .ordered()
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(2_000));
      pipeline.run();
    }
    assertThat(results).isEqualTo(Told.numbers(2_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepTheOrderOfEachKey(int workers) throws InterruptedException {
    Map<Integer, AtomicInteger> open = new ConcurrentHashMap<>();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        named()
            .<Integer>mapAsync(
                "later",
                64,
                item -> {
                  AtomicInteger ofKey = open.computeIfAbsent(item % 10, key -> new AtomicInteger());
                  if (ofKey.incrementAndGet() > 1) {
                    wrong.add(item + " began beside another of its key");
                  }
                  return later(item).whenComplete((done, failure) -> ofKey.decrementAndGet());
                })
            .workers(workers)
            .keyed(item -> item % 10)
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(1_000));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(wrong).isEmpty();
    Map<Integer, Integer> last = new HashMap<>();
    for (int item : results) {
      Integer before = last.put(item % 10, item);
      assertThat(before == null || before < item).as("%d after %d", item, before).isTrue();
    }
    assertThat(results).hasSize(1_000);
  }

  /** A wait for a key takes no place. */
  @Test
  void shouldTakeNoPlaceForAKey() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 2, service::ask)
            .keyed(item -> item < 50 ? "hot" : item)
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(60));
      pipeline.start();
      for (int item = 50; item < 60; item++) {
        service.answer(item); // the hot key holds one place
      }
      assertThat(pipeline.report().steps().get(0).waitingForKeys()).isEqualTo(49);
      for (int item = 0; item < 50; item++) {
        service.answer(item);
      }
      pipeline.stop();
    }
    assertThat(results).hasSize(60);
  }

  /** A meta event waits for the stages in front of it. */
  @Test
  void shouldPassAMetaEventWhenAllStagesBeforeItAreDone() throws InterruptedException {
    List<Object> passed = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("ask", 10, service::ask)
            .<Void>step(
                "see",
                () ->
                    new Step<>() {
                      @Override
                      public void process(Integer item, Emitter<Void> out) {
                        passed.add(item);
                      }

                      @Override
                      public Object onMeta(Object meta, Emitter<Void> out) {
                        passed.add(meta);
                        return meta;
                      }
                    })
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      pipeline.putMeta("behind two");
      pipeline.put(3);
      service.awaitOpen(2);
      service.answer(2);
      Threads.await(() -> passed.size() == 1);
      assertThat(service.asked()).containsExactly(1, 2);
      service.answer(1);
      service.answer(3);
      pipeline.stop();
    }
    assertThat(passed).containsExactly(20, 10, "behind two", 30);
  }

  @Test
  void shouldSettleADeliveryWhenItsStageIsDone() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sinkAsync("ask", 10, service::ask)
            .onFailure(FailurePolicy.deadLetter(failed -> {}))
            .build()) {
      pipeline.start();
      var done = pipeline.submit(1).toCompletableFuture();
      var dead = pipeline.submit(2).toCompletableFuture();
      service.awaitOpen(2);
      assertThat(done).isNotDone();
      service.answer(1);
      service.fail(2, new IllegalStateException("no"));
      pipeline.stop();
      assertThat(done).isCompletedWithValue(Settlement.DONE);
      assertThat(dead).isCompletedWithValue(Settlement.DEAD_LETTERED);
    }
  }

  @Test
  void shouldTellATrackerOfWholeAttempts() throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        named()
            .tracker(
                new Tracker() {
                  @Override
                  public void beforeProcess(String stepName, Object item) {
                    seen.add("before " + item);
                  }

                  @Override
                  public void afterProcess(
                      String stepName,
                      Object item,
                      @org.jspecify.annotations.Nullable Throwable failure) {
                    seen.add("after " + item);
                  }
                })
            .sinkAsync("ask", 10, service::ask)
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      service.awaitOpen(2);
      service.answer(2);
      Threads.await(() -> seen.size() == 3);
      service.answer(1);
      pipeline.stop();
    }
    assertThat(seen).containsExactly("before 1", "before 2", "after 2", "after 1");
  }

  @Test
  void shouldLetAStepPassAMillionItemsWithOneStageAtATime() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("one", 1, CompletableFuture::completedFuture)
            .workers(2)
            .sink("count", item -> count.incrementAndGet())
            .build()) {
      pipeline.putIterable(Told.numbers(100_000));
      pipeline.run();
    }
    assertThat(count).hasValue(100_000);
  }

  @Test
  void shouldRetryInTheOrderOfTheItems() throws InterruptedException {
    Map<Integer, AtomicInteger> attempts = new ConcurrentHashMap<>();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .<Integer>mapAsync(
                "flaky",
                16,
                item ->
                    attempts.computeIfAbsent(item, key -> new AtomicInteger()).incrementAndGet()
                                == 1
                            && item % 5 == 0
                        ? CompletableFuture.failedFuture(new IllegalStateException("again"))
                        : later(item))
            .ordered()
            .retrying(1, Backoff.fixed(Duration.ofMillis(3)))
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(500));
      pipeline.run();
    }
    assertThat(results).isEqualTo(Told.numbers(500));
  }
}
