package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threads of a stream from which nobody pulls end, and come back with the next pull. */
class MapConcurrentIdleTest extends StreamsThatPause {
  @Test
  void shouldEndTheThreadsOfStreamsThatAreNotPulledToTheirEnd() {
    List<Stream<Integer>> streams = new ArrayList<>(); // held: nothing is left to the collector
    for (int i = 0; i < 100; i++) {
      Stream<Integer> stream =
          map(StreamsThatPause::endless, quietly(2).capacity(16), item -> item);
      assertThat(stream.findFirst()).isPresent();
      streams.add(stream);
    }
    assertThat(Threads.of(NAME)).hasSize(300);

    for (int i = 0; i < LOOKS; i++) {
      Threads.await(() -> clock.waitingFor(LOOK) == 100);
      clock.advance(LOOK);
    }

    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(streams).hasSize(100);
  }

  @Test
  void shouldKeepItsThreadsForTenSeconds() {
    try (Stream<Integer> results =
        map(StreamsThatPause::endless, quietly(1).capacity(2), item -> item)) {
      assertThat(results.iterator().next()).isZero();
      for (int i = 1; i < LOOKS; i++) {
        look();
      }
      Threads.await(() -> clock.waitingFor(LOOK) > 0); // the last look is over
      assertThat(Threads.of(NAME)).hasSize(2);
    }
  }

  @Test
  void shouldNotPauseWhileItIsPulled() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Stream<Integer> stream =
        map(
            StreamsThatPause::endless,
            quietly(1).capacity(2),
            item -> {
              threads.add(Thread.currentThread());
              return item;
            })) {
      Iterator<Integer> results = stream.iterator();
      for (int i = 0; i < 8 * LOOKS; i++) {
        assertThat(results.next()).isEqualTo(i);
        look();
      }
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void shouldNotTakeALongPullForAPause() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CompletableFuture<List<Integer>> seen = new CompletableFuture<>();
    Stream<Integer> results =
        map(
            numbers(100),
            quietly(1).capacity(2),
            item -> {
              threads.add(Thread.currentThread());
              if (item == 0) {
                inHand.countDown();
                await(release);
              }
              return item;
            });
    Thread puller = new Thread(() -> seen.complete(results.toList()));
    puller.start();
    await(inHand);
    for (int i = 0; i < 3 * LOOKS; i++) {
      look();
    }
    Threads.await(() -> clock.waitingFor(LOOK) > 0);
    release.countDown();
    assertThat(seen).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(numbers(100));
    assertThat(threads).hasSize(1);
    puller.join(20_000);
  }

  /** The call of {@code next} that is under way is waited for, and its item is not lost. */
  @Test
  void shouldEndTheThreadOfASourceThatBlocksWhenItReturns() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(0));
    Iterable<Integer> source = () -> Stream.generate(() -> take(queue)).iterator();
    try (Stream<Integer> stream = map(source, quietly(1), item -> item)) {
      Iterator<Integer> results = stream.iterator();
      assertThat(results.next()).isZero();
      new PipelineThreads(NAME).awaitIdle(2);
      beginPause();
      Threads.await(() -> clock.waitingFor(LOOK) == 0);
      assertThat(Threads.of(NAME)).hasSize(2);
      queue.put(1);
      Threads.await(() -> Threads.of(NAME).isEmpty());
      queue.put(2);
      assertThat(results.next()).isEqualTo(1);
      assertThat(results.next()).isEqualTo(2);
    }
  }

  private static Integer take(BlockingQueue<Integer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one test that waits for the time of the machine. */
  @Test
  void shouldEndThreadsByItself() throws InterruptedException {
    List<Stream<Integer>> streams = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Stream<Integer> stream =
          Pipeline.mapConcurrent(StreamsThatPause::endless, options().workers(4), item -> item);
      assertThat(stream.findFirst()).isPresent();
      streams.add(stream);
    }
    List<Thread> threads = new PipelineThreads(NAME).all();
    assertThat(threads).hasSize(300 * 5);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    for (Thread thread : threads) {
      TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
    }
    assertThat(Threads.of(NAME)).isEmpty();
    assertThat(streams).hasSize(300);
  }
}
