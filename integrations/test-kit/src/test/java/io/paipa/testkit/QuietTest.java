package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.Emitter;
import io.paipa.LazySource;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import io.paipa.Step;
import io.paipa.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that happens by itself is missed, and nothing that does not is waited for. */
@LeavesNoPipeline
@Timeout(60)
class QuietTest {
  @Test
  void shouldSayWhatCodeWaits() {
    CountDownLatch never = new CountDownLatch(1);
    PipelineTest<Integer, Void> test =
        PipelineTest.of(Pipeline.<Integer>named("test").sink("stuck", x -> never.await()))
            .patience(ofMillis(900))
            .put(1);

    assertThatThrownBy(test::awaitQuiet)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not become quiet within 900 ms")
        .hasMessageContaining("step 'stuck', worker 0 is in your code")
        .hasMessageContaining("CountDownLatch.await")
        .hasMessageContaining("mayWait(step)");
    test.abort();
  }

  @Test
  void shouldWaitForCodeThatSleeps() {
    PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map(
                    "slow",
                    x -> {
                      TimeUnit.MILLISECONDS.sleep(100);
                      return x;
                    }))
        .put(1, 2)
        .expect(List.of(1, 2));
  }

  @Test
  void shouldSeeTheRestsOfManyWorkers() {
    List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("a", x -> x)
                .workers(8)
                .capacity(4)
                .map("b", x -> x)
                .workers(3)
                .ordered()
                .map("c", x -> x)
                .capacity(2)
                .workers(4));

    for (int round = 0; round < 20; round++) {
      test.putAll(numbers).expectInAnyOrder(numbers);
    }
  }

  @Test
  void shouldNotWaitByPolling() {
    PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("same", x -> x)
                .waiting(Waiting.yielding())
                .chunk("lists", 10, ofMillis(5)))
        .put(1)
        .advance(ofMillis(5))
        .expect(List.of(List.of(1)));
  }

  @Test
  void shouldBeQuietWhileTheNextRingIsFull() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("test")
                    .map("first", x -> x)
                    .map("second", x -> x)
                    .capacity(2)
                    .rate(RateLimiter.of(1, ofSeconds(1), 1)))
            .put(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    for (int i = 0; i < 10; i++) {
      test.expect(List.of(i)).advance(ofSeconds(1));
    }
  }

  /** The drain interrupts the source, which has an item in hand, and waits for room for it. */
  @Test
  void shouldBeQuietInADrainWhileASourceWaitsForRoom() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("slow", x -> x)
                .capacity(2)
                .rate(RateLimiter.of(1, ofSeconds(1), 1)));
    test.pipeline().putIterator(IntStream.iterate(0, i -> i + 1).iterator());

    test.expect(List.of(0)).drain().expectNothing().advance(ofSeconds(1)).expect(List.of(1));
    test.advance(ofSeconds(10));

    assertThat(test.pipeline().state()).isEqualTo(PipelineState.DRAINED);
  }

  @Test
  void shouldMakeASourceAnewWhenItsTimeHasCome() {
    AtomicInteger opened = new AtomicInteger();
    LazySource<Integer> source =
        LazySource.restarting(
            3,
            Backoff.fixed(ofSeconds(10)),
            given -> {
              opened.incrementAndGet();
              return failingAfterTwo(given);
            });
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));

    test.pipeline().putSource(source);

    test.expect(List.of(0, 1)).advance(ofSeconds(9)).expectNothing();
    assertThat(opened).hasValue(1);
    test.advance(ofSeconds(1)).expect(List.of(2, 3));
  }

  @RepeatedTest(20)
  void shouldWaitForASourceThatADrainWakes() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));
    test.pipeline()
        .putSource(
            LazySource.restarting(
                3,
                Backoff.fixed(ofSeconds(10)),
                given -> {
                  throw new IOException("gone");
                }));
    test.awaitQuiet();

    test.drain();

    assertThat(test.pipeline().state()).isEqualTo(PipelineState.DRAINED);
  }

  @Test
  void shouldWaitForWhatAQueueGives() {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));
    test.pipeline().putQueue(queue);

    for (int i = 0; i < 100; i++) {
      queue.add(i);
      test.expect(List.of(i));
    }
  }

  @Test
  void shouldNotWaitForeverForRoom() {
    CountDownLatch never = new CountDownLatch(1);
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("test").sink("stuck", x -> never.await()).capacity(2))
            .patience(ofMillis(900));

    assertThatThrownBy(() -> test.put(1, 2, 3, 4))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("takes no item 4: there was no room")
        .hasMessageContaining("did not become quiet within 900 ms")
        .hasMessageContaining("step 'stuck', worker 0 is in your code");
    test.abort();
  }

  @Test
  void shouldWaitForRoomThatCodeMakesWhichMayWait() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("test")
                    .map(
                        "slow",
                        x -> {
                          mayGoOn.await();
                          return x;
                        })
                    .capacity(2))
            .mayWait("slow")
            .put(0)
            .expectNothing();

    mayGoOn.countDown();

    test.putAll(numbers.subList(1, 100)).expect(numbers);
  }

  /** Keeps items until there are no more. */
  private static final class Gathering implements Step<Integer, Integer> {
    private final List<Integer> kept = new ArrayList<>();

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      kept.add(item);
    }

    @Override
    public void onInputEmpty(Emitter<Integer> out) {
      kept.forEach(out::emit);
      kept.clear();
    }
  }

  @RepeatedTest(30)
  void shouldTellEachWorkerThatItsInputIsEmpty() {
    List<Integer> numbers = IntStream.range(0, 50).boxed().toList();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").step("gather", Gathering::new).workers(3));

    for (int round = 0; round < 10; round++) {
      test.putAll(numbers).expectInAnyOrder(numbers);
    }
  }

  private static Iterator<Integer> failingAfterTwo(long given) {
    return IntStream.iterate((int) given, i -> i + 1)
        .peek(
            i -> {
              if (i == given + 2) {
                throw new UncheckedIOException(new IOException("gone"));
              }
            })
        .iterator();
  }

  @Test
  void shouldLetAllHappenAtItsTime() {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map(
                    "send",
                    x -> {
                      if (seen.stream().filter(s -> s.equals("send " + x)).count() < 2) {
                        seen.add("send " + x);
                        throw new IOException("busy");
                      }
                      return x;
                    })
                .retrying(5, Backoff.fixed(ofMillis(10)))
                .chunk("lists", 2, ofMillis(15)));

    test.put(1).advance(ofMillis(5)).put(2).advance(ofMillis(100));

    test.expect(List.of(List.of(1, 2))); // 1 at 20 ms, 2 at 25, both within 15 of the first
  }

  @Test
  void shouldWaitForASourceThatSleeps() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));

    test.pipeline()
        .putIterator(
            IntStream.range(0, 3)
                .peek(x -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)))
                .iterator());

    assertThat(test.outputs()).containsExactly(0, 1, 2);
  }

  @Test
  void shouldLeaveASourceWaitingThatMayWait() {
    LinkedBlockingQueue<Integer> given = new LinkedBlockingQueue<>();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x)).sourcesMayWait();
    test.pipeline()
        .putIterator(
            IntStream.range(0, 2)
                .map(
                    x -> {
                      try {
                        return given.take();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .iterator());

    test.expectNothing();
    given.add(7);
    given.add(8);

    test.expect(List.of(7, 8));
  }

  @Test
  void shouldEndItsWaitWhenTheTestIsInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    PipelineTest<Integer, Void> test =
        PipelineTest.of(Pipeline.<Integer>named("test").sink("stuck", x -> never.await())).put(1);

    Thread.currentThread().interrupt();

    assertThatThrownBy(test::awaitQuiet)
        .hasMessageContaining("the test was interrupted while it waited");
    assertThat(Thread.interrupted()).isTrue();
    test.abort();
  }
}
