package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Numbers.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that wait for each other are begun beside retries, fences, full rings and endings, too. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BeginOrderBesideOtherPromisesTest {
  private static final String NAME = "begin";
  private static final long SECONDS = 20;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** The next attempts are made by whoever is free; the first ones meet. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHoldWhereAllFirstAttemptsFail(boolean ordered) throws Exception {
    Rendezvous rendezvous = Rendezvous.barriers(120, 0, 3);
    AtomicInteger[] attempts =
        IntStream.range(0, 120).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
    StepOptions options =
        StepOptions.options()
            .workers(3)
            .capacity(2)
            .retrying(2, Backoff.fixed(Duration.ofMillis(1)));
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "meet",
                item -> {
                  if (attempts[item].getAndIncrement() == 0) {
                    rendezvous.meet(item);
                    throw new IllegalStateException("again");
                  }
                })
            .with(ordered ? options.ordered() : options)
            .build()) {
      pipeline.putIterable(numbers(120));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).retried()).isEqualTo(120);
    }
  }

  /** The last of the second group comes only after the fence has passed. */
  @Test
  void shouldHoldBesideFences() throws Exception {
    Rendezvous rendezvous = Rendezvous.barriers(400, 0, 4);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("meet", item -> rendezvous.meet(item))
            .workers(4)
            .build()) {
      pipeline.start();
      for (int item = 0; item < rendezvous.items(); item++) {
        pipeline.put(item);
        if (item % 4 == 3) {
          pipeline.putMeta("after " + item);
        }
      }
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(400);
    }
  }

  /** The next step does nothing before its ring is full: the workers are held by their outputs. */
  @Test
  void shouldHoldWhereTheNextRingIsFull() throws Exception {
    Rendezvous rendezvous = Rendezvous.barriers(64, 0, 2);
    CountDownLatch full = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "meet",
                item -> {
                  rendezvous.meet(item);
                  return item;
                })
            .workers(2)
            .sink("slow", item -> assertThat(full.await(SECONDS, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.putIterable(numbers(64));
      pipeline.start();
      Threads.await(() -> pipeline.report().steps().get(1).queued() >= 2);
      full.countDown();
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(1).done()).isEqualTo(64);
    }
  }

  /** They are in an outbox, and their producer goes on to something that takes long. */
  @Test
  void shouldHoldForWhatAStuckProducerHasEmitted() throws Exception {
    CountDownLatch met = new CountDownLatch(3);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti(
                "emit",
                (item, out) -> {
                  for (int i = 0; i < 3; i++) {
                    out.emit(i);
                  }
                  assertThat(met.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                })
            .sink(
                "meet",
                item -> {
                  met.countDown();
                  assertThat(met.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                })
            .workers(3)
            .build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(1).done()).isEqualTo(3);
    }
  }

  /** The others wait for nothing then: the end interrupts them. */
  @Test
  void shouldEndWhereAMemberOfAGroupDies() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch both = new CountDownLatch(2);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "meet",
                item -> {
                  if (item == 2) {
                    assertThat(both.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                    throw new LinkageError("dead");
                  }
                  both.countDown();
                  never.await();
                })
            .workers(3)
            .build()) {
      pipeline.putStream(IntStream.range(0, 1_000).boxed());
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasRootCauseInstanceOf(LinkageError.class);
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.failed()).isEqualTo(1);
      assertThat(step.done()).isZero();
      assertThat(step.received()).isEqualTo(step.abandoned() + 1);
    }
  }

  /** What was claimed and not begun is abandoned, and counted. */
  @Test
  void shouldCountWhatAnAbortLeavesOfAClaim() throws Exception {
    CountDownLatch stuck = new CountDownLatch(2);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "meet",
                item -> {
                  if (item >= 100_000) {
                    stuck.countDown();
                    new CountDownLatch(1).await();
                  }
                })
            .workers(2)
            .build()) {
      pipeline.start();
      pipeline.putAll(numbers(100_500));
      assertThat(stuck.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      StepReport running = pipeline.report().steps().get(0);
      assertThat(running.inHand()).isEqualTo(2);
      assertThat(running.queued()).isEqualTo(498);
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(SECONDS))).isTrue();
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.done()).isEqualTo(100_000);
      assertThat(step.abandoned()).isEqualTo(500);
    }
  }
}
