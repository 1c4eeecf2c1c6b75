package io.paipa.stress.lifecycle;

import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Settlement;
import io.paipa.StepReport;
import io.paipa.stress.Stuck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One schedule, run. */
final class Explored {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int ITEMS = 4;

  private final Schedule schedule;
  private final Points points;
  private final Subject subject;
  private final Pipeline<Integer, Integer> pipeline;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Topic> topics = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Settlement>> answers =
      new ConcurrentLinkedQueue<>();
  private volatile boolean hung;

  Explored(Schedule schedule, int number, Points points) {
    this.schedule = schedule;
    this.points = points;
    this.subject = new Subject("explored" + number, points);
    this.pipeline = subject.pipeline;
  }

  boolean hasHung() {
    return hung;
  }

  /** Whether the first call passed the point at which it was to be held. */
  boolean wasHeld() {
    return points.isReached();
  }

  List<String> run() {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    if (schedule.started()) {
      pipeline.start();
    }
    for (Call call : schedule.calls()) {
      Thread thread = new Thread(() -> make(call), pipeline.name() + "." + call);
      thread.setDaemon(true);
      threads.add(thread);
    }
    points.hold(threads.get(0));
    for (Thread thread : threads) {
      thread.start();
      awaitSettled(thread);
    }
    points.letGo();
    finishOff();
    Thread closer = new Thread(pipeline::close, pipeline.name() + ".close");
    closer.setUncaughtExceptionHandler((thread, thrown) -> closed(thrown));
    threads.forEach(thread -> join(thread, deadline));
    closer.start();
    join(closer, deadline);
    if (!hung) {
      check(deadline);
    }
    return List.copyOf(problems);
  }

  private void closed(Throwable thrown) {
    if (thrown instanceof PipelineException failure) {
      ended(failure);
    } else if (!(thrown instanceof CutShortException)) { // another call has cut it
      problems.add("close threw " + thrown);
    }
  }

  /** It may have failed; but no code of ours is stuck. */
  private void ended(PipelineException failure) {
    if (Stuck.isSaidBy(failure)) {
      hung = true;
      problems.add("user code is said not to return, but all of it does: " + failure);
    }
  }

  /** Lets a call go until it is done, waits, or is held. */
  private void awaitSettled(Thread thread) {
    long end = System.nanoTime() + SETTLED_NANOS;
    while (System.nanoTime() - end < 0) {
      Thread.State state = thread.getState();
      boolean held = thread == threads.get(0) && points.isReached();
      if (state == Thread.State.TERMINATED || state == Thread.State.WAITING || held) {
        return;
      }
      Thread.onSpinWait();
    }
  }

  private void finishOff() {
    if (schedule.aborts()) {
      pipeline.abort();
      return;
    }
    pipeline.finish();
    if (pipeline.state() != PipelineState.NEW) {
      return;
    }
    try {
      pipeline.close();
    } catch (PipelineException e) {
      ended(e); // a call has started it meanwhile
    } catch (CutShortException e) {
      // another call has cut it
    }
  }

  private void make(Call call) {
    try {
      switch (call) {
        case PUT -> put();
        case OFFER -> offer();
        case PUT_ITERABLE -> {
          pipeline.putIterable(subject.new Source());
          subject.sources.incrementAndGet();
        }
        case SUBMIT -> {
          answers.add(pipeline.submit(ITEMS).toCompletableFuture());
          subject.accepted.incrementAndGet();
        }
        case PUT_ACKNOWLEDGED -> {
          Topic topic = new Topic(subject.accepted);
          pipeline.putAcknowledged(topic);
          topics.add(topic);
        }
        case FINISH -> pipeline.finish();
        case START -> pipeline.start();
        case STOP -> pipeline.stop();
        case DRAIN -> pipeline.drain(Duration.ofMillis(5));
        case ABORT -> pipeline.abort();
        case CLOSE -> pipeline.close();
        case INPUT_QUEUE -> inputQueue();
        case FAIL -> {
          pipeline.put(Subject.BAD);
          subject.accepted.incrementAndGet();
        }
        case INTERRUPT -> threads.forEach(Thread::interrupt);
      }
    } catch (PipelineException e) {
      ended(e);
    } catch (IllegalStateException | InterruptedException e) {
      // too early, too late, aborted, interrupted
    } catch (Throwable t) {
      problems.add(call + " threw " + t);
    }
  }

  private void put() throws InterruptedException {
    for (int i = 0; i < ITEMS; i++) {
      pipeline.put(i);
      subject.accepted.incrementAndGet();
    }
  }

  private void offer() {
    for (int i = 0; i < ITEMS; i++) {
      subject.accepted.addAndGet(pipeline.offer(i) ? 1 : 0);
    }
  }

  private void inputQueue() throws InterruptedException {
    for (int i = 0; i < ITEMS; i++) {
      boolean in = pipeline.inputQueue().offer(i, 2, TimeUnit.MILLISECONDS);
      subject.accepted.addAndGet(in ? 1 : 0);
    }
  }

  private void join(Thread thread, long deadline) {
    try {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      hung = true;
      StringBuilder text = new StringBuilder(thread.getName()).append(" does not return");
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
      problems.add(text.append('\n').append(pipeline.dump()).toString());
    }
  }

  private void check(long deadline) {
    Report report = pipeline.report();
    holds(!pipeline.isAlive(), "it is alive");
    int accepted = subject.accepted.get();
    holds(report.accepted() == accepted, accepted + " accepted, reported " + report.accepted());
    long came = accepted - report.abandonedBeforeFirstStep();
    for (StepReport step : report.steps()) {
      long sum = step.done() + step.skipped() + step.failed() + step.abandoned();
      holds(step.received() == sum && sum == came, came + " came: " + step);
      came = step.emitted();
    }
    boolean failed = pipeline.state() == PipelineState.FAILED;
    holds(subject.failures.get() == (failed ? 1 : 0), subject.failures + " times whenFailed");
    holds(subject.stepStarts.get() <= 1, subject.stepStarts + " times onStepStart");
    holds(subject.stepStops.get() == subject.stepStarts.get(), "onStepStop: " + subject.stepStops);
    holds(
        subject.workerStops.get() == subject.workerStarts.get(),
        "workers: " + subject.workerStarts + " started, " + subject.workerStops + " stopped");
    holds(
        subject.closedSources.get() == subject.sources.get(),
        subject.sources + " sources, " + subject.closedSources + " closed");
    holds(topics.stream().allMatch(Topic::isWhole), "a topic was not told of each item once");
    holds(answers.stream().allMatch(CompletableFuture::isDone), "a submit was not answered");
    while (hasThreads() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(50_000);
    }
    holds(!hasThreads(), "threads are left");
  }

  private boolean hasThreads() {
    Thread[] some = new Thread[Thread.activeCount() + 64];
    int count = Thread.enumerate(some);
    for (int i = 0; i < count; i++) {
      if (some[i].getName().startsWith(pipeline.name() + "-")) {
        return true;
      }
    }
    return false;
  }

  private void holds(boolean condition, String text) {
    if (!condition) {
      problems.add(text);
    }
  }
}
