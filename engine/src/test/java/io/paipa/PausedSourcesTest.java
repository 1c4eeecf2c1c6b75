package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sources of a paused pipeline are not pulled, and an acknowledged one is kept alive. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PausedSourcesTest {
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
    CountedNumbers source = new CountedNumbers(Integer.MAX_VALUE);
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
}
