package io.paipa.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Makes the meters of a step. Used by one thread. */
final class StepMeters {
  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  private static final Map<String, ToLongFunction<StepReport>> OUTCOMES =
      Map.of(
          "done", StepReport::done,
          "skipped", StepReport::skipped,
          "dead_lettered", StepReport::deadLettered,
          "failed", StepReport::failed,
          "abandoned", StepReport::abandoned);

  private static final Map<String, Function<WorkerTime, Duration>> ACTIVITIES =
      Map.of(
          "busy", WorkerTime::busy,
          "blocked", WorkerTime::blocked,
          "waiting", WorkerTime::waiting,
          "held", WorkerTime::held);

  private final PipelineMeters meters;
  private final int index;
  private final Tags tags;

  /**
   * Of a step.
   *
   * @param meters get what is made
   * @param index the step's place
   * @param tags name the pipeline and the step
   */
  StepMeters(PipelineMeters meters, int index, Tags tags) {
    this.meters = meters;
    this.index = index;
    this.tags = tags;
  }

  void register() {
    OUTCOMES.forEach(
        (outcome, count) ->
            meters.counter(
                "paipa.step.items",
                "Items that the step is through with, by what became of them",
                tags.and("outcome", outcome),
                ofStep(count::applyAsLong)));
    meters.counter("paipa.step.emitted", "Outputs of the step", tags, ofStep(StepReport::emitted));
    meters.counter(
        "paipa.step.retries", "Attempts after the first", tags, ofStep(StepReport::retried));
    gauge("paipa.step.in.hand", "Items taken from the ring and not finished", StepReport::inHand);
    gauge("paipa.step.queue.size", "Items that wait in the ring", StepReport::queued);
    gauge("paipa.step.queue.capacity", "What the ring holds", StepReport::queueCapacity);
    gauge("paipa.step.workers", "Workers of the step", StepReport::workers);
    gauge("paipa.step.workers.busy", "Workers that work just now", StepReport::busyWorkers);
    ACTIVITIES.forEach(this::registerTime);
    registerTimes("paipa.step.service", "What attempts take", StepReport::serviceTime);
    registerTimes("paipa.step.queue.time", "What items wait in the ring", StepReport::queueTime);
  }

  private void gauge(String name, String description, ToDoubleFunction<StepReport> value) {
    meters.gauge(name, description, tags, ofStep(value));
  }

  private ToDoubleFunction<LatestReport> ofStep(ToDoubleFunction<StepReport> value) {
    int step = index; // not this object, which leads to the pipeline: the registry keeps functions
    return latest -> value.applyAsDouble(latest.step(step));
  }

  private void registerTime(String activity, Function<WorkerTime, Duration> time) {
    meters.add(
        FunctionCounter.builder(
                "paipa.step.time",
                meters.latest(),
                ofStep(step -> Seconds.of(time.apply(step.workerTime()))))
            .description("What the workers have spent their time on, all together")
            .baseUnit("seconds")
            .tags(tags.and("activity", activity))
            .register(meters.registry()));
  }

  /** A timer, and percentiles under the name that Micrometer gives those that it computes. */
  private void registerTimes(
      String name, String description, Function<StepReport, Optional<TimeDistribution>> times) {
    ToDoubleFunction<LatestReport> count =
        ofStep(of -> times.apply(of).map(TimeDistribution::count).orElse(0L));
    meters.add(
        FunctionTimer.builder(
                name,
                meters.latest(),
                latest -> (long) count.applyAsDouble(latest),
                ofStep(step -> times.apply(step).map(of -> of.total().toNanos()).orElse(0L)),
                TimeUnit.NANOSECONDS)
            .description(description + ": of those that were measured")
            .tags(tags)
            .register(meters.registry()));
    for (double share : PERCENTILES) {
      meters.add(
          TimeGauge.builder(
                  name + ".percentile",
                  meters.latest(),
                  TimeUnit.NANOSECONDS,
                  ofStep(step -> times.apply(step).map(of -> nanos(of, share)).orElse(Double.NaN)))
              .description(description + ", no longer, in that share of all since the start")
              .tags(tags.and("phi", String.valueOf(share)))
              .register(meters.registry()));
    }
  }

  private static double nanos(TimeDistribution times, double share) {
    return times.percentile(100 * share).toNanos();
  }
}
