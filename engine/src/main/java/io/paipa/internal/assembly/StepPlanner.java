package io.paipa.internal.assembly;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.CheckedFunction;
import io.paipa.CheckedPredicate;
import io.paipa.FailedItem;
import io.paipa.FailurePolicy;
import io.paipa.KeyFunction;
import io.paipa.MultiFunction;
import io.paipa.StepDefinition;
import io.paipa.StepDefinition.Grouping;
import io.paipa.StepDefinition.Weighing;
import io.paipa.StepFactory;
import io.paipa.StepOption;
import io.paipa.StepOptions;
import io.paipa.Waiting;
import io.paipa.Weigher;
import io.paipa.internal.step.ChunkLimits;
import io.paipa.internal.step.ChunkStep;
import io.paipa.internal.step.FunctionSteps;
import io.paipa.internal.step.GroupedChunkStep;
import io.paipa.internal.step.TimedStep;
import io.paipa.internal.worker.StationSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.jspecify.annotations.Nullable;

/** Translates a step, and the one place where its options are read for the engine. */
final class StepPlanner {
  /** The attempt after the last retry, too, can be counted. */
  private static final int MAX_RETRIES = Integer.MAX_VALUE - 1;

  private static final FailurePolicy<Object> FAILS = FailurePolicy.failPipeline();

  private StepPlanner() {}

