package io.paipa.internal.worker;

import io.paipa.ContextPropagation.Scope;
import io.paipa.FailedItem;
import io.paipa.RecentFailure.Outcome;
import io.paipa.Settlement;
import io.paipa.Skip;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.ledger.WorkerCounts;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * Does what is to be done about the outcome of an item: publishes what came of it, drops it, gives
 * it to the dead-letter consumer, or fails the pipeline. Settles each item exactly once. Confined
 * to the worker's thread.
 */
final class Outcomes {
  private final Station station;
  private final int index;
  private final Output output;
  private final WorkerCounts counts;
  private final Order order;
  private final Order.Publisher publisher = this::publish;

  Outcomes(Station station, int index, Output output) {
    this.station = station;
    this.order = station.order;
    this.index = index;
    this.output = output;
    this.counts = station.ledger.worker(index);
  }

  /** An attempt has succeeded: its outputs go out, in their turn. */
  void done(Attempt attempt) {
    long place = attempt.place();
    if (order.isInTurn(place)) {
      publish(List.of());
      order.drop(place, publisher); // it is out and settled: only its place is left
    } else {
      order.complete(place, output.takeHeld(), publisher);
    }
    settleDelivery(attempt, Settlement.DONE); // what it has put out is held open by itself
    endTurn(attempt);
  }

  /** The outputs of an item are in the next ring: another item of its key can be begun. */
  private void endTurn(Attempt attempt) {
    Turn turn = attempt.turn();
    if (turn == null) {
      return;
    }
    Keys keys = Objects.requireNonNull(station.keys);
    keys.hold(index, null);
    try {
      keys.end(turn);
    } catch (Throwable t) {
      station.run.fail(
          "the key of an item could not be given on",
          station.settings.name(),
          attempt.item(),
          attempt.number(),
          t);
      throw UserCode.ended();
    }
  }

  /** Publishes an item's outputs, and settles it; if the pipeline ends meanwhile, abandons it. */
  private void publish(List<Object> outputs) {
    boolean published = false;
    try {
      if (order.isRestored()) {
        station
            .madeRoom(); // an item before this one has left the window; and this may have to wait
      }
      output.flush();
      output.publishAll(outputs);
      published = true;
    } finally {
      if (published) {
        counts.done(1);
      } else {
        counts.abandoned(1);
      }
      settle();
    }
  }

  /** An item is dropped. */
  void skipped(Attempt attempt) {
    counts.skipped();
    dropped(attempt, Settlement.DONE);
  }

  /** An item that is counted is done with, and has no outputs. */
  private void dropped(Attempt attempt, Settlement outcome) {
    settle();
    leavePlace(attempt.place());
    settleDelivery(attempt, outcome);
    endTurn(attempt);
  }

  /** Tells of an item if somebody waits for that: may call user code. */
  private void settleDelivery(Attempt attempt, Settlement outcome) {
    Delivery delivery = attempt.delivery();
    if (delivery != null) {
      Activity activity = station.activities[index];
      WorkerActivity before = activity.turnTo(WorkerActivity.PROCESSING);
      delivery.settle(outcome);
      activity.turnTo(before);
      station.userCode.handOnInterrupt();
    }
  }

  /**
   * The end came before it is known what would have become of an item. Its delivery stays open, and
   * is abandoned with all that are.
   */
  void abandoned() {
    counts.abandoned(1);
    settle();
  }

  /** The user's code lets no attempt be made: throws if that fails the pipeline. */
  void refused(Attempt attempt, Attempt.Refusal refusal) {
    Throwable failure = refusal.cause();
    if (failure instanceof Skip) {
      skipped(attempt);
    } else if (station.userCode.isOfTheEnd(failure)) {
      abandoned();
    } else {
      failed(refusal.what(), attempt, failure);
    }
  }

  /** The last attempt at an item has failed: throws if that fails the pipeline. */
  void failed(Attempt attempt, Throwable failure) {
    failed("an item failed", attempt, failure);
  }

  private void failed(String what, Attempt attempt, Throwable failure) {
    if (output.hasFlowed()) {
      throw failedBy(
          "an item failed after more than "
              + Output.HELD_AT_MOST
              + " outputs of this attempt were handed on, so that it can't be taken back",
          attempt,
          failure);
    }
    if (!(failure instanceof Exception exception) || station.settings.onFailure().failsPipeline()) {
      throw failedBy(what, attempt, failure);
    }
    if (station.settings.onFailure().deadLetters() == null) {
      station.failed(index, Outcome.SKIPPED, attempt.number(), failure);
      skipped(attempt);
      return;
    }
    deadLetter(attempt, exception);
    dropped(attempt, Settlement.DEAD_LETTERED);
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void deadLetter(Attempt attempt, Exception failure) {
    try (Scope scope = station.run.contexts().enter(attempt.delivery())) {
      station.userCode.handOnInterrupt();
      station.deadLetter(
          new DeadLetter(
              attempt.item(), station.settings.name(), index, attempt.number(), failure));
    } catch (Throwable t) {
      Causes.suppress(t, failure);
      throw failedBeside("the dead-letter consumer failed", attempt, t);
    } finally {
      UserCode.forgetInterrupt();
    }
    counts.deadLettered();
    station.failed(index, Outcome.DEAD_LETTERED, attempt.number(), failure);
  }

  /** Calls user code that is not the step itself, between two attempts at an item. */
  <T> T beside(String whatFailed, Attempt attempt, Callable<T> code) {
    T result;
    try {
      result = code.call();
    } catch (Throwable t) {
      throw failedBeside(whatFailed, attempt, t);
    }
    station.userCode.handOnInterrupt();
    return result;
  }

  /**
   * User code that is not the step itself failed: so does the pipeline, and the item with it;
   * unless the end came, and interrupted it.
   */
  private RuntimeException failedBeside(String what, Attempt attempt, Throwable cause) {
    if (station.userCode.isOfTheEnd(cause)) {
      abandoned();
      return UserCode.ended();
    }
    return failedBy(what, attempt, cause);
  }

  /** There is another attempt. */
  void noteRetry(Attempt failed, Throwable failure) {
    station.note(index, Outcome.RETRIED, failed.number(), failure);
  }

  private RuntimeException failedBy(String what, Attempt attempt, Throwable cause) {
    counts.failed();
    try {
      station.run.fail(what, station.settings.name(), attempt.item(), attempt.number(), cause);
      station.failed(index, Outcome.FAILED, attempt.number(), cause);
    } finally {
      settle(); // not before: a sibling might pass the fence, and be told that all went well
    }
    settleDelivery(attempt, Settlement.FAILED);
    return new CancellationException("the pipeline has failed");
  }

  private void settle() {
    station.retries.giveBack(index);
    counts.settle(1);
  }

  /** Nothing is published at a place. */
  void leavePlace(long place) {
    order.drop(place, publisher);
  }

  private record DeadLetter(
      Object item, String stepName, int workerIndex, int attempts, Exception cause)
      implements FailedItem<Object> {}
}
