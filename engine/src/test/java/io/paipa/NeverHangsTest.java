package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever ends a pipeline, and whenever: everybody who waits for it goes on. */
class NeverHangsTest {
  private static final String NAME = "hangs";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldEndWhenAbortedAtAnyMoment() throws InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(42);
    for (int round = 0; round < 200; round++) {
      Pipeline<Integer, Integer> pipeline = endless(random);
      int spins = random.nextInt(20_000);
      boolean twice = random.nextBoolean();
      Thread aborting =
          new Thread(
              () -> {
                for (int i = 0; i < spins; i++) {
                  Thread.onSpinWait();
                }
                pipeline.abort();
                if (twice) {
                  pipeline.abort();
                }
              });
      aborting.start();
      try {
        pipeline.start();
      } catch (IllegalStateException e) {
        assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED); // before it was started
      }
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).as("round " + round).isTrue();
      aborting.join(20_000);
      assertThatThrownBy(pipeline::stop).isInstanceOf(CutShortException.class);
      pipeline.close(); // says it no second time
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(pipeline.isAlive()).isFalse();
      assertBalanced(pipeline);
    }
  }

  private static Pipeline<Integer, Integer> endless(RandomGenerator random) {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("a", i -> i)
            .workers(1 + random.nextInt(4))
            .capacity(2 << random.nextInt(6))
            .map(
                "b",
                item -> {
                  if (item % 10 == 0 && item / 10 % 2 == 0) {
                    return item;
                  }
                  return -item;
                })
            .workers(1 + random.nextInt(8))
            .retrying(2, Backoff.fixed(Duration.ofNanos(100_000)))
            .ordered()
            .map("c", item -> item)
            .workers(1 + random.nextInt(3))
            .capacity(2)
            .build();
    pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
    return pipeline;
  }

  @Test
  void shouldEndWhenManyThreadsEndItAtOnce() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      Pipeline<Integer, Integer> pipeline =
          endless(RandomGeneratorFactory.of("SplittableRandom").create(round));
      pipeline.start();
      List<Thread> enders =
          List.of(
              new Thread(pipeline::finish),
              new Thread(pipeline::abort),
              new Thread(pipeline::close),
              new Thread(() -> drain(pipeline)),
              new Thread(pipeline::abort));
      enders.forEach(Thread::start);
      for (Thread ender : enders) {
        ender.join(20_000);
        assertThat(ender.isAlive()).isFalse();
      }
      assertBalanced(pipeline);
    }
  }

  private static void drain(Pipeline<?, ?> pipeline) {
    try {
      pipeline.drain(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldLetGoOfWhoWaitsForTheEnd() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "stuck",
                item -> {
                  inHand.countDown();
                  assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
                })
            .build();
    pipeline.start();
    pipeline.put(1);
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    List<Thread> waiting =
        List.of(
            new Thread(pipeline::close),
            new Thread(
                () -> {
                  try {
                    pipeline.stop();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }),
            new Thread(() -> drain(pipeline)));
    waiting.forEach(Thread::start);
    Threads.await(() -> waiting.stream().allMatch(PipelineThreads::waits));
    pipeline.abort();
    for (Thread thread : waiting) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertBalanced(pipeline);
  }

  @Test
  void shouldReleaseAProducerThatIsBlocked() throws InterruptedException {
    for (String how : List.of("failure", "abort", "drain", "interrupt")) {
      CountDownLatch fail = new CountDownLatch(1);
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .map("block", item -> blockThenFail(item, fail))
              .capacity(2)
              .build();
      pipeline.start();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread producer = new Thread(() -> putForEver(pipeline, thrown));
      producer.start();
      Threads.await(() -> producer.getState() == Thread.State.TIMED_WAITING);
      switch (how) {
        case "failure" -> fail.countDown();
        case "abort" -> pipeline.abort();
        case "drain" -> pipeline.drain(Duration.ofMillis(1));
        default -> producer.interrupt();
      }
      producer.join(20_000);
      assertThat(thrown.get()).as(how).isNotNull();
      pipeline.abort();
      try {
        pipeline.close();
      } catch (PipelineException e) {
        assertThat(how).isEqualTo("failure");
      }
      assertBalanced(pipeline);
    }
  }

  private static Integer blockThenFail(Integer item, CountDownLatch fail)
      throws InterruptedException {
    fail.await();
    throw new IllegalStateException("item " + item);
  }

  private static void putForEver(
      Pipeline<Integer, Integer> pipeline, AtomicReference<Throwable> thrown) {
    try {
      for (int i = 0; ; i++) {
        pipeline.put(i);
      }
    } catch (Throwable t) {
      thrown.set(t);
    }
  }
}
