package io.paipa.live;

import io.paipa.Bottleneck;
import io.paipa.Health;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.RecentFailure;
import io.paipa.WorkerActivity;
import java.time.Duration;
import java.util.Locale;

/** Figures and states, as a person reads them. */
final class Words {
  private static final String UNKNOWN = "–";
  private static final int LONGEST_FAILURE = 2_000;

  private Words() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count with its noun. */
  static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  static String perSecond(double rate) {
    if (Double.isNaN(rate)) {
      return UNKNOWN;
    }
    return String.format(Locale.ROOT, rate > 0 && rate < 100 ? "%,.1f" : "%,.0f", rate);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** Three digits or so, in the unit that suits. */
  static String duration(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (seconds >= 3_600) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    if (seconds >= 60) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    if (seconds >= 1) {
      return digits(seconds) + " s";
    }
    if (seconds >= 1e-3) {
      return digits(seconds * 1e3) + " ms";
    }
    return digits(seconds * 1e6) + " µs";
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number);
  }

  static String ofFailure(PipelineException failure) {
    String words = String.valueOf(failure.getMessage());
    return words.length() > LONGEST_FAILURE ? words.substring(0, LONGEST_FAILURE) + "…" : words;
  }

  static String state(PipelineState state) {
    return switch (state) {
      case NEW -> "not started";
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case FINISHING -> "finishing";
      case COMPLETED -> "completed";
      case DRAINED -> "drained";
      case FAILED -> "failed";
      case ABORTED -> "aborted";
    };
  }

  static String health(Health health) {
    return switch (health.status()) {
      case NOT_STARTED -> "not started";
      case UP -> "up";
      case DOWN -> "down";
      case ENDED -> "ended";
    };
  }

  /** What there is too little, or too much, of. */
  static String kind(Bottleneck.Kind kind) {
    return switch (kind) {
      case WORKERS -> "the workers";
      case PROCESSORS -> "the processors";
      case LOCK -> "a lock";
      case KEYS -> "the keys";
      case STAGES -> "the open stages";
      case CAPACITY -> "the ring";
      case RETRIES -> "the retries";
      case RATE -> "the rate";
      case SOURCE -> "the source";
      case RESULTS -> "the results";
    };
  }

  /** What came of an attempt that failed. */
  static String outcome(RecentFailure.Outcome outcome) {
    return switch (outcome) {
      case RETRIED -> "a further attempt";
      case SKIPPED -> "item skipped";
      case DEAD_LETTERED -> "dead letter";
      case FAILED -> "the pipeline failed";
    };
  }

  static String activity(WorkerActivity activity) {
    return switch (activity) {
      case NOT_STARTED -> "not started";
      case TAKING -> "taking items";
      case WAITING -> "waiting";
      case HELD -> "held by the rate";
      case PROCESSING -> "in the step's code";
      case IN_HOOK -> "in a hook";
      case BLOCKED -> "blocked by the next step";
      case ENDED -> "ended";
    };
  }
}
