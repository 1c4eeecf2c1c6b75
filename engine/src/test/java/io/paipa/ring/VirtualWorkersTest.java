package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import io.paipa.internal.platform.VirtualThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers may be virtual threads, unless they would keep the others from running. */
class VirtualWorkersTest {
  private static final int WORKERS = 64; // more than there are cores

  private final AtomicInteger handled = new AtomicInteger();

  static Stream<WaitStrategy> polling() {
    return Stream.of(new BusySpinWaitStrategy(), new YieldingWaitStrategy());
  }

  static Stream<WaitStrategy> parking() {
    return Stream.of(
        new WorkWaitStrategy(),
        new BlockingWaitStrategy(),
        new LiteBlockingWaitStrategy(),
        new TimeoutBlockingWaitStrategy(1, TimeUnit.MILLISECONDS),
        PhasedBackoffWaitStrategy.withLock(1, 1, TimeUnit.MICROSECONDS),
        new SleepingWaitStrategy());
  }

  private static RingBuffer<Cell> ring(WaitStrategy strategy) {
    return RingBuffer.createMultiProducer(Cell::new, 8, strategy);
  }

  private WorkerPool<Cell> pool(RingBuffer<Cell> ring) {
    return new WorkerPool<>(ring, Handlers.shared(WORKERS, event -> handled.incrementAndGet()));
  }

  @ParameterizedTest
  @MethodSource("polling")
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldBeRefusedWhereTheyWouldStarveOthers(WaitStrategy strategy)
      throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    WorkerPool<Cell> pool = pool(ring);
    Crew crew = new Crew(VirtualThreads.factory());

    pool.start(crew);

    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    assertThat(crew.uncaught())
        .isNotEmpty()
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                        "worker \\d+ of the pool runs in a virtual thread, and the ring's "
                            + strategy.getClass().getSimpleName()
                            + " would keep .* platform threads"));
    Cell.publish(ring, 0);
    Crew platform = new Crew();
    pool.start(platform); // in these it may poll
    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(handled).hasValue(1);
    platform.awaitEnd();
  }

  @ParameterizedTest
  @MethodSource("parking")
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldLeaveOtherVirtualThreadsTheirTurn(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    WorkerPool<Cell> pool = pool(ring);
    Crew crew = new Crew(VirtualThreads.factory());
    pool.start(crew);
    CountDownLatch published = new CountDownLatch(1);
    Crew producer = new Crew(VirtualThreads.factory());

    producer.execute(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            Cell.publish(ring, i);
          }
          published.countDown();
        });

    Crew.await(published);
    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(handled).hasValue(1_000);
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProducerType.class)
  void shouldBeFoundOutByTheRingAlone(ProducerType producers) {
    polling()
        .forEach(strategy -> assertThat(polls(producers, strategy)).isEqualTo(strategy.getClass()));
    parking().forEach(strategy -> assertThat(polls(producers, strategy)).isNull());
  }

  private static @Nullable Class<?> polls(ProducerType producers, WaitStrategy strategy) {
    return StrategyFinder.ask(RingBuffer.create(producers, Cell::new, 8, strategy)).polling();
  }
}
