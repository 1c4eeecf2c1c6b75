package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.Util;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a job's places say, as a report. Any thread; has no state of its own. */
final class JobReports {
  private static final long PATIENCE_SECONDS = 5;

  private final HazelcastInstance hazelcast;
  private final Job job;
  private final String pipelineName;
  private final CancelWish wish;

  JobReports(HazelcastInstance hazelcast, Job job, String pipelineName, CancelWish wish) {
    this.hazelcast = hazelcast;
    this.job = job;
    this.pipelineName = pipelineName;
    this.wish = wish;
  }

  PipelineState state() {
    return switch (JobStatuses.of(job)) {
      case NOT_RUNNING, STARTING, RUNNING, COMPLETING -> PipelineState.RUNNING;
      case SUSPENDED, SUSPENDED_EXPORTING_SNAPSHOT -> PipelineState.DRAINED;
      case FAILED -> wasCancelled() ? PipelineState.ABORTED : PipelineState.FAILED;
      case COMPLETED -> PipelineState.COMPLETED;
    };
  }

  /**
   * Jet says that of a job, too, that has failed while it was to be suspended. Then what it has
   * failed of is no cancellation.
   */
  private boolean wasCancelled() {
    return wish.isExpressed() || (job.isUserCancelled() && isCancellation(failureOfJob()));
  }

  /**
   * Of a job that has ended before, Jet gives the words of the failure alone, in a cancellation.
   */
  private static boolean isCancellation(@Nullable Throwable failure) {
    if (!(failure instanceof CancellationException)) {
      return false;
    }
    String words = failure.getMessage();
    return words == null || words.startsWith(failure.getClass().getName());
  }

  Report now() {
    PipelineState state = state();
    return of(state, state == PipelineState.FAILED ? failureOfJob() : null);
  }

  /** What Jet says, which may take a moment. */
  private @Nullable Throwable failureOfJob() {
    try {
      return job.getFuture()
          .<@Nullable Throwable>handle((nothing, failure) -> failure)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      return e;
    }
  }

  /** At the end. What Jet says is for failures of which no place has told. */
  Report last(@Nullable Throwable failure) {
    PipelineState state = state();
    return of(state, state == PipelineState.FAILED ? failure : null);
  }

  private Report of(PipelineState state, @Nullable Throwable jobFailure) {
    Totals totals = Totals.of(Records.of(hazelcast, Util.idToString(job.getId())));
    PipelineException failure = totals.failure().orElse(null);
    if (failure == null && jobFailure != null) {
      failure =
          new PipelineException(
              "pipeline '" + pipelineName + "': its job has failed: " + jobFailure.getMessage(),
              pipelineName,
              null,
              null,
              0,
              jobFailure);
    }
    return totals.report(totals.pipelineName().orElse(pipelineName), state, failure);
  }
}
