package io.paipa;

import io.paipa.run.Definition;
import io.paipa.worker.StepSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Translates the steps that a user described into the terms of the engine's rooms; refuses what
 * does not go together, and warns of what is of no use.
 */
final class StepPlanner {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final int DEFAULT_CAPACITY = 1_024;

  /** All workers' claims together, where there are so many that memory counts. */

  /** The attempt after the last retry, too, can be counted. */
  private static final int MAX_RETRIES = Integer.MAX_VALUE - 1;

  private static final long DEFAULT_STALL_NANOS = Duration.ofSeconds(30).toNanos();

  private final String name;
  private final Environment environment;

  StepPlanner(String pipelineName, Environment environment) {
    this.name = pipelineName;
    this.environment = environment;
  }

  List<Definition.StepPlan> plan(List<StepSpec> steps) {
    List<Definition.StepPlan> plans = new ArrayList<>();
    ThreadRules threads = new ThreadRules(name, environment.threadFactory());
    int spinning = 0;
    for (StepSpec step : steps) {
      StepOptions<?> options = step.options().resolved(environment.defaults());
      step.check(name, options);
      threads.check(step.name(), options);
      StepSettings settings = settings(step.name(), options);
      plans.add(step.plan(settings));
      warnOfOrder(settings);
      boolean spins = spins(options);
      spinning += spins ? settings.workers() : 0;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (spinning > cores) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'': {1} threads spin on {2} cores; use Waiting.parking() for some steps",
          name,
          spinning,
          cores);
    }
    return plans;
  }

  /** Who asks for order may well mean that of the calls. */
  private void warnOfOrder(StepSettings settings) {
    if (settings.reorders() && settings.delaysRetries()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'', step ''{1}'': its outputs keep the order of the items, but an item"
              + " that waits for its retry is processed again after later ones; {2}Backoff.none()"
              + " keeps the order of processing, too",
          name,
          settings.name(),
          settings.workers() == 1 ? "" : "one worker with ");
    }
  }

  private static StepSettings settings(String stepName, StepOptions<?> options) {
    Backoff backoff = Objects.requireNonNullElse(options.backoff(), Backoff.none());
    return new StepSettings(
        stepName,
        Objects.requireNonNullElse(options.workers(), 1),
        Objects.requireNonNullElse(options.capacity(), DEFAULT_CAPACITY),
        options.isOrdered(),
        Math.min(options.maxRetries(), MAX_RETRIES),
        backoff,
        Backoffs.neverWaits(backoff),
        retryable(options),
        onFailure(options.policy()),
        1,
        polling(options.waiting()),
        ThreadRules.polls(options),
        options.areVirtual(),
        nanos(options.itemTimeout(), StepSettings.NO_LIMIT),
        nanos(options.stallAfter(), DEFAULT_STALL_NANOS));
  }

  private static long nanos(@Nullable Duration given, long otherwise) {
    return given == null ? otherwise : Checks.nanos(given);
  }

  private static boolean spins(StepOptions<?> options) {
    Waiting waiting = options.waiting();
    return waiting != null && waiting.kind == Waiting.Kind.BUSY_SPIN;
  }

  private static Predicate<? super Exception> retryable(StepOptions<?> options) {
    Predicate<? super Exception> given = options.retryable();
    return given == null ? exception -> true : given;
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static StepSettings.OnFailure onFailure(@Nullable FailurePolicy<?> policy) {
    if (policy == null) {
      return new StepSettings.OnFailure(true, null);
    }
    return new StepSettings.OnFailure(
        policy.kind == FailurePolicy.Kind.FAIL,
        (CheckedConsumer<FailedItem<Object>>) (CheckedConsumer<?>) policy.consumer);
  }

  private static @Nullable Supplier<IdleStrategy> polling(@Nullable Waiting waiting) {
    if (waiting == null) {
      return null;
    }
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
