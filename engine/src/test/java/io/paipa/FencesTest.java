package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything before a meta event, or before the end, is done before it passes. */
class FencesTest {
  private static final Backoff SOON = Backoff.fixed(Duration.ofMillis(1));

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("fences");
  }

  /** Checks at each fence that all before it was done, and none of what comes after begun. */
  private static final class Checking implements Step<Integer, Integer> {
    private final AtomicInteger inHand;
    private final AtomicInteger done;
    private final AtomicInteger flushed;
    private final List<String> wrong;
    private final Set<Integer> failedOnce;

    Checking(State state) {
      this.inHand = state.inHand;
      this.done = state.done;
      this.flushed = state.flushed;
      this.wrong = state.wrong;
      this.failedOnce = state.failedOnce;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      inHand.incrementAndGet();
      try {
        if (item % 5 == 0 && failedOnce.add(item)) {
          throw new IllegalStateException("again");
        }
        out.emit(item);
        done.incrementAndGet();
      } finally {
        inHand.decrementAndGet();
      }
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      flushed.incrementAndGet();
    }

    @Override
    public Object onMeta(Object meta, Emitter<Integer> out) {
      if (inHand.get() != 0 || done.get() != (Integer) meta) {
        wrong.add(meta + ": done " + done + ", in hand " + inHand);
      }
      return meta;
    }
  }

  private record State(
      AtomicInteger inHand,
      AtomicInteger done,
      AtomicInteger flushed,
      List<String> wrong,
      Set<Integer> failedOnce) {
    State() {
      this(
          new AtomicInteger(),
          new AtomicInteger(),
          new AtomicInteger(),
          Collections.synchronizedList(new ArrayList<>()),
          ConcurrentHashMap.newKeySet());
    }
  }

  /** What was pulled is not in the ring yet: the workers may just be about to take it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldComeBehindWhatWasJustPulled(int workers) throws InterruptedException {
    int rounds = 20_000;
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger fences = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Iterator<Integer> handInHand =
        IntStream.range(0, rounds)
            .peek(
                item -> {
                  asked.set(item); // those before it were pulled
                  Threads.await(() -> fences.get() >= item);
                })
            .iterator();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences")
            .map(
                "count",
                item -> {
                  done.incrementAndGet();
                  return item;
                })
            .workers(workers)
            .step("check", () -> new CountingAtFences(done, wrong))
            .workers(workers)
            .build()) {
      pipeline.putIterator(handInHand);
      pipeline.start();
      for (int fence = 1; fence < rounds; fence++) {
        int before = fence;
        Threads.await(() -> asked.get() >= before);
        pipeline.putMeta(fence);
        fences.set(fence);
      }
      pipeline.stop();
      assertThat(wrong).isEmpty();
      assertThat(pipeline.count()).isEqualTo(rounds);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Counts what came through: at the fence before an item, the items before it have. */
  private static final class CountingAtFences implements Step<Integer, Integer> {
    private final AtomicInteger before;
    private final Queue<String> wrong;

    CountingAtFences(AtomicInteger before, Queue<String> wrong) {
      this.before = before;
      this.wrong = wrong;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Integer> out) {
      if (before.get() < (Integer) meta) {
        wrong.add(meta + ": done " + before);
      }
      return meta;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 32})
  void shouldWaitForEarlierItemsAndTheirRetries(int workers) throws InterruptedException {
    State state = new State();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences")
            .map("spread", item -> item)
            .workers(4)
            .step("check", () -> new Checking(state))
            .workers(workers)
            .capacity(64)
            .retrying(3, SOON)
            .build()) {
      pipeline.start();
      for (int item = 0; item < 1_000; item++) {
        if (item % 50 == 0) {
          pipeline.putMeta(item);
        }
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(state.wrong).isEmpty();
      // each worker before each of the 20 meta events, and at the end
      assertThat(state.flushed).hasValue(21 * workers);
      assertThat(assertNothingAbandoned(pipeline).steps().get(1).retried()).isEqualTo(200);
    }
  }

  @Test
  void shouldWaitForEarlierItemsOfAnOrderedStep() throws InterruptedException {
    State state = new State();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences")
            .step("check", () -> new Checking(state))
            .workers(8)
            .capacity(16)
            .ordered()
            .retrying(3, SOON)
            .build()) {
      pipeline.start();
      for (int item = 0; item < 300; item++) {
        if (item % 30 == 0) {
          pipeline.putMeta(item);
        }
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(state.wrong).isEmpty();
      assertNothingAbandoned(pipeline);
    }
  }

  private record Recording(List<Object> seen) implements Step<Object, Object> {
    @Override
    public void process(Object item, Emitter<Object> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Object> out) {
      seen.add(meta);
      return meta;
    }
  }

  /** Passes a meta event on as another, with an output before it; swallows some. */
  private static final class Changing implements Step<Integer, Object> {
    @Override
    public void process(Integer item, Emitter<Object> out) {
      out.emit(item);
    }

    @Override
    public @org.jspecify.annotations.Nullable Object onMeta(Object meta, Emitter<Object> out) {
      if (meta.equals("secret")) {
        return null;
      }
      out.emit("before " + meta);
      return meta + "!";
    }
  }

  @Test
  void shouldPassOnWhatTheStepReturnsAfterWhatItEmits() throws InterruptedException {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Object> pipeline =
        Pipeline.<Integer>named("fences")
            .<Object>step("change", Changing::new)
            .workers(3)
            .step("see", () -> new Recording(seen))
            .build()) {
      pipeline.put(1);
      pipeline.putMeta("a");
      pipeline.putMeta("b");
      pipeline.putMeta("secret");
      pipeline.put(2);
      pipeline.putMeta("c");
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly(1, "before a", "a!", "before b", "b!", 2, "before c", "c!");
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldComeAfterWhatWasPulledBeforeIt() throws InterruptedException {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch pulled = new CountDownLatch(31);
    CountDownLatch marked = new CountDownLatch(1);
    try (Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named("fences").step("see", () -> new Recording(seen)).build()) {
      pipeline.putStream(
          IntStream.range(0, 40)
              .mapToObj(
                  item -> {
                    pulled.countDown(); // the thirty before are published when the next is pulled
                    if (item == 30) {
                      await(marked);
                    }
                    return item;
                  }));
      pipeline.start();
      assertThat(pulled.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.putMeta("mark");
      marked.countDown();
      pipeline.stop();
      assertThat(seen.indexOf("mark")).isEqualTo(30);
      assertNothingAbandoned(pipeline);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Ends(List<String> seen, AtomicInteger running) implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      running.incrementAndGet();
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      out.emit(-1);
      seen.add("flush");
    }

    @Override
    public void onWorkerStop(Ending ending) {
      running.decrementAndGet();
      seen.add("stop " + ending);
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      seen.add("step stop, running " + running);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void shouldEndTheStepAtTheFinish(int workers) throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    List<Integer> came = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("fences")
            .step("ends", () -> new Ends(seen, new AtomicInteger()))
            .workers(workers)
            .sink("see", came::add)
            .build()) {
      pipeline.putIterable(Stream.iterate(0, i -> i + 1).limit(500).toList());
      pipeline.run();
      assertThat(seen.get(seen.size() - 1)).startsWith("step stop, running");
      assertThat(seen).filteredOn("flush"::equals).hasSize(workers);
      assertThat(seen).filteredOn("stop CLEAN"::equals).hasSize(workers);
      assertThat(came).hasSize(500 + workers);
      assertNothingAbandoned(pipeline);
    }
  }

  /** All are woken for each of them, and come back faster than they can be woken one by one. */
  @Test
  void shouldPassMetaEventsOneAfterAnotherWithManyWorkers() throws InterruptedException {
    AtomicInteger flushes = new AtomicInteger();
    class Flushing implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }

      @Override
      public void onFlush(Emitter<Integer> out) {
        flushes.incrementAndGet();
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences").step("flush", Flushing::new).workers(128).build()) {
      for (int i = 0; i < 20; i++) {
        pipeline.putMeta(i);
      }
      pipeline.start();
      pipeline.stop();
    }
    assertThat(flushes).hasValue(21 * 128);
  }

  /** The instances of a step need not be of one class. */
  @Test
  void shouldFlushEveryWorkerThatHasSomethingToFlush() throws InterruptedException {
    AtomicInteger flushes = new AtomicInteger();
    class Plain implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }
    }
    class Flushing extends Plain {
      @Override
      public void onFlush(Emitter<Integer> out) {
        flushes.incrementAndGet();
      }
    }
    AtomicInteger made = new AtomicInteger();
    StepFactory<Step<Integer, Integer>> mixed =
        () -> made.incrementAndGet() == 8 ? new Flushing() : new Plain();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences").step("mixed", mixed).workers(8).build()) {
      for (int i = 0; i < 20; i++) {
        pipeline.putMeta(i);
      }
      pipeline.start();
      pipeline.stop();
    }
    assertThat(flushes).hasValue(21);
  }
}
