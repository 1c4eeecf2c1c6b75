package io.paipa.stress.chaos;

import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.embedding.EmbeddedPipeline;
import io.paipa.stress.Threads;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The steps of a scenario in the hands of a host: one thread offers items, takes outputs, and
 * flushes, as drawn. It never waits inside a call. Nothing goes wrong but what the steps throw by
 * themselves; now and then the host closes the run in the midst.
 */
final class EmbeddedTrial {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final int ITEMS_AT_MOST = 500;
  private static final int PUSHES_ONE_IN = 16;
  private static final int TAKES_ONE_IN = 4;
  private static final int FLUSHES_ONE_IN = 64;
  private static final int CLOSES_ONE_IN = 2_000;
  private static final int TAKEN_AT_MOST = 8;

  /** A host has other things to do, and leaves the workers their cores. */
  private static final long PARK_NANOS = 50_000;

  private static final long THREADS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Scenario scenario;
  private final long deadlineSeconds;
  private final String name = "embedded" + COUNT.incrementAndGet();
  private final Problems problems = new Problems();
  private final Plumbing plumbing;
  private final SplittableRandom random;
  private long offered;
  private long taken;

  EmbeddedTrial(Scenario drawn, long deadlineSeconds) {
    Feed fromHost = new Feed(Feed.Kind.OFFER, ITEMS_AT_MOST, true, 0, 0, 0);
    Act finish = new Act(Act.Kind.FINISH, 0, 0); // before an abort, some stages never complete
    this.scenario = drawn.withFaults(List.of()).withFeeds(List.of(fromHost)).withEnd(finish);
    this.deadlineSeconds = deadlineSeconds;
    this.plumbing = new Plumbing(scenario, new Sabotage(List.of()), problems, name);
    this.random = new SplittableRandom(Mix.hash(drawn.seed(), 45));
  }

  /** Runs; gives what was found wrong. */
  List<Problem> run() {
    Thread host = new Thread(this::host, name + ".host");
    host.setDaemon(true);
    host.start();
    try {
      host.join(TimeUnit.SECONDS.toMillis(deadlineSeconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (host.isAlive()) {
      StringBuilder text = new StringBuilder("embedded: no end\n");
      Threads.describe(host, text);
      Threads.named(name + "-").forEach(thread -> Threads.describe(thread, text));
      problems.hung(text.toString());
      host.interrupt();
    } else {
      checkThreads();
    }
    return problems.all();
  }

  private void host() {
    boolean completed = true;
    EmbeddedPipeline closed = null;
    try (EmbeddedPipeline run =
        EmbeddedPipeline.start(
            name,
            plumbing.build().definition().steps(),
            Duration.ofMillis(scenario.terminationMillis()))) {
      closed = run;
      int items = random.nextInt(1, ITEMS_AT_MOST);
      while (offered < items && completed && run.failure().isEmpty()) {
        completed = !oneIn(CLOSES_ONE_IN);
        step(run);
      }
      if (completed) {
        finish(run);
        completed = run.failure().isEmpty();
      }
    } catch (Throwable t) {
      problems.other("embedded: the host got " + t);
    }
    if (closed != null) {
      checkEnd(closed, completed);
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private void step(EmbeddedPipeline run) {
    if (run.offer(Token.root(0, offered))) {
      offered++;
    } else {
      take(run, TAKEN_AT_MOST);
      LockSupport.parkNanos(PARK_NANOS);
    }
    if (oneIn(PUSHES_ONE_IN)) {
      run.push();
    }
    if (oneIn(TAKES_ONE_IN)) {
      take(run, random.nextInt(TAKEN_AT_MOST));
    }
    if (oneIn(FLUSHES_ONE_IN)) {
      flush(run);
    }
  }

  private void take(EmbeddedPipeline run, int atMost) {
    for (int i = 0; i < atMost && run.peek() != null; i++) {
      run.remove();
      taken++;
    }
  }

  private void flush(EmbeddedPipeline run) {
    while (!run.flush()) {
      if (run.failure().isPresent()) {
        return;
      }
      take(run, TAKEN_AT_MOST);
      LockSupport.parkNanos(PARK_NANOS);
    }
    checkFlushed(run);
  }

  /** Everything is through, and counted, as at the end of a run. */
  private void checkFlushed(EmbeddedPipeline run) {
    long came = offered;
    for (StepReport step : report(run).steps()) {
      problems.ledgerUnless(
          step.queued() == 0 && step.inHand() == 0, "flushed, and something is left: " + step);
      problems.ledgerUnless(
          step.received() - step.reenqueued() == came,
          "flushed: " + came + " came from the step before: " + step);
      problems.ledgerUnless(
          step.received() == step.done() + step.skipped() + step.deadLettered(),
          "flushed: received is not the sum: " + step);
      came = step.emitted();
    }
    problems.ledgerUnless(taken == came, "flushed: " + taken + " outputs were taken of " + came);
  }

  private void finish(EmbeddedPipeline run) {
    while (run.failure().isEmpty() && !run.push()) {
      take(run, TAKEN_AT_MOST);
      LockSupport.parkNanos(PARK_NANOS);
    }
    run.finish();
    while (!run.isOver()) {
      take(run, TAKEN_AT_MOST);
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  private void checkEnd(EmbeddedPipeline run, boolean completed) {
    Report report = report(run);
    long came = report.accepted() - report.abandonedBeforeFirstStep();
    problems.ledgerUnless(
        completed ? report.accepted() == offered : report.accepted() <= offered,
        "accepted " + report.accepted() + " of " + offered);
    for (int i = 0; i < report.steps().size(); i++) {
      StepReport step = report.steps().get(i);
      new StepLedgerCheck(scenario.steps().get(i), plumbing.probe(i), step, problems)
          .check(came, completed, false);
      came = step.emitted();
    }
    problems.ledgerUnless(
        completed ? taken == came : taken <= came, taken + " outputs were taken of " + came);
  }

  private static Report report(EmbeddedPipeline run) {
    return run.ledger().report("embedded", PipelineState.RUNNING, false, null);
  }

  private void checkThreads() {
    long deadline = System.nanoTime() + THREADS_NANOS;
    while (!Threads.named(name + "-").isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(100_000);
    }
    problems.otherUnless(Threads.named(name + "-").isEmpty(), "embedded: threads are left");
  }
}
