package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads of a stream from which nobody pulls end, and come back with the next pull. */
class MapConcurrentIdleTest {
  private static final String NAME = "mapConcurrent";

  /** How often it is looked whether somebody pulls. */
  private static final Duration LOOK = Duration.ofMillis(2_500);

  /** The first look sees the pull, the fourth that this was 7.5 seconds before: ten in all. */
  private static final int LOOKS = 4;

  private final AlarmClock clock = new AlarmClock();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  /** Options that leave the alarms of the clock to the looks. */
  private static StepOptions quietly(int workers) {
    return options().workers(workers).stallAfter(Duration.ofDays(1));
  }

  private <R> Stream<R> map(
      Iterable<Integer> source, StepOptions options, CheckedFunction<Integer, R> function) {
    PipelineDefinition<Integer, R> one =
        PipelineBuilder.ofOneStep(step -> step.with(options), function);
    return Door.map(one, source, function, clock);
  }

  private static Iterator<Integer> endless() {
    return Stream.iterate(0, i -> i + 1).iterator();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private void look() {
    Threads.await(() -> clock.waitingFor(LOOK) > 0 || Threads.of(NAME).isEmpty());
    clock.advance(LOOK);
  }

  /** Lets so much time pass that the stream notices that nobody pulls. */
  private void beginPause() {
    for (int i = 0; i < LOOKS; i++) {
      look();
    }
  }

  private void pause() {
    beginPause();
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  private static void acquire(Semaphore semaphore) throws InterruptedException {
    assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** A source that counts. */
  private static final class Table implements Iterable<Integer>, AutoCloseable {
    final AtomicInteger pulled = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger iteratorsClosed = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return new Row();
    }

    @Override
    public void close() {
      assertThat(iteratorsClosed.get()).isLessThanOrEqualTo(1);
      closed.incrementAndGet();
    }

    private final class Row implements Iterator<Integer>, AutoCloseable {
      @Override
      public boolean hasNext() {
        assertThat(closed).hasValue(0);
        return true;
      }

      @Override
      public Integer next() {
        return pulled.getAndIncrement();
      }

      @Override
      public void close() {
        assertThat(closed).hasValue(0);
        iteratorsClosed.incrementAndGet();
      }
    }
  }

  @Test
  void shouldEndTheThreadsOfStreamsThatAreNotPulledToTheirEnd() {
    List<Stream<Integer>> streams = new ArrayList<>(); // held: nothing is left to the collector
    for (int i = 0; i < 100; i++) {
      Stream<Integer> stream =
          map(MapConcurrentIdleTest::endless, quietly(2).capacity(16), item -> item);
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
        map(MapConcurrentIdleTest::endless, quietly(1).capacity(2), item -> item)) {
      assertThat(results.iterator().next()).isZero();
      for (int i = 1; i < LOOKS; i++) {
        look();
      }
      Threads.await(() -> clock.waitingFor(LOOK) > 0); // the last look is over
      assertThat(Threads.of(NAME)).hasSize(2);
    }
  }

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
            MapConcurrentIdleTest::endless,
            quietly(1).capacity(4),
            item -> {
              calls.incrementAndGet();
              return item;
            })) {
      Iterator<Integer> results = stream.iterator();
      assertThat(results.next()).isZero();
      new PipelineThreads(NAME).awaitIdle(2); // both wait for room
      int before = calls.get();
      pause();
      assertThat(calls).hasValue(before);
      for (int i = 1; i < 50; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
    }
  }

