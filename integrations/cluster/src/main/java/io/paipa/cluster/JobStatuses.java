package io.paipa.cluster;

import com.hazelcast.jet.Job;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks Jet how a job stands. The coordinator answers, and may be lost before it has: then a client
 * is told so, and asks again, until it knows which member has taken its place.
 */
final class JobStatuses {
  private static final int MOST_QUESTIONS = 50;
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private JobStatuses() {}

  static JobStatus of(Job job) {
    for (int asked = 1; asked < MOST_QUESTIONS; asked++) {
      try {
        return job.getStatus();
      } catch (TargetDisconnectedException lost) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return job.getStatus();
  }
}
