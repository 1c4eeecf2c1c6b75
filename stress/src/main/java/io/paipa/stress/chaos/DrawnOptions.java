package io.paipa.stress.chaos;

import io.paipa.Backoff;
import io.paipa.FailedItem;
import io.paipa.FailurePolicy;
import io.paipa.StepOptions;
import io.paipa.Waiting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of a scenario's step, with faults in the user code that they carry. */
final class DrawnOptions {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private final Scenario scenario;
  private final Sabotage sabotage;
  private final int step;

  DrawnOptions(Scenario scenario, Sabotage sabotage, int step) {
    this.scenario = scenario;
    this.sabotage = sabotage;
    this.step = step;
  }

  /** The options; what is dead-lettered is counted by the step's probe. */
  StepOptions of(StepProbe probe) {
    StepSpec spec = scenario.steps().get(step);
    StepOptions options =
        StepOptions.options()
            .workers(spec.workers())
            .capacity(spec.capacity())
            .claimAhead(spec.claimAhead())
            .waiting(waiting(spec.waiting()));
    if (spec.ordered()) {
      options = options.ordered();
    }
    if (spec.rarity().keys() > 0) {
      options = options.keyed(item -> key((Token) item, spec, probe));
    }
    if (spec.maxRetries() > 0) {
      options = retrying(options, spec);
    }
    StepSpec.Policy policy =
        spec.kind() == StepSpec.Kind.CHUNK ? spec.rarity().lists().policy() : spec.policy();
    if (policy == StepSpec.Policy.SKIP) {
      options = options.onFailure(FailurePolicy.skip());
    } else if (policy == StepSpec.Policy.DEAD_LETTER) {
      options =
          options.onFailure(
              FailurePolicy.<Object>deadLetter((FailedItem<Object> failed) -> dead(failed, probe)));
    }
    if (spec.timeoutMillis() > 0) {
      options = options.itemTimeout(Duration.ofMillis(spec.timeoutMillis()));
    }
    if (scenario.stallMillis() > 0) {
      options = options.stallAfter(Duration.ofMillis(scenario.stallMillis()));
    }
    boolean polls =
        spec.waiting() == StepSpec.Wait.BUSY_SPIN || spec.waiting() == StepSpec.Wait.YIELDING;
    boolean virtual = spec.virtual() && !polls;
    if (virtual
        && !scenario.ownThreads()
        && Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
      options = options.virtualThreads();
    }
    return options;
  }

  private @Nullable Object key(Token token, StepSpec spec, StepProbe probe) {
    long hash = Mix.hash(scenario.seed(), step, token.id, 44);
    if (Mix.hits(hash, spec.rarity().unkeyedPerMille())) {
      InjectedException thrown = new InjectedException("s" + step + " has no key for " + token);
      if (spec.policy() == StepSpec.Policy.FAIL) {
        sabotage.itemFailed(thrown, step);
      }
      probe.unkeyed(token);
      throw thrown;
    }
    return probe.keyOf(token);
  }

  private void dead(FailedItem<Object> failed, StepProbe probe) {
    sabotage.strike(Fault.Kind.DEAD_LETTER, step);
    probe.dead((Token) failed.item());
  }

  private StepOptions retrying(StepOptions options, StepSpec spec) {
    Backoff backoff = Backoff.none();
    if (spec.delayMicros() > 0 || scenario.has(Fault.Kind.BACK_OFF)) {
      Duration delay = Duration.ofNanos(spec.delayMicros() * 1_000L);
      backoff =
          retry -> {
            sabotage.strike(Fault.Kind.BACK_OFF, step);
            return delay;
          };
    }
    return options.retrying(
        spec.maxRetries(),
        backoff,
        failure -> {
          sabotage.strike(Fault.Kind.PREDICATE, step);
          return true;
        });
  }

  private static Waiting waiting(StepSpec.Wait wait) {
    return switch (wait) {
      case PARKING -> Waiting.parking();
      case YIELDING -> Waiting.yielding();
      case BUSY_SPIN -> Waiting.busySpin();
      case BACK_OFF -> Waiting.backoff(10, 5, Duration.ofNanos(1_000), Duration.ofNanos(1_000_000));
    };
  }
}