  @Test
  void shouldNotPauseWhileItIsPulled() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Stream<Integer> stream =
        map(
            MapConcurrentIdleTest::endless,
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldThrowAFailureAfterTheResultsBeforeIt(boolean ordered) throws InterruptedException {
    CountDownLatch pulled = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Table table = new Table();
    StepOptions options = quietly(1);
    Iterator<Integer> results =
        map(
                table,
                ordered ? options.ordered() : options,
                item -> {
                  if (item == 1) {
                    await(pulled);
                  }
                  if (item == 3) {
                    inHand.countDown();
                    await(release);
                    throw new IllegalStateException("item 3");
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isZero();
    pulled.countDown();
    await(inHand);
    beginPause();
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());

    Threads.await(() -> table.closed.get() == 1); // nobody has to come for that
    assertThat(table.iteratorsClosed).hasValue(1);
    assertThat(results.next()).isEqualTo(1);
    assertThat(results.next()).isEqualTo(2);
    assertThatThrownBy(results::hasNext)
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("item 3");
    assertThat(results.hasNext()).isFalse();
    assertThat(table.closed).hasValue(1);
  }

  /** It came before the failure, though behind items that were not begun. */
  @Test
  void shouldGiveWhatOtherWorkersHaveDoneBeforeAFailure() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    CountDownLatch inHand = new CountDownLatch(3);
    CountDownLatch[] release =
        IntStream.range(0, 3).mapToObj(i -> new CountDownLatch(1)).toArray(CountDownLatch[]::new);
    Iterator<Integer> results =
        map(
                numbers(1_000),
                quietly(3),
                item -> {
                  int number = item < 200 ? 3 : begun.getAndIncrement();
                  if (number < 3) {
                    inHand.countDown();
                    await(release[number]);
                    if (number == 2) {
                      throw new IllegalStateException("the last");
                    }
                    done.add(item);
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isLessThan(200); // in no order
    await(inHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    List<Thread> workers = new PipelineThreads(NAME).all();
    for (int i = 0; i < 2; i++) {
      int number = i;
      release[i].countDown();
      Threads.await(
          () -> done.size() > number && workers.stream().allMatch(PipelineThreads::waits));
    }
    release[2].countDown();
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(() -> results.forEachRemaining(seen::add))
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("the last");
    assertThat(seen).containsAll(done).doesNotHaveDuplicates();
  }

  /** An item that was not begun leaves a gap, and nothing comes from behind it. */
  @Test
  void shouldKeepTheOrderBeforeAFailure() throws InterruptedException {
    Set<Integer> inHand = ConcurrentHashMap.newKeySet();
    CountDownLatch allInHand = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch releaseLast = new CountDownLatch(1);
    Iterator<Integer> results =
        map(
                numbers(1_000),
                quietly(3).ordered(),
                item -> {
                  if (item >= 200 && inHand.size() < 3) {
                    inHand.add(item);
                    allInHand.countDown();
                    await(release);
                    if (item.equals(Collections.max(inHand))) {
                      await(releaseLast);
                      throw new IllegalStateException("the last");
                    }
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isZero();
    await(allInHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    release.countDown();
    List<Thread> workers = new PipelineThreads(NAME).all();
    Threads.await(() -> workers.stream().allMatch(PipelineThreads::waits));
    releaseLast.countDown();
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(() -> results.forEachRemaining(seen::add))
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("the last");
    assertThat(seen).isEqualTo(numbers(1_000).subList(1, 1 + seen.size()));
  }

  /** Where a stream may be when it is closed. */
  enum When {
    UNPULLED,
    RUNNING,
    COLLECTING,
    RESTING,
    RUNNING_AGAIN
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void shouldCloseItsSourceOnceWhenItIsClosed(When when) throws InterruptedException {
    Table table = new Table();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Stream<Integer> stream = map(table, quietly(2).capacity(4), blockingAt(1, inHand, release));
    Iterator<Integer> results = stream.iterator();
    if (when != When.UNPULLED) {
      assertThat(results.next()).isZero();
      await(inHand);
    }
    if (when == When.COLLECTING) {
      beginPause();
      Threads.await(() -> clock.waitingFor(LOOK) == 0);
    }
    if (when == When.RESTING || when == When.RUNNING_AGAIN) {
      beginPause();
      release.countDown();
      Threads.await(() -> Threads.of(NAME).isEmpty());
    }
    if (when == When.RUNNING_AGAIN) {
      Threads.await(() -> results.next() != null && !Threads.of(NAME).isEmpty());
    }
    assertThat(table.closed).hasValue(0);

    stream.close();

    assertThat(table.closed).hasValue(1);
    assertThat(table.iteratorsClosed).hasValue(when == When.UNPULLED ? 0 : 1);
    assertThat(Threads.of(NAME)).isEmpty();
    results.forEachRemaining(left -> assertThat(left).isNotNull());
    stream.close();
    assertThat(table.closed).hasValue(1);
  }

  private static CheckedFunction<Integer, Integer> blockingAt(
      int stop, CountDownLatch inHand, CountDownLatch release) {
    return item -> {
      if (item == stop) {
        inHand.countDown();
        await(release);
      }
      return item;
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = When.class,
      names = {"RUNNING", "COLLECTING", "RESTING"})
  void shouldCloseItsSourceWhenNobodyHoldsItAnyMore(When when) throws InterruptedException {
    Table table = new Table();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    pullOneOf(map(table, quietly(2).capacity(4), blockingAt(1, inHand, release)));
    await(inHand);
    if (when == When.COLLECTING) {
      beginPause();
      Threads.await(() -> clock.waitingFor(LOOK) == 0);
    } else if (when == When.RESTING) {
      beginPause();
      release.countDown();
      Threads.await(() -> Threads.of(NAME).isEmpty());
    }
    Threads.await(
        () -> {
          System.gc();
          return table.closed.get() == 1;
        });
    assertThat(table.iteratorsClosed).hasValue(1);
  }

  private static void pullOneOf(Stream<Integer> stream) {
    assertThat(stream.findFirst()).contains(0);
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

  @Test
  void shouldAbortWhenThePullerIsInterruptedWhileItsThreadsEnd() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Table table = new Table();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Iterator<Integer> results =
        map(table, quietly(1), blockingAt(1, inHand, new CountDownLatch(1))).iterator();
    assertThat(results.next()).isZero();
    await(inHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    Thread puller =
        new Thread(
            () -> {
              assertThatThrownBy(results::next)
                  .isInstanceOf(CancellationException.class)
                  .hasMessage(
                      "pipeline 'mapConcurrent' was aborted: its puller was interrupted while"
                          + " waiting for a result");
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    puller.start();
    Threads.await(() -> PipelineThreads.waits(puller));
    puller.interrupt();
    assertThat(interrupted).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
    assertThat(table.closed).hasValue(1);
    assertThat(results.hasNext()).isFalse();
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

  /** The one test that waits for the time of the machine. */
  @Test
  void shouldEndThreadsByItself() throws InterruptedException {
    List<Stream<Integer>> streams = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Stream<Integer> stream =
          Pipeline.mapConcurrent(
              MapConcurrentIdleTest::endless, options().workers(4), item -> item);
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
