package io.paipa.metrics;

import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.util.Optional;

/** What a report says of a step, as a JMX client sees it. Immutable. */
record ReportedStep(StepReport report) implements StepValues {
  @Override
  public String getName() {
    return report.stepName();
  }

  @Override
  public int getWorkers() {
    return report.workers();
  }

  @Override
  public int getBusyWorkers() {
    return report.busyWorkers();
  }

  @Override
  public long getReceived() {
    return report.received();
  }

  @Override
  public long getDone() {
    return report.done();
  }

  @Override
  public long getSkipped() {
    return report.skipped();
  }

  @Override
  public long getDeadLettered() {
    return report.deadLettered();
  }

  @Override
  public long getFailed() {
    return report.failed();
  }

  @Override
  public long getRetried() {
    return report.retried();
  }

  @Override
  public long getEmitted() {
    return report.emitted();
  }

  @Override
  public long getQueued() {
    return report.queued();
  }

  @Override
  public int getQueueCapacity() {
    return report.queueCapacity();
  }

  @Override
  public long getInHand() {
    return report.inHand();
  }

  @Override
  public long getBusyMillis() {
    return time().busy().toMillis();
  }

  @Override
  public long getBlockedMillis() {
    return time().blocked().toMillis();
  }

  @Override
  public long getWaitingMillis() {
    return time().waiting().toMillis();
  }

  @Override
  public long getHeldMillis() {
    return time().held().toMillis();
  }

  @Override
  public double getServiceMedianMillis() {
    return percentile(report.serviceTime(), 50);
  }

  @Override
  public double getService99Millis() {
    return percentile(report.serviceTime(), 99);
  }

  private WorkerTime time() {
    return report.workerTime();
  }

  private static double percentile(Optional<TimeDistribution> times, double percent) {
    return times.map(of -> of.percentile(percent).toNanos() / 1e6).orElse(Double.NaN);
  }
}
