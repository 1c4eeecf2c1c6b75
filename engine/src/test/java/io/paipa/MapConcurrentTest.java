package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The short form: a function over a source, on several threads. */
class MapConcurrentTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 1_000).boxed().toList();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("mapConcurrent");
  }

  @Test
  void shouldGiveResultsAsTheyCome() {
    assertThat(Pipeline.mapConcurrent(NUMBERS, options().workers(8), i -> i + 1).sorted())
        .isEqualTo(IntStream.rangeClosed(1, 1_000).boxed().toList());
  }

  @Test
  void shouldGiveResultsInOrder() {
    assertThat(Pipeline.mapConcurrent(NUMBERS, options().workers(8).ordered(), i -> i))
        .isEqualTo(NUMBERS);
  }

  @Test
  void shouldUseAsManyThreadsAsItIsTold() {
    CountDownLatch allAtOnce = new CountDownLatch(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Pipeline.mapConcurrent(
            NUMBERS.subList(0, 4),
            options().workers(4),
            i -> {
              threads.add(Thread.currentThread());
              allAtOnce.countDown();
              return allAtOnce.await(20, TimeUnit.SECONDS);
            })
        .forEach(together -> assertThat(together).isTrue());
    assertThat(threads).hasSize(4).allMatch(Thread::isDaemon);
  }

  @Test
  void shouldStartNothingBeforeItIsAsked() {
    AtomicInteger asked = new AtomicInteger();
    Iterable<Integer> source =
        () -> {
          asked.incrementAndGet();
          return NUMBERS.iterator();
        };
    try (Stream<Integer> results = Pipeline.mapConcurrent(source, options().workers(2), i -> i)) {
      assertThat(asked).hasValue(0);
      assertThat(Threads.of("mapConcurrent")).isEmpty();
      assertThat(results.count()).isEqualTo(1_000);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldEndTheWorkWhenItIsClosedEarly() {
    Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
    try (Stream<Integer> results = Pipeline.mapConcurrent(endless, options().workers(4), i -> i)) {
      assertThat(results.limit(10)).hasSize(10);
    }
  }

  @Test
  void shouldFailWithWhatTheFunctionThrows() {
    Stream<Integer> results =
        Pipeline.mapConcurrent(NUMBERS, options().workers(4), i -> 1 / (500 - i));
    assertThatThrownBy(results::count)
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldRefuseNull() {
    assertThatThrownBy(
            () -> Pipeline.<Integer, Integer>mapConcurrent(null, options().workers(1), i -> i))
        .hasMessage("mapConcurrent: null is no source");
    assertThatThrownBy(
            () -> Pipeline.<Integer, Integer>mapConcurrent(NUMBERS, (StepOptions) null, i -> i))
        .hasMessage("mapConcurrent: null; options().workers(n) says how many threads");
    assertThatThrownBy(
            () -> Pipeline.<Integer, Integer>mapConcurrent(NUMBERS, options().workers(1), null))
        .hasMessage("mapConcurrent: null is not a function");
  }

  @Test
  void shouldCloseTheSourceOfAStreamThatWasNeverRead() {
    AtomicInteger closed = new AtomicInteger();
    record Table(AtomicInteger closed) implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return List.of(1).iterator();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }

    Pipeline.mapConcurrent(new Table(closed), options().workers(2), i -> i).close();
    assertThat(closed).hasValue(1);
  }

  /** Nobody has asked for the item that fails. */
  @Test
  void shouldNotThrowWhenItIsClosedBeforeTheFailure() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    try (Stream<Integer> results =
        Pipeline.mapConcurrent(
            List.of(1, 2, 3),
            options().workers(1),
            i -> {
              if (i == 3) {
                failed.countDown();
                throw new IllegalStateException("item 3");
              }
              return i;
            })) {
      Iterator<Integer> iterator = results.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldEndAPullThatWaitsWhenAnotherThreadClosesIt() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Stream<Integer> results =
        Pipeline.mapConcurrent(
            NUMBERS,
            options().workers(1),
            i -> {
              inHand.countDown();
              new CountDownLatch(1).await();
              return i;
            });
    Iterator<Integer> iterator = results.iterator();
    CompletableFuture<Boolean> more = new CompletableFuture<>();
    Thread puller = new Thread(() -> more.complete(iterator.hasNext()));
    puller.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    results.close();
    assertThat(more).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(false);
    puller.join(20_000);
  }

  /** It would wait for itself. */
  @Test
  void shouldRefuseToBePulledOrClosedByItsFunction() {
    AtomicReference<Stream<Integer>> results = new AtomicReference<>();
    AtomicReference<Iterator<Integer>> iterator = new AtomicReference<>();
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    results.set(
        Pipeline.mapConcurrent(
            List.of(1),
            options().workers(1),
            i -> {
              thrown.add(catchThrowable(() -> iterator.get().hasNext()));
              thrown.add(catchThrowable(() -> results.get().close()));
              return i;
            }));
    iterator.set(results.get().iterator());
    assertThat(iterator.get().next()).isEqualTo(1);
    assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    assertThat(iterator.get().hasNext()).isFalse();
  }

  @Test
  void shouldReadNoFurtherAheadThanTwoRingsHold() {
    AtomicInteger pulled = new AtomicInteger();
    Iterable<Integer> endless = () -> Stream.generate(pulled::incrementAndGet).iterator();
    try (Stream<Integer> results =
        Pipeline.mapConcurrent(endless, options().workers(1).capacity(4), i -> i)) {
      Iterator<Integer> iterator = results.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      new PipelineThreads("mapConcurrent").awaitIdle(2); // both wait for room
      // the puller's claim, the ring behind, the worker's claim, the ring before, two in hand
      assertThat(pulled.get()).isLessThanOrEqualTo(4 + 4 + 4 + 4 + 2);
    }
  }

  @Test
  void shouldRefuseBadOptionsWhenItIsCalled() {
    assertThatThrownBy(
            () ->
                Pipeline.mapConcurrent(List.of(1), options().workers(1).capacity(3), i -> i)
                    .close())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
