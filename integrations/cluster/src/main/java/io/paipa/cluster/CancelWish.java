package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a job is cancelled, in a map of the cluster. Jet refuses to cancel a job that it is
 * about to suspend or to start again: it waits for a snapshot then, and the snapshot for ever, if a
 * step hangs. So the job's processors look for the wish, and end the job.
 *
 * <p>A wish is never taken back. Any thread; {@link #look} and {@link #isSeen} are for one alone.
 */
final class CancelWish {
  private static final String MAP = "io.paipa.cluster.cancelled";

  private final IMap<String, Boolean> wishes;
  private final String job;
  private @Nullable CompletableFuture<Boolean> looking;

  CancelWish(HazelcastInstance hazelcast, String job) {
    this.wishes = hazelcast.getMap(MAP);
    this.job = job;
  }

  void express() {
    wishes.set(job, true, Records.KEPT_DAYS, TimeUnit.DAYS);
  }

  boolean isExpressed() {
    return wishes.containsKey(job);
  }

  /** Begins to look, and does not wait. */
  void look() {
    looking = wishes.getAsync(job).toCompletableFuture();
  }

  /** Whether the last look has found it; a look that has failed has not. */
  boolean isSeen() {
    CompletableFuture<Boolean> found = looking;
    return found != null
        && found.isDone()
        && !found.isCompletedExceptionally()
        && found.join() != null;
  }
}
