package io.paipa.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import io.paipa.Report;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings a job to its end, or to a halt, and tells of that. Any thread; the field is guarded. */
final class JobEnd {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Job job;
  private final JobReports reports;
  private final CancelWish wish;

  /** Asked for when somebody wants it: the cluster keeps who waits for a job. */
  private @Nullable CompletableFuture<Report> completion;

  JobEnd(Job job, JobReports reports, CancelWish wish) {
    this.job = job;
    this.reports = reports;
    this.wish = wish;
  }

  synchronized CompletionStage<Report> completion() {
    CompletableFuture<Report> asked = completion;
    if (asked == null) {
      // Reading the report waits for the cluster: not in a thread of Hazelcast's.
      asked =
          job.getFuture()
              .handleAsync((nothing, failure) -> reports.last(failure), ForkJoinPool.commonPool());
      completion = asked;
    }
    return asked.minimalCompletionStage();
  }

  /**
   * Suspends the job, and waits until it is, or has ended. A job that is just being started can't
   * be suspended yet. One that is started again meanwhile, since a member has gone, has forgotten
   * the wish; and with the coordinator goes what it had to tell. So the job is looked at and asked
   * again each second, told of a change or not.
   */
  void drain(long nanos) throws InterruptedException, TimeoutException {
    if (isHalted(JobStatuses.of(job))) {
      return; // nobody may listen to a job that has ended
    }
    long deadline = System.nanoTime() + nanos;
    BlockingQueue<JobStatus> changes = new LinkedBlockingQueue<>();
    UUID listener = listen(changes::add);
    try {
      for (JobStatus now = JobStatuses.of(job); !isHalted(now); now = JobStatuses.of(job)) {
        if (now == JobStatus.RUNNING) {
          askToSuspend();
        }
        long left = deadline - System.nanoTime();
        changes.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        if (left <= 0) {
          throw new TimeoutException(
              "job '"
                  + job.getName()
                  + "' is not suspended yet, it is "
                  + now
                  + ": its snapshot waits for what is in work; wait again, or give slow steps a"
                  + " smaller capacity. If report() stands still, Jet may have lost the snapshot:"
                  + " the README of paipa-cluster says what to do");
        }
      }
    } finally {
      if (listener != null) {
        job.removeStatusListener(listener);
      }
    }
  }

  /** Null if the job has just ended. */
  private @Nullable UUID listen(Consumer<JobStatus> listener) {
    try {
      return job.addStatusListener(event -> listener.accept(event.getNewStatus()));
    } catch (IllegalStateException e) {
      if (isHalted(JobStatuses.of(job))) {
        return null;
      }
      throw e;
    }
  }

  private void askToSuspend() {
    try {
      job.suspend();
    } catch (IllegalStateException | TargetDisconnectedException changing) {
      // it is being suspended already, or has just ended, or its coordinator is lost
    }
  }

  private static boolean isHalted(JobStatus status) {
    return status == JobStatus.SUSPENDED || status.isTerminal();
  }

  void cancel() {
    if (!cancelled()) {
      wish.express();
      cancelWhereItIsSuspended();
    }
  }

  /** The job's processors may not see the wish any more. */
  private void cancelWhereItIsSuspended() {
    var unused =
        listen(
            status -> {
              if (status == JobStatus.SUSPENDED) {
                ForkJoinPool.commonPool().execute(this::cancelled);
              }
            });
    if (JobStatuses.of(job) == JobStatus.SUSPENDED) {
      cancelled();
    }
  }

  /** False while Jet is about to suspend the job, or to start it again. */
  @CanIgnoreReturnValue
  private boolean cancelled() {
    try {
      job.cancel();
      return true;
    } catch (IllegalStateException refused) {
      return JobStatuses.of(job).isTerminal();
    }
  }
}
