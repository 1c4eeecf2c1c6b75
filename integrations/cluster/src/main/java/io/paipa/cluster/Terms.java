package io.paipa.cluster;

import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a job runs.
 *
 * @param jobName its name
 * @param guarantee what holds when a member is lost
 * @param snapshotInterval how often a snapshot is taken
 * @param configuration sets what else there is
 */
record Terms(
    String jobName,
    ProcessingGuarantee guarantee,
    Duration snapshotInterval,
    Consumer<? super JobConfig> configuration) {
  private static final Duration NEVER_USED = Duration.ofSeconds(10);

  static Terms of(String jobName) {
    return new Terms(jobName, ProcessingGuarantee.NONE, NEVER_USED, config -> {});
  }

  Terms with(String otherName) {
    return new Terms(otherName, guarantee, snapshotInterval, configuration);
  }

  Terms with(Consumer<? super JobConfig> otherConfiguration) {
    return new Terms(jobName, guarantee, snapshotInterval, otherConfiguration);
  }

  Terms with(ProcessingGuarantee other, Duration interval) {
    Objects.requireNonNull(other, "guarantee: null is none; ProcessingGuarantee.NONE is");
    Objects.requireNonNull(interval, "guarantee: null is no interval between snapshots");
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "guarantee: an interval of " + interval + " is too short; give one of seconds");
    }
    return new Terms(jobName, other, interval, configuration);
  }

  JobConfig toConfig() {
    JobConfig config =
        new JobConfig()
            .setName(jobName)
            .setProcessingGuarantee(guarantee)
            .setSnapshotIntervalMillis(snapshotInterval.toMillis());
    configuration.accept(config);
    return config;
  }
}
