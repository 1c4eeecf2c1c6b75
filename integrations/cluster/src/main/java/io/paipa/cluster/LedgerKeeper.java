package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record of one place of a job in the cluster up to date. Used by the processor's thread
 * alone; a write under way is completed by Hazelcast's threads, which this one only asks. What is
 * outdated is removed by a thread of the common pool, which uses no field that changes.
 *
 * <p>A record that can't be written is none of the job's business: the next one may be.
 */
final class LedgerKeeper {
  private static final System.Logger LOG = System.getLogger("io.paipa.cluster");
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_SECONDS = 5;

  private final HazelcastInstance hazelcast;
  private final IMap<String, byte[]> records;
  private final Records.Place place;
  private long nextNanos = System.nanoTime();
  private @Nullable CompletionStage<?> writing;
  private boolean isFirst = true;

  LedgerKeeper(HazelcastInstance hazelcast, Records.Place place) {
    this.hazelcast = hazelcast;
    this.records = Records.in(hazelcast);
    this.place = place;
  }

  /** Whether about a second has gone by since the last record, and that is written. */
  boolean isDue() {
    return System.nanoTime() - nextNanos >= 0
        && (writing == null || writing.toCompletableFuture().isDone());
  }

  /** Writes a record, and does not wait for that. */
  void write(Records.Entry entry) {
    nextNanos = System.nanoTime() + INTERVAL_NANOS;
    try {
      writing = Records.write(records, place, entry);
      if (isFirst) {
        isFirst = false;
        // It waits for the cluster: not in a thread of Hazelcast's.
        var unused = writing.thenRunAsync(this::removeOutdated, ForkJoinPool.commonPool());
      }
    } catch (RuntimeException e) {
      notWritten(e);
    }
  }

  /** Writes the last record, and waits until it is there, but not for ever. */
  void writeLast(Records.Entry entry) {
    write(entry);
    try {
      if (writing != null) {
        writing.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      notWritten(e);
    }
  }

  /**
   * Each start leaves records, and a job may be started for ever. Each place does this, for none
   * knows whether it is the last one to tell of its start.
   */
  private void removeOutdated() {
    try {
      Totals.outdated(Records.of(hazelcast, place.job()))
          .forEach(execution -> Records.remove(hazelcast, place.job(), execution));
    } catch (RuntimeException e) { // the next start does it
      LOG.log(System.Logger.Level.DEBUG, () -> "old records of " + place + " are left", e);
    }
  }

  private void notWritten(Exception reason) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "the ledger of " + place + " could not be written",
        reason);
  }
}
