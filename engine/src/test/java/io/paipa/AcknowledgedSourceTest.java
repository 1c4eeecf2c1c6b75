package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.Settlement.DONE;
import static io.paipa.Told.NAME;
import static io.paipa.Told.named;
import static io.paipa.Told.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a source that is told of its items is called. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgedSourceTest {
  @RegisterExtension private final LogListener log = new LogListener();

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

  /** The topic itself looks at the threads of its calls. */
  @Test
  void shouldCallTheSourceInOneThread() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(10_000));
    try (Pipeline<Integer, Void> pipeline =
        named().map("same", item -> item).workers(3).sink("sum", item -> {}).workers(2).build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      Threads.await(() -> topic.outcomes().size() == 10_000);
      Report report = pipeline.stop();
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.sources().get(0).ended()).isTrue();
      assertThat(report.sources().get(0).settled()).isEqualTo(Map.of(DONE, 10_000L));
    }
    assertThat(topic.closings()).isOne();
  }

  /** It keeps its session by that. */
  @Test
  void shouldCallIdleInBackPressure() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(100));
    try (Pipeline<Integer, Void> pipeline = held().capacity(4).build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      Threads.await(() -> topic.idles.get() >= 3);
      assertThat(topic.mostRoom.get()).isBetween(1, 4);
      release.countDown();
      Threads.await(() -> topic.outcomes().size() == 100);
      pipeline.stop();
    }
  }

  @Test
  void shouldCallIdleWhileItDrains() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(numbers(1));
    try (Pipeline<Integer, Void> pipeline = held().build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      awaitBegun();
      pipeline.finish();
      int before = topic.idles.get();
      Threads.await(() -> topic.idles.get() >= before + 2);
      release.countDown();
      pipeline.stop();
    }
  }

  @Test
  void shouldFailWhenAPollThrows() throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(false, List.of()) {
          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) throws Exception {
            to.deliver(1, outcome -> acknowledge(1, outcome));
            throw new java.io.IOException("broker is gone");
          }
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThatThrownBy(pipeline::stop)
          .hasMessageContaining("a source failed")
          .hasRootCauseMessage("broker is gone");
      assertBalanced(pipeline);
    }
    assertThat(topic.outcomes()).hasSize(1);
    assertThat(topic.closings()).isOne();
  }

  /** The others are made nevertheless. */
  @Test
  void shouldFailWhenAnAcknowledgementThrows() throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(true, numbers(10)) {
          @Override
          void acknowledge(Integer item, Settlement outcome) throws Exception {
            super.acknowledge(item, outcome);
            if (item == 3) {
              throw new java.io.IOException("broker is gone");
            }
          }
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.putAcknowledged(topic);
      PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::run);
      assertThat(failure)
          .hasMessageContaining("an acknowledgement failed")
          .hasRootCauseMessage("broker is gone");
      assertThat(failure.item()).contains(3);
    }
    assertThat(topic.outcomes()).hasSize(10);
  }

  @Test
  void shouldRefuseMoreThanThereIsRoomFor() throws InterruptedException {
    AcknowledgedSource<Integer> greedy =
        (to, limit) -> {
          for (int i = to.room(); i >= 0; i--) {
            to.deliver(i, outcome -> {});
          }
          return true;
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).capacity(4).build()) {
      pipeline.putAcknowledged(greedy);
      pipeline.start();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThatThrownBy(pipeline::stop)
          .hasStackTraceContaining("delivers more than there is room for");
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldRefuseDeliveriesOutsideOfAPoll() throws InterruptedException {
    List<Deliveries<Integer>> kept = Collections.synchronizedList(new ArrayList<>());
    AcknowledgedSource<Integer> source =
        new AcknowledgedSource<>() {
          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) {
            kept.add(to);
            return false;
          }

          @Override
          public boolean bounded() {
            return true;
          }
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.putAcknowledged(source);
      pipeline.run();
      assertThatThrownBy(() -> kept.get(0).deliver(1, outcome -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("source 'acknowledged-1'")
          .hasMessageContaining("only inside poll and idle");
    }
  }

  /** A client that has to give up what it reads from waits for what is in flight. */
  @Test
  void shouldSettleWhatIsInFlightFromInsideAPoll() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    AtomicInteger toldAtSettle = new AtomicInteger(-1);
    AtomicBoolean settled = new AtomicBoolean();
    AcknowledgedSource<Integer> source =
        new AcknowledgedSource<>() {
          private boolean delivered;

          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) throws InterruptedException {
            if (!delivered) {
              delivered = true;
              for (int i = 0; i < 8; i++) {
                to.deliver(i, outcome -> told.incrementAndGet());
              }
              return true;
            }
            assertThat(to.settle(Duration.ZERO)).isFalse();
            release.countDown();
            settled.set(to.settle(Duration.ofSeconds(20)));
            toldAtSettle.set(told.get());
            return false;
          }
        };
    try (Pipeline<Integer, Void> pipeline = held().build()) {
      pipeline.putAcknowledged(source);
      pipeline.start();
      Threads.await(() -> toldAtSettle.get() >= 0);
      pipeline.stop();
    }
    assertThat(settled).isTrue();
    assertThat(toldAtSettle).hasValue(8);
  }

  @Test
  void shouldWakeAPollThatWaits() throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    CountDownLatch polled = new CountDownLatch(1);
    AcknowledgedSource<Integer> source =
        new AcknowledgedSource<>() {
          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) throws InterruptedException {
            polled.countDown();
            assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
            return true;
          }

          @Override
          public void wakeUp() {
            woken.countDown();
          }
        };
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.putAcknowledged(source);
      pipeline.start();
      assertThat(polled.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.stop().state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  @Test
  void shouldTakeASourceWhileItRuns() throws InterruptedException {
    Topic<Integer> topic = Topic.of(numbers(100));
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.start();
      pipeline.putAcknowledged(topic);
      pipeline.stop();
      assertThatThrownBy(() -> pipeline.putAcknowledged(Topic.of(List.of(1))))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(topic.outcomes()).hasSize(100).containsValue(DONE);
  }

  @Test
  void shouldWarnOfAnItemThatIsOpenForTooLong() throws InterruptedException {
    Topic<Integer> topic = Topic.endless(List.of(7));
    try (Pipeline<Integer, Void> pipeline =
        named()
            .map("quick", item -> item)
            .stallAfter(Duration.ofMillis(200))
            .sink(
                "again",
                item -> {
                  throw new IllegalStateException("no");
                })
            .workers(2) // one that retries so late gets a warning of its own
            .retrying(1, Backoff.fixed(Duration.ofDays(1)))
            .stallAfter(Duration.ofMillis(200))
            .build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      boolean warned = Threads.happens(() -> !log.records().isEmpty());
      SourceReport source = pipeline.report().sources().get(0);
      pipeline.abort();
      assertThat(warned).isTrue();
      assertThat(log.lines().get(0))
          .matches(
              "WARNING: pipeline '[a-z]+', source 'acknowledged-1': item 7 is open, for \\d+ ms;"
                  + " something of it has come last to step 'again'");
      assertThat(source.oldestOpen().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
    assertThat(log.records()).hasSize(1);
    assertThat(topic.outcomes()).isEqualTo(Map.of(7, Settlement.ABANDONED));
  }
}
