package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.Health;
import io.paipa.internal.assembly.Assembly;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.source.Entrance;
import io.paipa.internal.source.Feeder;
import io.paipa.internal.source.Intake;
import io.paipa.internal.worker.StationView;
import io.paipa.internal.worker.UserCode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries a run from its start to the end of its threads: puts the parts together, starts the
 * threads, takes in sources, finishes. What follows is the {@link Conclusion}.
 *
 * <p><b>Who writes what.</b> Under the monitor of the {@link Staging}, under which sources with
 * threads of their own are put, a run is started and finished, and one that was not started is
 * closed. So such a source has a thread, and is told of the finish, or is refused.
 */
final class Engine {
  /** Slots behind the last step: as many as before it, if that has fewer. */
  private static final int RESULTS_AT_MOST = 1_024;

  private final PipelinePlan plan;
  private final Failures failures;
  private final Audience audience = new Audience();
  private final Lifecycle lifecycle;
  private final UserCode userCode;
  private final Assembly assembly;
  private final Intake intake = new Intake();
  private final Entrance entrance;
  private final Feeder feeder;
  private final Crew crew;
  private final Termination termination;
  private final List<StationView> views;
  private final RecordedRun recorded;
  private final Watch watch;
  private final Start start;
  private final Reports reports;
  private final Conclusion conclusion;
  private final Submissions submissions;
  private final AcknowledgedSources acknowledged;
  private final ShutdownDrain shutdown;
  private final Staging staging;

  Engine(PipelinePlan plan) {
    this.plan = plan;
    this.failures = new Failures(plan.name());
    this.termination = new Termination(plan.time());
    this.lifecycle = new Lifecycle(plan, failures, audience, intake, this::sweep);
    this.userCode = new UserCode(lifecycle);
    if (plan.whenFailed() != null) {
      audience.stay();
    }
    this.assembly = new Assembly(plan, lifecycle);
    this.entrance = new Entrance(assembly.entrance(), intake);
    this.feeder = new Feeder(lifecycle, intake, entrance, this::finish, this::awaitInterrupts);
    this.views = assembly.stations().stream().map(StationView::new).toList();
    this.crew = new Crew(plan.name(), plan.threads(), lifecycle, this::settle);
    this.acknowledged =
        new AcknowledgedSources(
            plan, lifecycle, intake, entrance, feeder, crew, termination, this::awaitInterrupts);
    this.recorded = new RecordedRun(() -> reports().now());
    this.watch =
        new Watch(
            views,
            plan,
            crew,
            new DeliveryWatch(plan, acknowledged),
            lifecycle,
            failures,
            termination,
            recorded);
    this.start = new Start(plan, lifecycle, assembly, crew, intake, feeder, termination);
    this.staging = new Staging(lifecycle, intake, acknowledged, crew, start);
    this.reports = new Reports(plan, lifecycle, failures, assembly, intake, feeder, watch);
    this.submissions = new Submissions(lifecycle);
    this.conclusion =
        new Conclusion(
            plan,
            lifecycle,
            failures,
            assembly,
            crew,
            watch,
            this::abandonDeliveries,
            reports,
            recorded,
            termination);
    this.shutdown = new ShutdownDrain(plan, () -> finish(true), lifecycle, termination, crew);
  }

