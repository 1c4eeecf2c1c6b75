package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream goes on after a pause as if there had been none. */
class MapConcurrentPausesTest extends StreamsThatPause {
  @ParameterizedTest
  @CsvSource({"1, 2", "1, 1024", "4, 4", "4, 16", "4, 1024"})
  void shouldGoOnInOrderAfterEachPause(int workers, int capacity) {
    List<Integer> seen = new ArrayList<>();
    Queue<Integer> calls = new ConcurrentLinkedQueue<>();
    Iterator<Integer> results =
        map(
                numbers(5_000),
                quietly(workers).capacity(capacity).ordered(),
                item -> {
                  calls.add(item);
                  return item;
                })
            .iterator();
    for (int pulls : new int[] {1, 10, 1, 700, 0, 1_500}) {
      for (int i = 0; i < Math.max(1, pulls); i++) {
        seen.add(results.next());
      }
      if (!Threads.of(NAME).isEmpty()) { // else what was kept was enough
        pause();
      }
    }
    results.forEachRemaining(seen::add);

    assertThat(seen).isEqualTo(numbers(5_000));
    assertThat(calls).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void shouldLoseAndDoubleNothing() {
    List<Integer> seen = new ArrayList<>();
    Queue<Integer> calls = new ConcurrentLinkedQueue<>();
    Iterator<Integer> results =
        map(
                () -> numbers(3_000).iterator(), // pulled one by one
                quietly(4).capacity(64),
                item -> {
                  calls.add(item);
                  return item;
                })
            .iterator();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 150; i++) {
        seen.add(results.next());
      }
      if (!Threads.of(NAME).isEmpty()) {
        pause();
      }
    }
    results.forEachRemaining(seen::add);

    assertThat(seen).hasSize(3_000).containsExactlyInAnyOrderElementsOf(numbers(3_000));
    assertThat(calls).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void shouldReadNoFurtherAheadInSeveralPauses() {
    Table table = new Table();
    try (Stream<Integer> stream = map(table, quietly(1).capacity(4), item -> item)) {
      Iterator<Integer> results = stream.iterator();
      for (int i = 0; i < 40; i++) {
        assertThat(results.next()).isEqualTo(i);
        if (!Threads.of(NAME).isEmpty()) {
          pause();
        }
        assertThat(table.pulled.get() - i).isLessThanOrEqualTo(4 + 4 + 4 + 4 + 2);
      }
    }
  }

  /** Nobody may ever ask for it. */
  @Test
  void shouldBeginNothingForThePause() {
    AtomicInteger calls = new AtomicInteger();
    try (Stream<Integer> stream =
        map(
            StreamsThatPause::endless,
            quietly(1).capacity(4),
            item -> {
              calls.incrementAndGet();
              return item;
            })) {
      Iterator<Integer> results = stream.iterator();
      assertThat(results.next()).isZero();
      awaitNoRoom(calls);
      int before = calls.get();
      pause();
      assertThat(calls).hasValue(before);
      for (int i = 1; i < 50; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
    }
  }

  /**
   * Waits until both threads have waited for room many times since the last call. One look at them
   * is not enough: a thread that was just woken looks like one that waits, until it runs.
   */
  private static void awaitNoRoom(AtomicInteger calls) {
    PipelineThreads threads = new PipelineThreads(NAME);
    AtomicInteger seen = new AtomicInteger(-1);
    Map<Long, Long> waits = new HashMap<>();
    Threads.await(
        () -> {
          Map<Long, Long> now = threads.waits();
          if (seen.getAndSet(calls.get()) != calls.get() || waits.isEmpty()) {
            waits.clear();
            waits.putAll(now);
          }
          return now.size() == 2
              && now.entrySet().stream()
                  .allMatch(each -> each.getValue() - waits.getOrDefault(each.getKey(), 0L) > 20);
        });
  }

  @Test
  void shouldBePulledWhileItsThreadsEnd() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<Integer> seen = new ArrayList<>();
    Iterator<Integer> results =
        map(numbers(1_000), quietly(1), blockingAt(3, inHand, release)).iterator();
    assertThat(results.next()).isZero();
    await(inHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);

    assertThat(results.next()).isEqualTo(1);
    assertThat(results.next()).isEqualTo(2);
    assertThat(Threads.of(NAME)).isNotEmpty();
    Thread puller = new Thread(() -> results.forEachRemaining(seen::add));
    puller.start();
    Threads.await(() -> PipelineThreads.waits(puller));
    release.countDown();
    puller.join(20_000);
    assertThat(seen).isEqualTo(numbers(1_000).subList(3, 1_000));
  }

  /** Its attempts would be counted anew after the pause. */
  @Test
  void shouldTryAnItemNoMoreOftenForAPause() throws InterruptedException {
    Semaphore attempts = new Semaphore(0);
    Semaphore mayFail = new Semaphore(0);
    AtomicInteger tried = new AtomicInteger();
    List<Integer> dead = new ArrayList<>();
    Iterator<Integer> results =
        map(
                numbers(4),
                quietly(1)
                    .retrying(2, Backoff.none())
                    .onFailure(FailurePolicy.deadLetter(failed -> dead.add(failed.attempts()))),
                item -> {
                  if (item == 1) {
                    tried.incrementAndGet();
                    attempts.release();
                    acquire(mayFail);
                    throw new IllegalStateException("item 1");
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isZero();
    acquire(attempts);
    mayFail.release();
    acquire(attempts); // the second
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    mayFail.release(2);
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(results.next()).isEqualTo(2);
    assertThat(results.next()).isEqualTo(3);
    assertThat(results.hasNext()).isFalse();
    assertThat(tried).hasValue(3);
    assertThat(dead).containsExactly(3);
  }

  private static void acquire(Semaphore semaphore) throws InterruptedException {
    assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }
}
