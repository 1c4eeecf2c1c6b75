package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A meta event keeps its place: behind what was pulled, and what was emitted, before it. */
class PlaceOfMetaEventsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("fences");
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
}
