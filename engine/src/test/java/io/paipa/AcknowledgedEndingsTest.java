package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Settlement.ABANDONED;
import static io.paipa.Settlement.DONE;
import static io.paipa.Settlement.FAILED;
import static io.paipa.Told.NAME;
import static io.paipa.Told.named;
import static io.paipa.Told.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a source that is told of its items is told at the end, whatever that is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgedEndingsTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Items begin, and wait for their release. */
  private StepBuilder<Integer, Integer, Void> held() {
    return named()
        .sink(
            "held",
            item -> {
              begun.countDown();
              assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            });
  }

  private void awaitBegun() throws InterruptedException {
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldWorkOffWhatATopicHasDeliveredBeforeTheFinish() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(10));
    try (Pipeline<Integer, Void> pipeline = held().build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      awaitBegun();
      pipeline.finish();
      int before = topic.idles.get();
      Threads.await(() -> topic.idles.get() >= before + 2);
      topic.send(99); // it is polled no more
      release.countDown();
      assertThat(pipeline.stop().state()).isEqualTo(PipelineState.COMPLETED);
      assertNothingAbandoned(pipeline);
    }
    assertThat(topic.outcomes().keySet()).containsExactlyElementsOf(numbers(10));
  }

  @Test
  void shouldPollABoundedSourceToItsEndAfterAFinish() throws InterruptedException {
    Topic<Integer> topic = Topic.of(numbers(1_000));
    try (Pipeline<Integer, Void> pipeline = held().capacity(4).build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      pipeline.finish();
      release.countDown();
      pipeline.stop();
    }
    assertThat(topic.outcomes()).hasSize(1_000).containsValue(DONE);
  }

  /** No finish is needed, nor is one implied before it has come to its end. */
  @Test
  void shouldFinishAPipelineWhenItsBoundedSourcesEnd() throws InterruptedException {
    AtomicInteger seen = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        named().sink("count", item -> seen.incrementAndGet()).capacity(2).build()) {
      pipeline.putAcknowledged(Topic.of(numbers(500)));
      pipeline.putAcknowledged(Topic.of(numbers(500)));
      pipeline.putIterable(numbers(10));
      assertThat(pipeline.run().sources()).allMatch(SourceReport::ended);
    }
    assertThat(seen).hasValue(1_010);
  }

  @Test
  void shouldRefuseARunThatATopicWouldNeverEnd() {
    Topic<Integer> topic = Topic.endless(List.of());
    Pipeline<Integer, Void> pipeline = named().sink("never", item -> {}).build();
    pipeline.putAcknowledged(topic);
    assertThatThrownBy(pipeline::run).isInstanceOf(IllegalStateException.class);
    pipeline.close();
    assertThat(topic.closings()).isOne();
  }

  @Test
  void shouldCallADrainOfATopicACut() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(3));
    try (Pipeline<Integer, Void> pipeline = held().build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      awaitBegun();
      release.countDown();
      Report report = pipeline.drain(Duration.ofSeconds(20));
      assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(report.sources().get(0).ended()).isFalse();
      assertNothingAbandoned(pipeline);
    }
    assertThat(topic.outcomes()).hasSize(3).containsValue(DONE);
  }

  @Test
  void shouldTellWhatAnAbortHasLeft() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(50));
    try (Pipeline<Integer, Void> pipeline = held().workers(2).capacity(8).build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      awaitBegun();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      Report report = assertBalanced(pipeline);
      SourceReport source = report.sources().get(0);
      assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(source.open()).isZero();
      assertThat(source.settled()).isEqualTo(Map.of(ABANDONED, source.pulled()));
      assertThat(source.pulled()).isEqualTo(report.accepted());
    }
    assertThat(topic.outcomes().values()).containsOnly(ABANDONED);
    assertThat(topic.closings()).isOne();
  }

  @Test
  void shouldTellWhatAFailureHasLeft() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(100));
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink(
                "failing",
                item -> {
                  if (item == 50) {
                    throw new IllegalStateException("no");
                  }
                })
            .build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThatThrownBy(pipeline::stop).hasMessageContaining("an item failed");
      SourceReport source = assertBalanced(pipeline).sources().get(0);
      assertThat(source.pulled()).isEqualTo(topic.outcomes().size());
    }
    Map<Integer, Settlement> outcomes = topic.outcomes();
    assertThat(outcomes).hasSizeGreaterThan(50);
    outcomes.forEach(
        (item, outcome) ->
            assertThat(outcome).isEqualTo(item < 50 ? DONE : item == 50 ? FAILED : ABANDONED));
  }

  /** Its call-backs can't be made, which the report says. */
  @Test
  void shouldNameASourceThatIsStuckInAPoll() throws InterruptedException {
    AtomicBoolean told = new AtomicBoolean();
    AcknowledgedSource<Integer> stuck =
        (to, limit) -> {
          to.deliver(1, outcome -> told.set(true));
          boolean released = false;
          while (!released) {
            try {
              released = release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              // that is how it is stuck
            }
          }
          return true;
        };
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .terminationTimeout(Duration.ofMillis(300))
            .sink("store", item -> begun.countDown())
            .build();
    pipeline.putAcknowledged(stuck);
    pipeline.start();
    awaitBegun();
    pipeline.abort();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(NAME + "-acknowledged");
    SourceReport source = pipeline.report().sources().get(0);
    assertThat(source.open()).isOne();
    assertThat(source.settled()).isEmpty();
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(told).isFalse();
  }

  /** A stuck worker does not keep the source from being told within the time for an end. */
  @Test
  void shouldAbandonWhatAStuckWorkerHas() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(2));
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .terminationTimeout(Duration.ofMillis(500))
            .sink(
                "stuck",
                item -> {
                  begun.countDown();
                  boolean released = false;
                  while (!released) {
                    try {
                      released = release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      // that is how it is stuck
                    }
                  }
                })
            .build();
    pipeline.putAcknowledged(topic);
    pipeline.start();
    awaitBegun();
    pipeline.abort();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(NAME + "-stuck-0")
        .hasMessageNotContaining("acknowledged");
    assertThat(topic.outcomes()).isEqualTo(Map.of(0, ABANDONED, 1, ABANDONED));
    assertThat(topic.closings()).isOne();
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(topic.outcomes()).hasSize(2);
  }
}
