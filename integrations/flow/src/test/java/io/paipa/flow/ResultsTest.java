package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Step;
import io.paipa.StepOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of a pipeline come to a subscriber as it asks for them, and then the end. */
class ResultsTest {
  private static final int MANY = 100_000;

  private static Pipeline<Integer, Integer> doubling() {
    return Pipeline.<Integer>named("doubling")
        .map("double", item -> 2 * item)
        .defaults(StepOptions.options().capacity(16))
        .build();
  }

  private static Pipeline<Integer, Integer> doubling(int count) {
    Pipeline<Integer, Integer> pipeline = doubling();
    pipeline.putStream(IntStream.range(0, count).boxed());
    return pipeline;
  }

  @Test
  void shouldStartThePipelineWhenItIsSubscribedTo() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = doubling();
    Flow.Publisher<Integer> publisher = PipelineFlow.publisher(pipeline);
    assertThat(pipeline.state()).isEqualTo(PipelineState.NEW);
    Recorder<Integer> subscriber = new Recorder<>(Long.MAX_VALUE);
    publisher.subscribe(subscriber);

    assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    pipeline.put(21);
    pipeline.stop(); // in the thread that has subscribed
    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.items).containsExactly(42);
  }

  @Test
  void shouldGiveAllThatIsAskedForWithoutBound() {
    InOrder subscriber = new InOrder(Long.MAX_VALUE, 0);
    PipelineFlow.publisher(doubling(MANY)).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.count).hasValue(MANY);
  }

  /** From within onNext: it must not lead to another one inside of it. */
  @Test
  void shouldGiveAllThatIsAskedForOneByOne() {
    InOrder subscriber = new InOrder(1, 1);
    PipelineFlow.publisher(doubling(MANY)).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.count).hasValue(MANY);
  }

  /** Many threads ask, and none of them makes a signal. */
  @Test
  void shouldCountWhatManyThreadsAskFor() throws InterruptedException {
    InOrder subscriber = new InOrder(0, 0);
    PipelineFlow.publisher(doubling(2 * MANY)).subscribe(subscriber);
    Flow.Subscription subscription = subscriber.subscription();
    Runnable ask = () -> IntStream.range(0, MANY / 4).forEach(i -> subscription.request(1));
    List<Thread> threads = Stream.generate(() -> new Thread(ask)).limit(4).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    Awaiting.await(() -> subscriber.count.get() == MANY);
    subscription.request(1);
    Awaiting.await(() -> subscriber.count.get() == MANY + 1);
    subscription.cancel();
  }

  /** Without a request nothing moves: what is read ahead is what the rings hold. */
  @Test
  void shouldHoldNoMoreThanTheRingsWhenTheSubscriberIsSlow() {
    AtomicInteger pulled = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline = doubling();
    pipeline.putStream(IntStream.range(0, 5_000).boxed().peek(item -> pulled.incrementAndGet()));
    Recorder<Integer> subscriber =
        new Recorder<>(1) {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            most.accumulateAndGet(pulled.get() - (int) count.get(), Math::max);
            subscription().request(1);
          }
        };
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.count).hasValue(5_000);
    assertThat(most.get()).isBetween(1, 16 + 16 + 1 + 1 + 16 + 16 + 8);
  }

  @Test
  void shouldGiveNoMoreThanIsAskedFor() {
    Pipeline<Integer, Integer> pipeline = doubling(50);
    Recorder<Integer> subscriber = new Recorder<>(0);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    Awaiting.await(() -> pipeline.count() >= 16); // as many as there is room for
    assertThat(subscriber.items).isEmpty();

    subscriber.subscription().request(3);
    Awaiting.await(() -> subscriber.items.size() == 3);
    assertThat(pipeline.count()).isLessThan(50);
    subscriber.subscription().request(100);
    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.items).hasSize(50);
  }

  @Test
  void shouldTellTheEndWhenThePipelineHasEnded() {
    Pipeline<Integer, Integer> pipeline = doubling(10);
    AtomicBoolean alive = new AtomicBoolean();
    Recorder<Integer> subscriber =
        new Recorder<>(Long.MAX_VALUE) {
          @Override
          public void onComplete() {
            alive.set(pipeline.isAlive());
            super.onComplete();
          }
        };
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(alive).isFalse();
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10})
  void shouldTellTheEndWithoutOneMoreRequest(int count) {
    Recorder<Integer> subscriber = new Recorder<>(count);
    PipelineFlow.publisher(doubling(count)).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.items).hasSize(count);
  }

  @Test
  void shouldTellAFailureAfterTheResultsBeforeIt() {
    IOException cause = new IOException("disk");
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("failing").map("read", item -> fail(item, cause)).build();
    pipeline.putIterable(List.of(1, 2, 3));
    Recorder<Integer> subscriber = new Recorder<>(2);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(subscriber.end()).isInstanceOf(PipelineException.class).hasCause(cause);
    assertThat(subscriber.items).containsExactly(1, 2);
  }

  private static Integer fail(Integer item, IOException cause) throws IOException {
    if (item == 3) {
      throw cause;
    }
    return item;
  }

  @Test
  void shouldTellThatAnotherThreadHasDrainedThePipeline() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = doubling();
    pipeline.putStream(Stream.iterate(0, item -> item + 1));
    Recorder<Integer> subscriber = new Recorder<>(Long.MAX_VALUE);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    Awaiting.await(() -> subscriber.count.get() > 0);
    pipeline.drain(Duration.ofSeconds(20));

    assertThat(subscriber.end()).isInstanceOf(CutShortException.class);
    assertThat(pipeline.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(subscriber.count).hasValue(pipeline.count());
  }

  @Test
  void shouldTellThatAnotherThreadHasAbortedThePipelineThoughNothingIsAskedFor() {
    Pipeline<Integer, Integer> pipeline = doubling();
    Recorder<Integer> subscriber = new Recorder<>(0);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    pipeline.abort();

    assertThat(subscriber.end()).isInstanceOf(CutShortException.class);
  }

  @Test
  void shouldTellThatAnotherThreadHasClosedThePipeline() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = doubling();
    Recorder<Integer> subscriber = new Recorder<>(Long.MAX_VALUE);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    pipeline.put(1);
    pipeline.close();

    assertThat(subscriber.end()).isInstanceOf(java.util.concurrent.CancellationException.class);
  }

  @Test
  void shouldRefuseASecondSubscriber() {
    Flow.Publisher<Integer> publisher = PipelineFlow.publisher(doubling(10));
    Recorder<Integer> first = new Recorder<>(0);
    Recorder<Integer> second = new Recorder<>(1);
    publisher.subscribe(first);
    publisher.subscribe(second);
    second.subscription().cancel();

    assertThat(second.end())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipeline 'doubling'")
        .hasMessageContaining("build one more pipeline");
    first.subscription().request(10);
    assertThat(first.end()).isNull();
  }

  @Test
  void shouldRefuseAPipelineThatWasStarted() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = doubling().start();
    Recorder<Integer> subscriber = new Recorder<>(1);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(subscriber.end())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was started before");
    pipeline.stop();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void shouldRefuseARequestForNothing(long count) {
    Recorder<Integer> subscriber = new Recorder<>(0);
    Pipeline<Integer, Integer> pipeline = doubling(10);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    subscriber.subscription().request(count);

    assertThat(subscriber.end())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule 3.9")
        .hasMessageContaining("doubling");
    Awaiting.await(() -> !pipeline.isAlive());
  }

  /** Nothing comes by itself that would end the wait. */
  @Test
  void shouldRefuseARequestForNothingWhileAResultIsWaitedFor() {
    Recorder<Integer> subscriber = new Recorder<>(5);
    PipelineFlow.publisher(doubling()).subscribe(subscriber);
    subscriber.subscription().request(-5);

    assertThat(subscriber.end()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTakeWhatComesOfAcknowledgedItemsForDealtWithWhenTheNextIsTaken() throws Exception {
    Pipeline<Integer, Integer> pipeline = doubling();
    Recorder<Integer> subscriber = new Recorder<>(1);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    var answer = pipeline.submit(1).toCompletableFuture();
    Awaiting.await(() -> subscriber.items.size() == 1);
    assertThat(answer).isNotDone();

    subscriber.subscription().request(1);
    assertThat(answer.get(20, TimeUnit.SECONDS).isFinal()).isTrue();
    pipeline.stop();
  }

  @Test
  void shouldWaitForTheStartOfThePipelineAndStartItInTheThreadThatTakesTheResults() {
    CountDownLatch called = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("starting")
            .step(
                "same",
                () -> {
                  assertThat(Thread.currentThread().getName()).isEqualTo("starting-results");
                  called.countDown();
                  return (Step<Integer, Integer>) (item, out) -> out.emit(item);
                })
            .build();
    pipeline.putIterable(List.of(1));
    Recorder<Integer> subscriber = new Recorder<>(1);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(called.getCount()).isZero();
    assertThat(subscriber.end()).isNull();
  }

  @Test
  void shouldRefuseNull() {
    assertThatThrownBy(() -> PipelineFlow.publisher(no()))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("pipeline: null");
  }

  @SuppressWarnings("NullAway") // what a caller without checks may pass
  private static Pipeline<Integer, Integer> no() {
    return null;
  }

  /** Says so if a result is missing, or comes twice, out of order, or inside of another. */
  private static final class InOrder extends Recorder<Integer> {
    private final long then;
    private final AtomicBoolean inside = new AtomicBoolean();
    private int expected;

    InOrder(long first, long then) {
      super(first);
      this.then = then;
    }

    @Override
    public void onNext(Integer item) {
      assertThat(inside.getAndSet(true)).isFalse();
      assertThat(item).isEqualTo(expected);
      expected += 2;
      super.onNext(item);
      if (then > 0) {
        subscription().request(then);
      }
      inside.set(false);
    }
  }
}
