package io.paipa.internal.ledger;

import com.lmax.disruptor.Sequence;
import io.paipa.StepReport;
import io.paipa.WorkerActivity;
import io.paipa.WorkerTime;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.measure.Histogram;
import io.paipa.internal.measure.TimeSheet;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The ledger of a step: the counts of its workers, and what its hop knows. Read by anybody. What is
 * counted by none of the workers, because they are gone, is added by the thread that ends the
 * pipeline.
 */
public final class StepLedger {
  private final String name;
  private final Hop hop;
  private static final int STRIPES = 4 * Runtime.getRuntime().availableProcessors();

  private final WorkerCounts[] workers;
  private final TimeSheet[] timeSheets;
  private final Histogram serviceTimes = new Histogram();
  private final FailureNotes failures = new FailureNotes();
  private final Sequence[] settled;
  private final AtomicLong reenqueued = new AtomicLong();
  private final AtomicLong abandonedInRing = new AtomicLong();
  private KeyCounts keys = KeyCounts.NONE;
  private StageCounts stages = StageCounts.NONE;
  private Supplier<List<WorkerActivity>> activities = List::of;

  /**
   * An empty ledger.
   *
   * @param name the step's name
   * @param workers how many it has
   * @param hop the hop in front of it
   */
  public StepLedger(String name, int workers, Hop hop) {
    this.name = name;
    this.hop = hop;
    this.workers = new WorkerCounts[workers];
    timeSheets = new TimeSheet[workers];
    Arrays.setAll(timeSheets, i -> new TimeSheet());
    settled = new Sequence[Math.min(workers, STRIPES)];
    Arrays.setAll(settled, i -> new Sequence(0));
    Arrays.setAll(this.workers, i -> new WorkerCounts(settled[i % settled.length]));
  }

  /**
   * The counts that a worker writes.
   *
   * @param index the worker's number
   * @return its counts
   */
  public WorkerCounts worker(int index) {
    return workers[index];
  }

  /**
   * Where a worker's time is added up.
   *
   * @param index the worker's number
   * @return its times, which it writes
   */
  public TimeSheet timeSheet(int index) {
    return timeSheets[index];
  }

  /**
   * What attempts take.
   *
   * @return the times, in which the workers record
   */
  public Histogram serviceTimes() {
    return serviceTimes;
  }

  /**
   * The last failures.
   *
   * @return the notes, which the workers make
   */
  public FailureNotes failures() {
    return failures;
  }

  /**
   * Whether all that was taken from the ring, and all that was put back, is finished with. What was
   * settled is summed up first. Nothing is settled before it was taken; so equal sums say that
   * there was a moment in between at which nothing was in hand. Stays true while a fence is at the
   * head, for nothing is taken then.
   *
   * @return true if nothing is in hand
   */
  public boolean isQuiet() {
    long finished = 0;
    for (Sequence stripe : settled) {
      finished += stripe.get();
    }
    return finished == hop.outlet().taken() + reenqueued.get();
  }

  /**
   * Before the step begins: its items have keys.
   *
   * @param counts of these keys
   */
  public void countKeysBy(KeyCounts counts) {
    keys = counts;
  }

  /**
   * Before the step begins: it is asynchronous.
   *
   * @param counts of its stages
   */
  public void countStagesBy(StageCounts counts) {
    stages = counts;
  }

  /**
   * Before the step begins: who knows what its workers are doing.
   *
   * @param source gives it, worker by worker
   */
  public void tellActivitiesBy(Supplier<List<WorkerActivity>> source) {
    activities = source;
  }

  /** An item was put back: to be called before it can be taken. */
  public void reenqueue() {
    reenqueued.incrementAndGet();
  }

  /** An item was not put back after all, and can't have been taken. */
  public void takeBackReenqueue() {
    reenqueued.decrementAndGet();
  }

  /**
   * Counts items that were left behind by the end.
   *
   * @param count how many
   */
  public void abandon(long count) {
    abandonedInRing.addAndGet(count);
  }

  /**
   * What the step emitted so far.
   *
   * @return the number of outputs
   */
  public long emitted() {
    return sum(WorkerCounts::emittedCount);
  }

  /**
   * What the step did so far.
   *
   * @return the number of items
   */
  public long done() {
    return sum(WorkerCounts::doneCount);
  }

  /**
   * What came to the step so far.
   *
   * @param ended whether the pipeline has ended: what is in the ring yet is void
   * @return the number of items, without those put back
   */
  public long received(boolean ended) {
    return hop.outlet().takenItems() + (ended ? 0 : hop.outlet().depth());
  }

  /**
   * A snapshot.
   *
   * @param ended whether the pipeline has ended: what is in hand yet is with threads that are
   *     stuck, and abandoned
   * @param nowNanos the time, by the workers' clock
   * @param startNanos when the pipeline was started, by that clock
   * @return what became of the items
   */
  public StepReport report(boolean ended, long nowNanos, long startNanos) {
    // The outcomes first, then what came in, so that a running step never has done more than it
    // got.
    long done = done();
    long skipped = sum(WorkerCounts::skippedCount);
    long deadLettered = sum(WorkerCounts::deadLetteredCount);
    long failed = sum(WorkerCounts::failedCount);
    long abandoned = sum(WorkerCounts::abandonedCount) + abandonedInRing.get();
    long finished = done + skipped + deadLettered + failed + abandoned;
    long queued = ended ? 0 : hop.outlet().depth() + hop.outlet().unbegun();
    long putBack = reenqueued.get();
    long received = Math.max(finished, received(ended) + putBack);
    queued = Math.min(queued, received - finished);
    long inHand = received - finished - queued;
    return new StepCounts(
        name,
        workers.length,
        received,
        done,
        skipped,
        deadLettered,
        failed,
        ended ? abandoned + inHand : abandoned,
        emitted(),
        sum(WorkerCounts::retriedCount),
        putBack,
        queued,
        ended ? 0 : inHand,
        ended ? 0 : keys.waiting(),
        ended ? 0 : keys.busy(),
        ended ? 0 : stages.open(),
        stages.late(),
        load(ended, nowNanos, startNanos),
        Optional.empty());
  }

  private StepLoad load(boolean ended, long nowNanos, long startNanos) {
    TimeSheet.Times times = TimeSheet.Times.NONE;
    int busy = 0;
    for (TimeSheet sheet : timeSheets) {
      times = times.plus(sheet.read(nowNanos));
      busy += sheet.isBusy() ? 1 : 0;
    }
    return new StepLoad(
        hop.inlet().capacity(),
        ended ? 0 : busy,
        new WorkerTime(
            Duration.ofNanos(times.busyNanos()),
            Duration.ofNanos(times.blockedNanos()),
            Duration.ofNanos(times.waitingNanos()),
            Duration.ofNanos(times.heldNanos())),
        MeasuredTimes.of(serviceTimes),
        MeasuredTimes.of(hop.outlet().timesInRing()),
        activities.get(),
        failures.since(startNanos));
  }

  private long sum(ToLongFunction<WorkerCounts> counter) {
    long sum = 0;
    for (WorkerCounts worker : workers) {
      sum += counter.applyAsLong(worker);
    }
    return sum;
  }
}