  /**
   * Translates a step.
   *
   * @param mayPoll whether its threads may wait by polling; else they park
   */
  static PipelinePlan.StepPlan plan(StepDefinition step, boolean mayPoll) {
    StationSettings settings = settings(step, mayPoll);
    if (step instanceof StepDefinition.Async async) {
      return new PipelinePlan.StepPlan(
          settings, null, null, async.function(), false, async.isSink(), false);
    } else if (step instanceof StepDefinition.OfItems items) {
      return plan(items, settings);
    } else if (step instanceof StepDefinition.Iterating iterating) {
      return new PipelinePlan.StepPlan(
          settings, null, iterating.function(), null, false, false, false);
    }
    return plan((StepDefinition.Chunking) step, settings);
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static PipelinePlan.StepPlan plan(
      StepDefinition.Chunking step, StationSettings settings) {
    long nanos = step.within().map(StepPlanner::nanos).orElse(TimedStep.NEVER);
    Weigher<Object> weigher = (Weigher<Object>) step.weighing().map(Weighing::weigher).orElse(null);
    long weight = step.weighing().map(Weighing::limit).orElse(Long.MAX_VALUE);
    Grouping grouping = step.grouping().orElse(null);
    PipelinePlan.Maker maker =
        time -> {
          ChunkLimits<Object> limits = new ChunkLimits<>(step.size(), nanos, weigher, weight, time);
          return grouping == null
              ? new ChunkStep<>(limits)
              : new GroupedChunkStep<>(
                  limits, (KeyFunction<Object>) grouping.key(), grouping.openAtMost());
        };
    return new PipelinePlan.StepPlan(settings, maker, null, null, false, false, false);
  }

  private static PipelinePlan.StepPlan plan(StepDefinition.OfItems step, StationSettings settings) {
    StepFactory<?> factory = factory(step.kind(), step.function());
    boolean own = step.kind() == StepDefinition.OfItems.Kind.STEP;
    boolean sink = step.kind() == StepDefinition.OfItems.Kind.SINK;
    return new PipelinePlan.StepPlan(
        settings, time -> factory.create(), null, null, !own, sink, own);
  }

  @SuppressWarnings("unchecked") // as the builder's methods took it; items are objects here
  private static StepFactory<?> factory(StepDefinition.OfItems.Kind kind, Object function) {
    return switch (kind) {
      case MAP -> () -> FunctionSteps.map((CheckedFunction<Object, Object>) function);
      case FILTER -> () -> FunctionSteps.filter((CheckedPredicate<Object>) function);
      case FLAT_MAP ->
          () -> FunctionSteps.flatMap((CheckedFunction<Object, Stream<Object>>) function);
      case FLAT_MAP_ITERABLE ->
          () -> FunctionSteps.flatMapIterable((CheckedFunction<Object, Iterable<Object>>) function);
      case MAP_MULTI -> () -> FunctionSteps.mapMulti((MultiFunction<Object, Object>) function);
      case PEEK -> () -> FunctionSteps.peek((CheckedConsumer<Object>) function);
      case SINK -> () -> FunctionSteps.sink((CheckedConsumer<Object>) function);
      case STEP -> (StepFactory<?>) function;
    };
  }

  private static StationSettings settings(StepDefinition step, boolean mayPoll) {
    StepOptions options = step.options();
    int inFlight = step instanceof StepDefinition.Async async ? async.inFlight() : 0;
    return new StationSettings(
        step.name(),
        OptionValues.of(options, StepOption.WORKERS),
        Math.max(OptionValues.of(options, StepOption.CAPACITY), slotsFor(inFlight)),
        OptionValues.of(options, StepOption.ORDERED),
        key(options),
        rate(options),
        retrying(OptionValues.of(options, StepOption.RETRYING)),
        onFailure(mayFail(step) ? OptionValues.of(options, StepOption.ON_FAILURE) : FAILS),
        claimAhead(options, inFlight),
        new StationSettings.Idling(
            mayPoll ? polling(OptionValues.of(options, StepOption.WAITING)) : null,
            mayPoll && OptionValues.polls(options),
            OptionValues.of(options, StepOption.VIRTUAL_THREADS)),
        inFlight,
        options
            .get(StepOption.ITEM_TIMEOUT)
            .map(StepPlanner::nanos)
            .orElse(StationSettings.NO_LIMIT),
        nanos(OptionValues.of(options, StepOption.STALL_AFTER)));
  }

  /** A chunk that calls no code for an item needs not be ready for what that throws. */
  private static boolean mayFail(StepDefinition step) {
    return !(step instanceof StepDefinition.Chunking chunk)
        || chunk.weighing().isPresent()
        || chunk.grouping().isPresent();
  }

  /** A power of two. */
  private static int slotsFor(int stages) {
    return Integer.highestOneBit(Math.max(1, 2 * stages - 1));
  }

  /** A duration in nanoseconds; the longest there is, if it is longer. */
  static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static @Nullable KeyFunction<Object> key(StepOptions options) {
    return (KeyFunction<Object>) options.get(StepOption.KEYED).orElse(null);
  }

  /** A permit is for one item. */
  private static int claimAhead(StepOptions options, int inFlight) {
    return inFlight > 0 || options.get(StepOption.RATE).isPresent()
        ? 1
        : OptionValues.of(options, StepOption.CLAIM_AHEAD);
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static StationSettings.@Nullable Rate rate(StepOptions options) {
    return options
        .get(StepOption.RATE)
        .map(rate -> new StationSettings.Rate(rate.limiter(), (Weigher<Object>) rate.cost()))
        .orElse(null);
  }

  private static StationSettings.Retrying retrying(StepOption.Retries retries) {
    return new StationSettings.Retrying(
        Math.min(retries.max(), MAX_RETRIES),
        retries.backoff(),
        retries.backoff() == Backoff.none(),
        retries.retryable());
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static StationSettings.OnFailure onFailure(FailurePolicy<?> policy) {
    return new StationSettings.OnFailure(
        policy.kind() == FailurePolicy.Kind.FAIL,
        (CheckedConsumer<FailedItem<Object>>)
            (CheckedConsumer<?>) policy.deadLetterConsumer().orElse(null));
  }

  private static @Nullable Supplier<IdleStrategy> polling(Waiting waiting) {
    return switch (waiting.kind()) {
      case BUSY_SPIN -> () -> BusySpinIdleStrategy.INSTANCE;
      case YIELDING -> () -> YieldingIdleStrategy.INSTANCE;
      case BACKOFF ->
          () ->
              new BackoffIdleStrategy(
                  waiting.spins(),
                  waiting.yields(),
                  nanos(waiting.minPark()),
                  nanos(waiting.maxPark()));
      case PARKING -> null;
    };
  }
}
