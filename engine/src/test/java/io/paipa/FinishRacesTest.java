package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What races a finish is processed or refused, and the finish is not lost. */
class FinishRacesTest {
  private static final String NAME = "finish";
  private static final String ENDED =
      "pipeline 'finish' ran once, and has ended: COMPLETED; build another one from its builder."
          + " It ends with the sources that are put before the start; during and runForever keep it"
          + " open";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Starts threads that go off together, and waits for them. */
  private static void race(List<? extends Racer> racers) throws InterruptedException {
    AtomicInteger missing = new AtomicInteger(racers.size());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (Racer racer : racers) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  missing.decrementAndGet();
                  Threads.await(() -> missing.get() == 0); // closer together than a barrier lets go
                  racer.run();
                } catch (Throwable t) {
                  failure.set(t);
                }
              });
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(DEADLINE.toMillis());
      assertThat(thread.isAlive()).as("%s hangs", thread).isFalse();
    }
    assertThat(failure.get()).isNull();
  }

  @FunctionalInterface
  private interface Racer {
    void run() throws Exception;
  }

  /** A way to put. */
  enum How {
    PUT {
      @Override
      boolean put(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.put(1);
        return true;
      }
    },
    OFFER {
      @Override
      boolean put(Pipeline<Integer, ?> pipeline) {
        return pipeline.offer(1);
      }
    },
    TIMED_OFFER {
      @Override
      boolean put(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        return pipeline.offer(1, DEADLINE);
      }
    };

    abstract boolean put(Pipeline<Integer, ?> pipeline) throws InterruptedException;

    /** Puts until it is refused. */
    void putAll(Pipeline<Integer, ?> pipeline, AtomicInteger accepted) throws InterruptedException {
      try {
        while (true) {
          if (put(pipeline)) {
            accepted.incrementAndGet();
          } else {
            Thread.yield();
          }
        }
      } catch (IllegalStateException e) {
        assertThat(e.getMessage()).isIn(FinishTest.FINISHED, ENDED);
      }
    }
  }

  /** Many producers, a tiny ring, and a finish at any moment: each item is processed or refused. */
  @ParameterizedTest
  @EnumSource(How.class)
  void shouldProcessOrRefuseWhatRacesFinish(How how) throws InterruptedException {
    Random random = new Random(how.name().length());
    for (int round = 0; round < 100; round++) {
      AtomicInteger accepted = new AtomicInteger();
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .map("same", item -> item)
              .workers(2)
              .capacity(2 << random.nextInt(4))
              .build()
              .start();
      int enough = random.nextInt(100);
      Racer producer = () -> how.putAll(pipeline, accepted);
      race(
          List.of(
              producer,
              producer,
              producer,
              () -> {
                Threads.await(() -> accepted.get() >= enough);
                pipeline.finish();
              }));
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(accepted.get());
      assertThat(assertNothingAbandoned(pipeline).accepted()).isEqualTo(accepted.get());
    }
  }

  @Test
  void shouldNotLoseAFinishThatRacesTheStart() throws InterruptedException {
    Random random = new Random(1);
    for (int round = 0; round < 1_000; round++) {
      int later = random.nextInt(50);
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME).map("same", item -> item).build();
      race(
          List.of(
              pipeline::start,
              () -> {
                for (int i = 0; i < later; i++) {
                  Thread.onSpinWait();
                }
                pipeline.finish();
              }));
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      pipeline.close();
    }
  }

  /** What was put is in the report, though nothing was ever started. */
  @Test
  void shouldCountWhatRacesAFinishBeforeTheStart() throws InterruptedException {
    for (int round = 0; round < 500; round++) {
      AtomicInteger accepted = new AtomicInteger();
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME).map("same", item -> item).capacity(2).build();
      race(
          List.of(
              () -> {
                Threads.await(() -> accepted.get() > 10);
                pipeline.finish();
              },
              () -> How.PUT.putAll(pipeline, accepted),
              () -> How.OFFER.putAll(pipeline, accepted)));
      pipeline.close();
      Report report = assertBalanced(pipeline);
      assertThat(report.accepted()).isEqualTo(accepted.get());
      assertThat(report.abandonedBeforeFirstStep()).isEqualTo(accepted.get());
    }
  }
}
