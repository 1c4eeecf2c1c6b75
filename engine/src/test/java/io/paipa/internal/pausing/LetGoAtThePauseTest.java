package io.paipa.internal.pausing;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import io.paipa.Threads;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.platform.AlarmClock;
import io.paipa.internal.source.DividedSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results of which the user lets go just when a pause ends: their source is closed, once. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LetGoAtThePauseTest {
  private static final int ROUNDS = 1_000;
  private static final int MOST_SPINS = 2_000;
  private static final int LOOKS = 4;
  private static final Duration LOOK = Duration.ofNanos(Stillness.LOOK_NANOS);

  /** Has no end, and counts how often it is closed. */
  private static final class Table implements Iterable<Integer>, AutoCloseable {
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return Stream.iterate(0, i -> i + 1).iterator();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void shouldCloseTheSource() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      letGo(round);
    }
  }

  private static void letGo(int round) throws InterruptedException {
    AlarmClock clock = new AlarmClock();
    Table table = new Table();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> worker = new AtomicReference<>(Thread.currentThread());
    Parts<Integer> parts =
        parts(
            clock,
            table,
            item -> {
              worker.set(Thread.currentThread());
              if (item == 1) {
                inHand.countDown();
                release.await();
              }
              return item;
            });
    Deque<Integer> hand = new ArrayDeque<>();
    assertThat(parts.fill(hand)).isTrue();
    inHand.await();
    for (int look = 0; look < LOOKS; look++) {
      Threads.await(() -> clock.waitingFor(LOOK) > 0);
      clock.advance(LOOK);
    }
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    release.countDown();
    Threads.await(() -> !worker.get().isAlive()); // the end of the pause is not far now
    for (int i = 0; i < round * (MOST_SPINS / ROUNDS); i++) {
      Thread.onSpinWait();
    }

    parts.letGo();

    Threads.await(() -> table.closed.get() > 0);
    assertThat(table.closed).hasValue(1);
  }

  private static Parts<Integer> parts(
      AlarmClock clock, Table table, CheckedFunction<Integer, Integer> function) {
    DividedSource source = new DividedSource(table);
    PipelinePlan planned =
        new PipelinePlanner(Pipeline.<Integer>named("paused").map("same", function).definition())
            .plan(clock);
    @SuppressWarnings("unchecked") // items are objects to the engine
    CheckedFunction<Object, Object> step = item -> function.apply((Integer) item);
    return new Parts<>(planned.madeBy(time -> new PostponingStep(source, step)), source);
  }
}
