package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark does once, and little of it, what it is measured at. */
class BenchmarksTest {
  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "ideal"})
  void shouldParkOnceForEachItem(String engine) throws Exception {
    BlockingSteps steps = new BlockingSteps();
    steps.engine = engine;
    long start = System.nanoTime();
    assertThat(steps.run(8, 20, false)).isEqualTo(160);
    assertThat(System.nanoTime() - start).isGreaterThan(20_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "ideal"})
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldParkInVirtualThreads(String engine) throws Exception {
    BlockingSteps steps = new BlockingSteps();
    steps.engine = engine;
    assertThat(steps.run(50, 4, true)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "greedy"})
  void shouldNotFinishBeforeTheSchedule(String engine) throws Exception {
    Skewed skewed = new Skewed();
    skewed.engine = engine;
    skewed.count = 400;
    skewed.cheapNanos = 50_000;
    skewed.prepare();
    assertThat(skewed.finish()).isEqualTo(400);
    assertThat(skewed.ratio()).isGreaterThan(0.99);
    skewed.compare();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "executors"})
  void shouldNotFinishBeforeTheIdealOfKeys(String engine) throws Exception {
    KeyedSkewed skewed = new KeyedSkewed();
    skewed.engine = engine;
    skewed.count = 400;
    skewed.nanos = 50_000;
    skewed.prepare();
    assertThat(skewed.finish()).isEqualTo(400);
    assertThat(skewed.ratio()).isGreaterThanOrEqualTo(1);
    skewed.compare();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "rawDisruptorBlocking"})
  void shouldSendAtTheRate(String engine) throws Exception {
    Latency latency = new Latency();
    latency.engine = engine;
    latency.rate = 10_000;
    latency.hops = 3;
    latency.seconds = 0.05;
    latency.start();
    for (int i = 0; i < 2; i++) {
      long start = System.nanoTime();
      assertThat(latency.send()).isEqualTo(500);
      assertThat(System.nanoTime() - start).isGreaterThan(49_000_000);
      latency.record();
    }
    latency.stop();
  }

  @Test
  void shouldComeToRest() throws Exception {
    Idle idle = new Idle();
    idle.workers = 4;
    idle.seconds = 0.02;
    idle.start();
    assertThat(idle.idle()).isNotNegative();
    idle.record();
    idle.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue"})
  void shouldWakeUp(String engine) throws Exception {
    WakeUp wakeUp = new WakeUp();
    wakeUp.engine = engine;
    wakeUp.start();
    for (int i = 0; i < 3; i++) {
      wakeUp.rest();
      assertThat(wakeUp.put()).isPositive();
    }
    wakeUp.record();
    wakeUp.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "ordered"})
  void shouldCarryAllItemsInOrder(String feature) throws Exception {
    Ordered ordered = new Ordered();
    ordered.feature = feature;
    shouldCarryAllItems(ordered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "chunked"})
  void shouldCarryAllItemsInChunks(String feature) throws Exception {
    Chunked chunked = new Chunked();
    chunked.feature = feature;
    shouldCarryAllItems(chunked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "retried", "retriedFailing"})
  void shouldRetryOneInAHundredWhereItFails(String feature) throws Exception {
    Retried retried = new Retried();
    retried.feature = feature;
    for (int i = 0; i < 2; i++) {
      shouldCarryAllItems(retried);
      assertThat(retried.retried()).isEqualTo(feature.equals("retriedFailing") ? 5_000 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "ledgered"})
  void shouldCarryAllItemsUnderObservation(String feature) throws Exception {
    Ledgered ledgered = new Ledgered();
    ledgered.feature = feature;
    shouldCarryAllItems(ledgered);
    assertThat(ledgered.reported()).isEqualTo(feature.equals("ledgered") ? FeatureCost.ITEMS : 0);
  }

  private static void shouldCarryAllItems(FeatureCost benchmark) throws InterruptedException {
    assertThat(benchmark.through()).isEqualTo(FeatureCost.ITEMS);
  }

  @ParameterizedTest
  @CsvSource({
    "paipa, 1to3, yielding",
    "paipa, 1to3released, blocking",
    "paipa, 2to2, one",
    "disruptor3, 1to3, yielding",
    "disruptor3, 1to3released, blocking",
    "disruptor3, 2to2, one"
  })
  void shouldHandleAllEvents(String engine, String shape, String waiting) throws Exception {
    WorkerPools pools = new WorkerPools();
    pools.engine = engine;
    pools.shape = shape;
    pools.waiting = waiting;
    pools.events = 10_000;
    pools.start();
    for (int i = 0; i < 2; i++) {
      assertThat(pools.through()).isEqualTo(10_000);
    }
    pools.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue"})
  void shouldLiveForOneItem(String engine) throws Exception {
    StartStop startStop = new StartStop();
    startStop.engine = engine;
    startStop.topology = "4x4";
    assertThat(startStop.live()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iterator", "collection"})
  void shouldMeasureWhatIsAllocated(String source) throws Exception {
    Allocation allocation = new Allocation();
    allocation.source = source;
    shouldRunPlainly(allocation);
    assertThat(allocation.perItem()).isPositive();
  }

  @Test
  void shouldNotWaitForALock() throws Exception {
    LockWaits locks = new LockWaits();
    shouldRunPlainly(locks);
    assertThat(locks.waits()).isZero();
  }

  @Test
  void shouldMeasureEachStage() throws Exception {
    StageTimes times = new StageTimes();
    shouldRunPlainly(times);
    assertThat(times.perItem()).containsOnlyKeys(StageTimes.STAGES.keySet());
    assertThat(times.perItem().values()).allMatch(nanos -> nanos > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "fiveKinds"})
  void shouldCarryAllItemsWhateverRanBefore(String before) throws Exception {
    MixedSteps steps = new MixedSteps();
    steps.before = before;
    steps.runOthers();
    assertThatCode(steps::through).doesNotThrowAnyException();
  }

  private static void shouldRunPlainly(PlainRun run) throws Exception {
    run.topology = "2x1";
    run.count = 1_000;
    run.start();
    for (int i = 1; i <= 2; i++) {
      run.before();
      assertThat(run.through()).isEqualTo(i * 1_000L);
      run.record();
    }
    run.stop();
  }
}
