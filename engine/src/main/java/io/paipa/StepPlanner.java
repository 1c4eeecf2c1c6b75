package io.paipa;

import io.paipa.run.Definition;
import io.paipa.step.ChunkStep;
import io.paipa.step.FunctionSteps;
import io.paipa.worker.StepSettings;
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

  private StepPlanner() {}

  static Definition.StepPlan plan(StepDefinition step) {
    StepSettings settings = settings(step.name(), step.options());
    if (step instanceof StepDefinition.OfItems items) {
      return plan(items, settings);
    } else if (step instanceof StepDefinition.Iterating iterating) {
      return new Definition.StepPlan(settings, null, iterating.function(), false, false, false);
    }
    StepDefinition.Chunking chunking = (StepDefinition.Chunking) step;
    int size = chunking.size();
    long nanos = chunking.within().map(Checks::nanos).orElse(Long.MAX_VALUE);
    return new Definition.StepPlan(
        settings, time -> new ChunkStep<>(size, nanos, time), null, false, false, false);
  }

  private static Definition.StepPlan plan(StepDefinition.OfItems step, StepSettings settings) {
    StepFactory<?> factory = factory(step.kind(), step.function());
    boolean own = step.kind() == StepDefinition.OfItems.Kind.STEP;
    boolean sink = step.kind() == StepDefinition.OfItems.Kind.SINK;
    return new Definition.StepPlan(settings, time -> factory.create(), null, !own, sink, own);
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

  private static StepSettings settings(String stepName, StepOptions options) {
    StepOption.Retries retries = options.effective(StepOption.RETRYING);
    return new StepSettings(
        stepName,
        options.effective(StepOption.WORKERS),
        options.effective(StepOption.CAPACITY),
        options.effective(StepOption.ORDERED),
        Math.min(retries.max(), MAX_RETRIES),
        retries.backoff(),
        Backoffs.neverWaits(retries.backoff()),
        retries.retryable(),
        onFailure(options.effective(StepOption.ON_FAILURE)),
        options.effective(StepOption.CLAIM_AHEAD),
        polling(options.effective(StepOption.WAITING)),
        ThreadRules.polls(options),
        options.effective(StepOption.VIRTUAL_THREADS),
        options.get(StepOption.ITEM_TIMEOUT).map(Checks::nanos).orElse(StepSettings.NO_LIMIT),
        Checks.nanos(options.effective(StepOption.STALL_AFTER)));
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static StepSettings.OnFailure onFailure(FailurePolicy<?> policy) {
    return new StepSettings.OnFailure(
        policy.kind == FailurePolicy.Kind.FAIL,
        (CheckedConsumer<FailedItem<Object>>) (CheckedConsumer<?>) policy.consumer);
  }

  private static @Nullable Supplier<IdleStrategy> polling(Waiting waiting) {
    return switch (waiting.kind) {
      case BUSY_SPIN -> () -> BusySpinIdleStrategy.INSTANCE;
      case YIELDING -> () -> YieldingIdleStrategy.INSTANCE;
      case BACKOFF ->
          () ->
              new BackoffIdleStrategy(
                  waiting.spins, waiting.yields, waiting.minParkNanos, waiting.maxParkNanos);
      case PARKING -> null;
    };
  }
}
