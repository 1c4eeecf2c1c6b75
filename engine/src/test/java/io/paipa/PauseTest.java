package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A paused pipeline takes nothing more, and works off what it has. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PauseTest {
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("paused");
  }

  private Pipeline<Integer, Void> seeing() {
    return Pipeline.<Integer>named("paused").sink("see", seen::add).build();
  }

  private void awaitSeen(int count) {
    Threads.await(() -> seen.size() == count);
  }

  private static Thread waiting(FutureTask<?> call) {
    Thread thread = new Thread(call, "producer");
    thread.setDaemon(true);
    thread.start();
    Threads.await(
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void shouldLetProducersWaitAndWorkOffWhatItHas() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("paused")
            .sink(
                "see",
                item -> {
                  goOn.await();
                  seen.add(item);
                })
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      pipeline.pause();
      assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
      assertThat(pipeline.report().state()).isEqualTo(PipelineState.PAUSED);
      assertThat(pipeline.dump()).contains("PAUSED");
      assertThat(pipeline.isAlive()).isTrue();
      goOn.countDown();
      awaitSeen(2);
      assertThat(pipeline.offer(3)).isFalse();
      assertThat(pipeline.offer(3, Duration.ofMillis(5))).isFalse();
      assertThat(pipeline.inputQueue().offer(3)).isFalse();
      assertThat(pipeline.inputQueue().remainingCapacity()).isZero();
      FutureTask<Void> put =
          new FutureTask<>(
              () -> {
                pipeline.put(4);
                pipeline.putMeta("meta");
                return null;
              });
      FutureTask<CompletableFuture<Settlement>> submit =
          new FutureTask<>(() -> pipeline.submit(5).toCompletableFuture());
      waiting(put);
      waiting(submit);
      assertThat(seen).containsExactly(1, 2);
      pipeline.resume();
      put.get(20, TimeUnit.SECONDS);
      assertThat(submit.get(20, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS))
          .isEqualTo(Settlement.DONE);
      assertThat(pipeline.offer(6)).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      pipeline.stop();
      assertThat(seen).containsExactlyInAnyOrder(1, 2, 4, 5, 6);
    }
  }

  /** Says how many items were pulled. */
  private static final class Counted implements Iterable<Integer> {
    final AtomicInteger pulled = new AtomicInteger();
    final int count;

    Counted(int count) {
      this.count = count;
    }

    @Override
    public Iterator<Integer> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return pulled.get() < count;
        }

        @Override
        public Integer next() {
          return pulled.getAndIncrement();
        }
      };
    }
  }

  /** The source thread has come to rest, and all that it pulled is done. */
  private void awaitRest(Pipeline<?, ?> pipeline, AtomicInteger pulled) {
    Threads.await(
        () -> {
          int before = pulled.get();
          boolean rests =
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("paused-source"))
                  .allMatch(thread -> thread.getState() == Thread.State.WAITING);
          return rests && pulled.get() == before && seen.size() == before;
        });
    assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
  }

  @Test
  void shouldPullNoSource() throws InterruptedException {
    Counted source = new Counted(Integer.MAX_VALUE);
    try (Pipeline<Integer, Void> pipeline = seeing()) {
      pipeline.putIterable(source);
      pipeline.start();
      for (int i = 0; i < 20; i++) {
        int more = source.pulled.get() + 100;
        Threads.await(() -> source.pulled.get() > more);
        pipeline.pause();
        awaitRest(pipeline, source.pulled);
        int pulled = source.pulled.get();
        assertThat(pipeline.report().sources().get(0).pulled()).isEqualTo(pulled);
        assertThat(seen).hasSize(pulled);
        pipeline.resume();
      }
      assertThat(pipeline.drain(Duration.ofSeconds(20)).state()).isEqualTo(PipelineState.DRAINED);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldPullNoCollectionAndNoQueue() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Void> pipeline = seeing()) {
      pipeline.putQueue(queue);
      pipeline.pause();
      pipeline.start();
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      Threads.await(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                      .filter(thread -> thread.getName().startsWith("paused-"))
                      .filter(thread -> thread.getState() == Thread.State.WAITING)
                      .count()
                  >= 2);
      queue.add(-1);
      assertThat(seen).isEmpty();
      pipeline.resume();
      awaitSeen(10_001);
      pipeline.pause();
      pipeline.resume();
      queue.add(-2);
      awaitSeen(10_002);
    }
  }

  /** The wish of a caller that lifts the pause. */
  private enum Lift {
    FINISH,
    STOP,
    CLOSE,
    DRAIN
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeLiftedByAnEnding(Lift how) throws InterruptedException {
    Counted source = new Counted(5_000);
    Pipeline<Integer, Void> pipeline = seeing();
    try (pipeline) {
      pipeline.putIterable(source);
      pipeline.pause();
      pipeline.start();
      assertThat(seen).isEmpty();
      switch (how) {
        case FINISH -> pipeline.finish();
        case STOP -> pipeline.stop();
        case CLOSE -> pipeline.close();
        case DRAIN -> pipeline.drain(Duration.ofSeconds(20));
      }
      pipeline.pause(); // it has no effect any more
    }
    boolean drained = how == Lift.DRAIN;
    assertThat(seen).hasSize(drained ? 0 : 5_000);
    assertThat(pipeline.state())
        .isEqualTo(drained ? PipelineState.DRAINED : PipelineState.COMPLETED);
    assertBalanced(pipeline);
  }

  @Test
  void shouldEndWithAnAbortAndRefuseTheProducersThatWait() throws Exception {
    Pipeline<Integer, Void> pipeline = seeing();
    try (pipeline) {
      pipeline.start();
      pipeline.pause();
      FutureTask<Void> put =
          new FutureTask<>(
              () -> {
                pipeline.put(1);
                return null;
              });
      waiting(put);
      pipeline.abort();
      assertThatThrownBy(() -> put.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldTakeWhatWasPutBeforeTheStart() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = seeing()) {
      pipeline.put(1);
      pipeline.pause();
      pipeline.put(2);
      assertThat(pipeline.state()).isEqualTo(PipelineState.NEW);
      pipeline.start();
      awaitSeen(2);
      assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
      pipeline.stop();
    }
  }

  /** It gives items as they are asked for, and counts the calls. */
  private static final class Broker implements AcknowledgedSource<Integer> {
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger idles = new AtomicInteger();
    final AtomicInteger settled = new AtomicInteger();
    private int next;

    @Override
    public boolean poll(Deliveries<Integer> to, Duration limit) {
      polls.incrementAndGet();
      if (to.room() > 0) {
        to.deliver(next++, settlement -> settled.incrementAndGet());
      }
      return true;
    }

    @Override
    public void idle(Deliveries<Integer> deliveries) {
      idles.incrementAndGet();
    }
  }

  @Test
  void shouldKeepAnAcknowledgedSourceAliveAndSettleWhatItGave() throws InterruptedException {
    Broker broker = new Broker();
    try (Pipeline<Integer, Void> pipeline = seeing()) {
      pipeline.putAcknowledged(broker);
      pipeline.start();
      Threads.await(() -> broker.settled.get() > 100);
      pipeline.pause();
      int idles = broker.idles.get();
      Threads.await(() -> broker.idles.get() >= idles + 3);
      int polls = broker.polls.get();
      Threads.await(() -> broker.idles.get() >= idles + 5);
      assertThat(broker.polls).hasValue(polls);
      assertThat(broker.settled).as("all is settled meanwhile").hasValue(seen.size());
      pipeline.resume();
      Threads.await(() -> broker.polls.get() > polls + 10);
      pipeline.stop();
      assertThat(broker.settled).hasValue(seen.size());
    }
  }

  @Test
  void shouldBeNoStallAndNotDown() throws InterruptedException {
    HandClock clock = new HandClock();
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("paused")
                .sink("see", seen::add)
                .stallAfter(Duration.ofSeconds(1)))) {
      pipeline.putIterable(new Counted(1_000));
      pipeline.pause();
      pipeline.start();
      clock.advance(Duration.ofHours(1));
      assertThat(pipeline.health().status()).isEqualTo(Health.Status.UP);
      pipeline.resume();
      awaitSeen(1_000);
    }
  }
}
