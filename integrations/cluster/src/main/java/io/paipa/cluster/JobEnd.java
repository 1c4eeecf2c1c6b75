package io.paipa.cluster;

import com.hazelcast.jet.Job;
import com.hazelcast.jet.core.JobStatus;
import io.paipa.Report;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Brings a job to its end, or to a halt, and tells of that. Any thread; the field is guarded. */
final class JobEnd {
  private final Job job;
  private final JobReports reports;

  /** Asked for when somebody wants it: the cluster keeps who waits for a job. */
  private @Nullable CompletableFuture<Report> completion;

  JobEnd(Job job, JobReports reports) {
    this.job = job;
    this.reports = reports;
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
   * be suspended yet; one that is started again meanwhile, since a member has gone, is asked again.
   */
  void drain(long nanos) throws InterruptedException, TimeoutException {
    if (isHalted(job.getStatus())) {
      return; // nobody may listen to a job that has ended
    }
    long deadline = System.nanoTime() + nanos;
    BlockingQueue<JobStatus> changes = new LinkedBlockingQueue<>();
    UUID listener = listen(changes);
    try {
      boolean asked = false;
      for (JobStatus now = job.getStatus(); !isHalted(now); now = job.getStatus()) {
        asked = now == JobStatus.RUNNING && (asked || suspends());
        if (changes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
          throw new TimeoutException(
              "job '"
                  + job.getName()
                  + "' is not suspended yet, it is "
                  + now
                  + ": its snapshot waits for what is in work; wait again, or give slow steps a"
                  + " smaller capacity");
        }
      }
    } finally {
      if (listener != null) {
        job.removeStatusListener(listener);
      }
    }
  }

  /** Null if the job has just ended. */
  private @Nullable UUID listen(BlockingQueue<JobStatus> changes) {
    try {
      return job.addStatusListener(event -> changes.add(event.getNewStatus()));
    } catch (IllegalStateException e) {
      if (isHalted(job.getStatus())) {
        return null;
      }
      throw e;
    }
  }

  /** Asks for it; false if the job has just changed, which will be told. */
  private boolean suspends() {
    try {
      job.suspend();
      return true;
    } catch (IllegalStateException notRunning) {
      return false;
    }
  }

  private static boolean isHalted(JobStatus status) {
    return status == JobStatus.SUSPENDED || status.isTerminal();
  }

  void cancel() {
    try {
      job.cancel();
    } catch (IllegalStateException ended) {
      if (!job.getStatus().isTerminal()) {
        throw ended;
      }
    }
  }
}
