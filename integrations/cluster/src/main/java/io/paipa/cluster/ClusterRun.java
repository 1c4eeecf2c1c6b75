package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.Util;
import com.hazelcast.jet.config.ProcessingGuarantee;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pipeline that runs on a cluster, or has. The run is the cluster's: it goes on when the program
 * that has submitted it ends. Safe for all threads.
 */
public final class ClusterRun {
  private final Job job;
  private final JobReports reports;
  private final JobEnd end;

  private ClusterRun(HazelcastInstance hazelcast, Job job, String pipelineName) {
    CancelWish wish = new CancelWish(hazelcast, Util.idToString(job.getId()));
    this.job = job;
    this.reports = new JobReports(hazelcast, job, pipelineName, wish);
    this.end = new JobEnd(job, reports, wish);
  }

  /** Of a job that was just submitted: what its definition wants to be told is told here. */
  static ClusterRun of(HazelcastInstance hazelcast, Job job, PipelineDefinition<?, ?> definition) {
    ClusterRun run = new ClusterRun(hazelcast, job, definition.name());
    new Observers(definition, run.reports, run.end).start();
    return run;
  }

  /**
   * A run that was submitted before, by this program or another.
   *
   * @param hazelcast a member or a client
   * @param jobName its name: the pipeline's, unless it was named otherwise
   * @return the run, which may have ended, or be suspended; empty if Jet knows none of that name
   */
  public static Optional<ClusterRun> find(HazelcastInstance hazelcast, String jobName) {
    Objects.requireNonNull(hazelcast, "find: null is no Hazelcast instance");
    Objects.requireNonNull(jobName, "find: null is no job's name");
    Job found = hazelcast.getJet().getJob(jobName);
    return found == null
        ? Optional.empty()
        : Optional.of(new ClusterRun(hazelcast, found, jobName));
  }

  /**
   * The job's name.
   *
   * @return the name
   */
  public String jobName() {
    return String.valueOf(job.getName());
  }

  /**
   * The job, for all else that Jet can do with it.
   *
   * @return the job
   */
  public Job job() {
    return job;
  }

  /**
   * How the run stands.
   *
   * @return {@code RUNNING} also while it is started or started again; {@code DRAINED} while it is
   *     suspended; {@code ABORTED} after {@link #cancel}; else {@code COMPLETED} or {@code FAILED}
   */
  public PipelineState state() {
    return reports.state();
  }

  /**
   * What became of the items: the ledgers of all members, added up. While the run goes on it is a
   * second or two old, and for some seconds after the loss of a member it is that of the start
   * before; exact when it is suspended, has completed, or has failed. Under {@code EXACTLY_ONCE}
   * each item counts once, also if it was worked off again after the loss of a member; under {@code
   * AT_LEAST_ONCE} some may count twice then. Without a guarantee, and after a loss before the
   * first snapshot, it is that of the newest start alone. It is kept for seven days after the last
   * word of a member.
   *
   * @return the report; without sources and without a bottleneck
   */
  public Report report() {
    return reports.now();
  }

  /**
   * Has a snapshot taken, and suspends the run: what was begun is done, and what comes then is not.
   * {@link #resume} goes on from there.
   *
   * @param limit how long to wait for that
   * @return the report, exact; of a run that has ended, its last one
   * @throws TimeoutException if it takes longer; it goes on, and may be waited for again
   * @throws InterruptedException if interrupted while waiting
   * @throws IllegalStateException if the run has no guarantee: without a snapshot, suspending it
   *     would lose what is in work
   */
  public Report drain(Duration limit) throws InterruptedException, TimeoutException {
    Objects.requireNonNull(limit, "drain: null is no limit");
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    if (job.getConfig().getProcessingGuarantee() == ProcessingGuarantee.NONE) {
      throw new IllegalStateException(
          "job '"
              + jobName()
              + "': it takes no snapshots, so a drain would lose what is in work; give it a"
              + " guarantee(...), or call cancel() if that is meant");
    }
    end.drain(nanos);
    return report();
  }

  /**
   * Goes on after a {@link #drain}. Does nothing if the run is not suspended: nor does it take back
   * a drain that has not come to its end.
   *
   * @throws IllegalStateException if the run has ended
   */
  public void resume() {
    try {
      job.resume();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "job '"
              + jobName()
              + "' has ended, and can't be resumed; submit the pipeline again for a new run",
          e);
    }
  }

  /**
   * Ends the run as soon as can be, for good. What is in work is abandoned, and snapshots are
   * deleted. Does nothing if it has ended. Does not wait: {@link #completion} tells of the end. A
   * run that is just being drained, or started again, ends a second or two later.
   */
  public void cancel() {
    end.cancel();
  }

  /**
   * The end of the run: it has completed, has failed, or was cancelled. A drain is none.
   *
   * @return completes with the last report, which has the failure if there is one; exceptionally
   *     only if that could not be read
   */
  public CompletionStage<Report> completion() {
    return end.completion();
  }
}