  PipelinePlan plan() {
    return plan;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  ShutdownDrain shutdown() {
    return shutdown;
  }

  Failures failures() {
    return failures;
  }

  Audience audience() {
    return audience;
  }

  Reports reports() {
    return reports;
  }

  Intake intake() {
    return intake;
  }

  Entrance entrance() {
    return entrance;
  }

  Submissions submissions() {
    return submissions;
  }

  AcknowledgedSources acknowledged() {
    return acknowledged;
  }

  Crew crew() {
    return crew;
  }

  Termination termination() {
    return termination;
  }

  /**
   * Starts, after some preparation; false if it was started before. What fails in user code fails
   * the run. What the preparation throws does so, too, and is thrown here.
   */
  boolean start(boolean forever, Runnable prepare) {
    if (!begin(forever, prepare)) {
      return false;
    }
    try {
      shutdown.register();
      crew.asOwn(
          () -> {
            conclusion.startReporting();
            watch.start();
            start.startAll(staging::startThreads);
            watch.started();
          });
    } catch (Throwable t) { // such as an Error of the JVM's
      failStart(t);
    } finally {
      crew.leave();
    }
    return true;
  }

  private boolean begin(boolean forever, Runnable prepare) {
    boolean begun = false;
    try {
      synchronized (staging) {
        begun = lifecycle.start();
        if (begun) {
          reports.started();
          intake.start(forever);
          prepare.run();
          if (intake.isClosed()) {
            lifecycle.finish(false);
          }
        }
      }
      return begun;
    } catch (RuntimeException | Error e) {
      if (begun) {
        try {
          failStart(e);
        } finally {
          crew.leave(); // it has no threads that could end it
        }
      }
      throw e;
    }
  }

  /** Closes the sources for which no thread was started: none is, since the run has ended. */
  private void failStart(Throwable why) {
    try {
      lifecycle.fail("the start failed", null, null, 0, why);
    } finally {
      crew.asOwn(
          () -> {
            feeder.closeRest();
            staging.startThreads();
          });
    }
  }

  /** A queue that doesn't end by itself; false if nothing more is taken. */
  boolean putQueue(BlockingQueue<?> queue) {
    return staging.putQueue(queue);
  }

  /** A source that is told of its items; false if nothing more is taken. */
  boolean putAcknowledged(AcknowledgedSource<?> given) {
    return staging.putAcknowledged(given);
  }

  void finish(boolean drain) {
    synchronized (staging) { // before the start or after it, not in its midst
      boolean interrupts = drain && !intake.isDraining();
      lifecycle.finish(drain);
      intake.close(drain);
      if (interrupts) {
        crew.interruptSources();
      } else {
        crew.interruptQueues();
      }
    }
    acknowledged.wakeUp();
  }

  /**
   * Before a source is closed: the interrupts that say it is over have come, and the flag is clear.
   */
  private void awaitInterrupts() {
    userCode.awaitEnd();
    synchronized (staging) { // also if it has ended: a drain may have been about to interrupt
      UserCode.forgetInterrupt();
    }
  }

  private void abandonDeliveries() {
    if (!acknowledged.mayBePulled()) {
      submissions.abandonAll();
    }
  }

  /** Every thread is done with its work. */
  private void settle() {
    conclusion.settle();
  }

  private void sweep() {
    try {
      // Before the interrupts: what is interrupted may be the user's, and not return.
      termination.forceAfter(plan.terminationNanos(), conclusion::force);
      intake.close(true);
    } finally {
      crew.interruptOthers();
      assembly.wakeAll();
      acknowledged.wakeUp();
    }
  }

  /**
   * If it was never started: what was put is abandoned, its sources are closed.
   *
   * @param how for producers that put too late: "was ..."
   * @param by the cut that did it; null if it was closed
   */
  boolean closeUnstarted(String how, @Nullable Cut by) {
    synchronized (staging) {
      if (!lifecycle.closeUnstarted(how, by)) {
        return false;
      }
      intake.close(true);
    }
    crew.callBack(
        () -> {
          feeder.closeRest();
          acknowledged.giveUp();
        });
    conclusion.endUnstarted();
    return true;
  }

  /** Opens the results, while it is being prepared. */
  <O> Results<O> openResults(ResultsReader reader, Runnable check, Runnable deliver) {
    audience.stay(); // the thread that pulls is told of a failure, always
    acknowledged.pulledBy(reader);
    Hop hop = assembly.addResults(RESULTS_AT_MOST);
    return new Results<>(
        reader, lifecycle, termination, hop, submissions::abandonAll, check, deliver);
  }

  /** The outputs of the last step, to be polled, while it is being prepared. */
  PolledResults pollResults() {
    audience.stay(); // the thread that polls asks for the failure
    return new PolledResults(assembly.addResults(RESULTS_AT_MOST));
  }

  Health health() {
    return watch.health();
  }

  String name() {
    return plan.name();
  }

  List<StationView> views() {
    return views;
  }

  String dump() {
    return Dump.of(reports.now(), views, crew.sources());
  }
}
