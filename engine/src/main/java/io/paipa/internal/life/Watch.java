package io.paipa.internal.life;

import io.paipa.Health;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.ledger.SampledRun;
import io.paipa.internal.platform.Ticks;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the threads of a run at intervals. Lets items expire that take too long. Warns of
 * workers that get stuck, of items that nobody is done with, and of threads that do not begin.
 * Fails the run for a producer or a thread that can't go on. {@link Ticks} call it; what it
 * remembers from look to look is theirs, one after the other. A pipeline that is forgotten is not
 * kept for the next look, and one that has ended leaves nothing behind.
 */
final class Watch {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LOOKS = 4;

  /** The second of them after the first may fail the run: within the time for an end. */
  private static final int LOOKS_AT_A_PRODUCER = 3;

  private final List<StationView> stations;
  private final List<StallWatch> stalls;
  private final List<ProducerWatch> producers;
  private final List<StageWatch> stages;
  private final DeliveryWatch deliveries;
  private final HealthWatch health;
  private final LoadWatch load;
  private final RecordedRun recorded;
  private final Crew crew;
  private final TimeSource time;
  private final long stallNanos;
  private final Ticks ticks;

  /**
   * A watch that was not started.
   *
   * @param crew the run's threads
   * @param recorded what a flight recorder sees of it
   */
  Watch(
      List<StationView> stations,
      PipelinePlan plan,
      Crew crew,
      DeliveryWatch deliveries,
      Lifecycle lifecycle,
      Failures failures,
      Termination termination,
      RecordedRun recorded) {
    this.recorded = recorded;
    String pipelineName = plan.name();
    long patienceNanos = plan.terminationNanos();
    long producerNanos = patienceNanos / LOOKS_AT_A_PRODUCER;
    this.stations = stations;
    this.time = plan.time();
    this.crew = crew;
    this.deliveries = deliveries;
    this.producers = producers(stations, 2 * producerNanos);
    this.stages = stations.stream().map(station -> new StageWatch(pipelineName, station)).toList();
    this.stalls = stations.stream().map(station -> new StallWatch(pipelineName, station)).toList();
    this.health = new HealthWatch(lifecycle, failures, termination, stations, stalls);
    this.load = new LoadWatch(stations);
    long interval = producerNanos;
    for (StationView station : stations) {
      interval = Math.min(interval, station.settings().timeoutNanos() / LOOKS);
    }
    stallNanos = plan.stallNanos();
    long atMost = Math.max(MIN_INTERVAL_NANOS, Math.min(interval, stallNanos / LOOKS));
    ticks =
        new Ticks(
            time,
            () -> Math.min(atMost, load.intervalNanos()),
            termination::isOver,
            this::isAnythingDue,
            this::doWhatIsDue);
  }

  /** At each step's ring, and at that of the results. */
  private static List<ProducerWatch> producers(List<StationView> stations, long limitNanos) {
    List<ProducerWatch> watches = new ArrayList<>();
    for (StationView station : stations) {
      watches.add(
          new ProducerWatch(
              station::publishing, () -> station.failForProducer("this step"), limitNanos));
    }
    StationView last = stations.get(stations.size() - 1);
    watches.add(
        new ProducerWatch(
            last::publishingOutputs, () -> last.failForProducer("the results"), limitNanos));
    return watches;
  }

  void start() {
    recorded.start();
    ticks.start();
  }

  /** All threads of the run are started. */
  void started() {
    health.started();
  }

  /** By any thread. */
  Health health() {
    return health.health();
  }

  /** By any thread: what was seen of the steps. */
  SampledRun load() {
    return load.seen();
  }

  /** After the end. */
  void stop() {
    ticks.stop();
  }

  private boolean isAnythingDue() {
    boolean due = false;
    for (StationView station : stations) {
      due |= station.hasLateItems();
    }
    for (StallWatch stall : stalls) {
      due |= stall.look(false);
    }
    for (ProducerWatch producer : producers) {
      due |= producer.look();
    }
    for (StageWatch stage : stages) {
      due |= stage.look(false);
    }
    health.look();
    load.look();
    due |= recorded.isDue();
    due |= deliveries.look(false);
    due |= crew.hasUnrun(time.nanoTime(), stallNanos);
    return due;
  }

  private void doWhatIsDue() {
    stations.forEach(StationView::expireItems);
    stalls.forEach(stall -> stall.look(true));
    stages.forEach(stage -> stage.look(true));
    deliveries.look(true);
    producers.forEach(ProducerWatch::failIfStuck);
    crew.replaceUnrun(time.nanoTime());
    recorded.doWhatIsDue();
  }
}
