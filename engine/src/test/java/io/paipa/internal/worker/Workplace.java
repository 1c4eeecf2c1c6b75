package io.paipa.internal.worker;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.CheckedPredicate;
import io.paipa.FailedItem;
import io.paipa.StepReport;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.loop.Workforce;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A step's station between two rings, with all its real parts, of which no worker runs. Items come
 * to it by hand, and what was published behind it can be looked at.
 */
final class Workplace {
  static final String STEP = "bench";

  /** What differs from a step with one worker, no retries, and failures that fail the run. */
  static final class Options {
    int workers = 1;
    boolean reenqueues;
    int maxRetries;
    Backoff backoff = Backoff.none();
    CheckedPredicate<? super Exception> retryable = failure -> true;
    boolean failsPipeline = true;
    @Nullable CheckedConsumer<FailedItem<Object>> deadLetters;

    private StationSettings settings() {
      return new StationSettings(
          STEP,
          workers,
          CAPACITY,
          true,
          null,
          null,
          new StationSettings.Retrying(
              maxRetries, backoff, backoff.equals(Backoff.none()), retryable),
          new StationSettings.OnFailure(failsPipeline, deadLetters),
          1,
          new StationSettings.Idling(null, false, false),
          0,
          StationSettings.NO_LIMIT,
          StationSettings.NO_LIMIT);
    }
  }

  static final int CAPACITY = 16;
  private static final int CAPACITY_BEHIND = 4_096;

  final QuietRun run = new QuietRun();
  final Station station;
  private final Hop before;
  private final Hop behind;
  private final Claim published;

  Workplace(Consumer<Options> changes) {
    Options options = new Options();
    changes.accept(options);
    Workforce workforce = new Workforce();
    boolean single = options.workers == 1;
    before =
        Hop.create(
            CAPACITY, new Hop.Producers(true, 0), options.workers, null, workforce, run.time());
    behind =
        Hop.create(CAPACITY_BEHIND, new Hop.Producers(single, 0), 1, null, workforce, run.time());
    published = behind.newClaim(1);
    StepLedger ledger = new StepLedger(STEP, options.workers, before);
    station = new Station(run, options.settings(), before, behind, ledger, options.reenqueues);
  }

  /** An item comes through the ring, and a worker takes it, with the room that it may need. */
  Attempt comes(Object item) {
    before.inlet().publish(item, run);
    Object taken = Objects.requireNonNull(take(before, station.claims[0]));
    if (station.settings.delaysRetries()) {
      retries().reserve(1);
    }
    return Attempt.first(taken, station.order.nextPlace());
  }

  private static @Nullable Object take(Hop from, Claim claim) {
    if (claim.tryBegin()) {
      from.outlet().claim(claim, 1, 1);
      claim.open();
      claim.end();
    }
    return claim.take();
  }

  RetryQueue retries() {
    return station.retries;
  }

  /** What was published since this was asked last. */
  List<Object> published() {
    List<Object> items = new ArrayList<>();
    for (Object item = take(behind, published); item != null; item = take(behind, published)) {
      items.add(item);
    }
    return items;
  }

  /** Whether every item that came was settled, exactly once. */
  boolean isSettled() {
    station.ledger.worker(0).settleUp();
    return station.ledger.isQuiet();
  }

  StepReport report() {
    return station.ledger.report(false, System.nanoTime(), 0);
  }
}
