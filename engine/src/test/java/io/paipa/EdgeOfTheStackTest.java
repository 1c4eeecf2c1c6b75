package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LittleStack.NAME;
import static io.paipa.LittleStack.atTheEdgeOf;
import static io.paipa.LittleStack.counting;
import static io.paipa.LittleStack.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.paipa.LittleStack.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call where the stack is nearly used up does all or fails, and keeps no lock. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EdgeOfTheStackTest {
  /** Few, for each of them tries out all that may be left of the stack. */
  private static final int EDGES = 4;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static void atTheEdgeOfASmallStack(Call call, int round) throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> overflow = new AtomicReference<>();
    Call told =
        () -> {
          try {
            call.make();
          } catch (StackOverflowError e) {
            overflow.set(e); // what came before may be the reason
            throw e;
          }
        };
    await(caller(() -> thrown.set(catchThrowable(() -> atTheEdge(told, round))), round));
    assertThat(thrown.get()).as(() -> "after " + topOf(overflow.get())).isNull();
  }

  private static String topOf(@Nullable Throwable thrown) {
    return thrown == null
        ? "nothing"
        : Stream.of(thrown.getStackTrace())
            .limit(40)
            .map(frame -> "\n  at " + frame)
            .collect(Collectors.joining("", thrown.toString(), "\n"));
  }

  /** Whatever it throws: only what it leaves behind counts. */
  private static void tryAtTheEdge(Call call, int round) throws InterruptedException {
    await(caller(quietly(() -> atTheEdge(call, round)), round));
  }

  /** What the JVM loads and links at a first call needs more stack than there is at the edge. */
  private static void atTheEdge(Call call, int round) throws InterruptedException {
    if (round == 0) {
      call.make();
    } else {
      atTheEdgeOf(call, 0);
    }
  }

  private static Thread caller(Runnable work, int round) {
    return round == 0 ? new Thread(work) : small(work, round);
  }

  /** Whatever it throws. */
  private static Runnable quietly(Call call) {
    return () -> {
      try {
        call.make();
      } catch (Throwable expected) {
        // only what it leaves behind counts
      }
    };
  }

  /** With a deadline, also where it waits for a lock. */
  private static void await(Thread thread) throws InterruptedException {
    thread.setDaemon(true);
    thread.start();
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  /** They take a lock, or count themselves. */
  @ParameterizedTest
  @ValueSource(strings = {"report", "dump", "size", "remainingCapacity", "completion"})
  void shouldKeepNoLockWhereAQuestionUsesUpTheStack(String which) throws InterruptedException {
    Pipeline<Integer, Void> pipeline = counting(new AtomicLong(), 64).build().start();
    BlockingQueue<Integer> queue = pipeline.inputQueue();
    AtomicReference<@Nullable Object> answer = new AtomicReference<>();
    Call call =
        () ->
            answer.set(
                switch (which) {
                  case "report" -> pipeline.report();
                  case "dump" -> pipeline.dump();
                  case "size" -> queue.size();
                  case "remainingCapacity" -> queue.remainingCapacity();
                  default -> pipeline.completion();
                });
    for (int round = 0; round < EDGES; round++) {
      atTheEdgeOfASmallStack(call, round);
      assertThat(answer.get()).isNotNull();
    }
    await(new Thread(pipeline::close));
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
  }

  /** What is started there may fail, of course: but it ends. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "runForever", "during", "start", "results"})
  void shouldEndWhatIsStartedAtTheEdge(String which) throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      Pipeline<Integer, Void> pipeline = counting(new AtomicLong(), 64).build();
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.finish();
      Call call =
          () -> {
            switch (which) {
              case "run" -> pipeline.run();
              case "runForever" -> pipeline.runForever();
              case "during" -> pipeline.during(running -> {});
              case "start" -> pipeline.start();
              default -> pipeline.results().forEach(nothing -> {});
            }
          };
      tryAtTheEdge(call, round);
      await(new Thread(quietly(pipeline::close)));
      assertThat(pipeline.isAlive()).isFalse();
      assertBalanced(pipeline);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveEachResultThatIsPulledAtTheEdge(boolean mapConcurrent)
      throws InterruptedException {
    List<Integer> items = IntStream.range(0, EDGES).boxed().toList();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", (Integer item) -> item).build();
    pipeline.putIterable(items);
    Stream<Integer> results =
        mapConcurrent
            ? Pipeline.mapConcurrent(items, StepOptions.options().workers(1), item -> item)
            : pipeline.results();
    Iterator<Integer> iterator = results.iterator();
    List<Object> pulled = new ArrayList<>(List.of(iterator.next()));
    Object[] slot = new Object[1]; // to keep a result in there needs no stack
    for (int round = 1; round < EDGES; round++) {
      atTheEdgeOfASmallStack(() -> slot[0] = iterator.next(), round);
      pulled.add(slot[0]);
    }
    AtomicBoolean more = new AtomicBoolean(true);
    await(new Thread(() -> more.set(iterator.hasNext())));
    assertThat(more).isFalse();
    assertThat(pulled).isEqualTo(items);
    await(new Thread(results::close));
    pipeline.close();
  }

  /** What the JDK has begun to close there it closes no more; but nothing hangs for it. */
  @Test
  void shouldKeepNoLockOfResultsThatAreClosedAtTheEdge() throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      Stream<Integer> results =
          Pipeline.mapConcurrent(List.of(1, 2), StepOptions.options().workers(1), item -> item);
      Iterator<Integer> iterator = results.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      atTheEdgeOfASmallStack(results::close, round);
      await(new Thread(quietly(() -> iterator.forEachRemaining(item -> {}))));
    }
  }

  /** A future swallows the overflow of who waits for it; the pipeline finds out. */
  @Test
  void shouldHearOfEachStageThatIsCompletedAtTheEdge() throws InterruptedException {
    int items = 1_000;
    AtomicLong count = new AtomicLong();
    BlockingQueue<CompletableFuture<Integer>> open = new LinkedBlockingQueue<>();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .mapAsync(
                "ask",
                items,
                item -> {
                  CompletableFuture<Integer> answer = new CompletableFuture<>();
                  open.add(answer);
                  return answer;
                })
            .workers(2)
            .stallAfter(Duration.ofMillis(200))
            .sink("count", item -> count.incrementAndGet())
            .build();
    pipeline.putIterable(IntStream.range(0, items).boxed().toList());
    pipeline.start();
    for (int round = 0; round < EDGES; round++) {
      for (int i = 0; i < items / EDGES; i++) {
        CompletableFuture<Integer> answer = open.poll(20, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        if (i % 50 == 0) {
          tryAtTheEdge(() -> answer.complete(1), round);
        }
        answer.complete(1);
      }
    }
    await(new Thread(quietly(pipeline::stop)));
    assertThat(count).hasValue(items);
  }

  /** A refusal fails the pipeline. */
  @Test
  void shouldFailWhereARefusedReenqueueUsesUpTheStack() throws InterruptedException {
    for (int round = 0; round < EDGES; round++) {
      AtomicReference<StepContext<Integer>> known = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .<Integer>step("back", () -> new Telling(known, started))
              .whenFailed(failure -> {}) // so it is not logged
              .build()
              .start();
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
      Call call = () -> known.get().reenqueue(1);
      tryAtTheEdge(call, round);
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
      assertThat(pipeline.failure())
          .get()
          .extracting(PipelineException::getMessage)
          .asString()
          .contains("a reenqueue was refused");
      assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
    }
  }

  /** Tells its context. */
  private record Telling(AtomicReference<StepContext<Integer>> known, CountDownLatch started)
      implements Step<Integer, Integer> {
    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      known.set(context);
      started.countDown();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {}
  }
}
