package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.stress.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a scenario: makes the pipeline, lets all its threads loose, and asks the oracle. */
final class Trial {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final int PULLED_EARLY = 5;
  private static final int EXTENSIONS = 10;
  private static final int REFERENCES_ONE_IN = 4;
  private static final int COLLECTIONS = 10;
  private static final long THREADS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Scenario scenario;
  private final long deadlineNanos;
  private final String name;
  private final Problems problems = new Problems();
  private final Sabotage sabotage;
  private final Plumbing plumbing;
  private final Pipeline<Object, Object> pipeline;
  private final List<Feeding> feedings = new ArrayList<>();
  private final List<Thread> actors = new ArrayList<>();
  private final List<Thread> producers = new ArrayList<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Calls calls;

  Trial(Scenario scenario, long deadlineSeconds) {
    this.scenario = scenario;
    this.deadlineNanos = TimeUnit.SECONDS.toNanos(deadlineSeconds);
    this.name = "chaos" + COUNT.incrementAndGet();
    this.sabotage = new Sabotage(scenario.faults());
    this.calls = new Calls(scenario, problems);
    this.plumbing = new Plumbing(scenario, sabotage, problems, name);
    this.pipeline = plumbing.build();
    for (int i = 0; i < scenario.feeds().size(); i++) {
      feedings.add(
          new Feeding(
              i,
              scenario.feeds().get(i),
              pipeline,
              sabotage,
              scenario,
              plumbing.carried(),
              problems));
    }
  }

  /** Runs; gives what was found wrong. */
  List<Problem> run() {
    long deadline = System.nanoTime() + deadlineNanos;
    feedings.stream().filter(feeding -> feeding.feed().staged()).forEach(Feeding::run);
    if (scenario.start() == Scenario.Start.RUN) {
      pipeline.finish();
    }
    Thread caller = actor("caller", this::call);
    for (Feeding feeding : feedings) {
      if (!feeding.feed().staged()) {
        producers.add(actor("producer", feeding::run));
      }
    }
    actor("end", this::end);
    for (Act act : scenario.acts()) {
      actor(act.kind().toString(), () -> act(act, caller));
    }
    Pauser pauser = new Pauser(scenario);
    if (pauser.pauses()) {
      actor(
          "pauser",
          () -> {
            await(started);
            pauser.run(pipeline);
          });
    }
    actors.forEach(Thread::start);
    boolean ended = ended(actors, deadline);
    Thread closer = new Thread(() -> calls.guarded(this::close), name + ".close");
    if (ended) {
      closer.start();
      ended = ended(List.of(closer), deadline);
    }
    if (!ended) {
      reportHang(closer);
      return problems.all();
    }
    if (calls.stuck() > 0 && !scenario.has(Fault.Kind.PROCESS_STUBBORN)) {
      problems.hung("user code is said not to return, but all of it does");
    }
    new Oracle(scenario, pipeline, plumbing, feedings, sabotage, calls, problems).check();
    checkThreads(System.nanoTime() + THREADS_NANOS);
    checkReferences();
    return problems.all();
  }

  /** What was tried. */
  Pipeline<?, ?> pipeline() {
    return pipeline;
  }

  private Thread actor(String what, Runnable work) {
    Thread thread = new Thread(work, name + "." + what); // not "-": that is the pipeline's own
    thread.setDaemon(true);
    actors.add(thread);
    return thread;
  }

  /** A trial that goes on, however slowly, does not hang. */
  private boolean ended(List<Thread> threads, long deadline) {
    boolean ended = join(threads, deadline);
    for (int i = 0; i < EXTENSIONS && !ended; i++) {
      long before = progress();
      ended = join(threads, System.nanoTime() + deadlineNanos / 2);
      if (!ended && progress() == before) {
        return false;
      }
    }
    return ended;
  }

  private long progress() {
    return pipeline.report().steps().stream()
        .mapToLong(step -> step.done() + step.skipped() + step.retried() + step.emitted())
        .sum();
  }

  private static boolean join(List<Thread> threads, long deadline) {
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        thread.join(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  private void call() {
    started.countDown();
    calls.start(
        () -> {
          switch (scenario.start()) {
            case RUN -> {
              pipeline.run();
              calls.trust();
            }
            case RUN_FOREVER -> pipeline.runForever();
            case START -> {
              if (scenario.runsDuring()) {
                pipeline.during(running -> awaitAnEnd());
                calls.trust();
              } else {
                pipeline.start();
              }
            }
            case RESULTS -> {
              calls.pull(pipeline, Integer.MAX_VALUE);
              calls.trust();
            }
            case RESULTS_CLOSED_EARLY -> calls.pull(pipeline, PULLED_EARLY);
            case NEVER -> {}
          }
        });
  }

  private void close() {
    pipeline.close();
    calls.trust();
  }

  /** Somebody ends it, in another thread. */
  private void awaitAnEnd() throws InterruptedException {
    while (pipeline.state() == PipelineState.RUNNING || pipeline.state() == PipelineState.PAUSED) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** When all feeds that end have ended, ends the pipeline. */
  private void end() {
    await(started);
    boolean endless = scenario.feeds().stream().anyMatch(Feed::isEndless);
    if (!endless) {
      for (Thread producer : producers) {
        calls.guarded(producer::join);
      }
    }
    while (scenario.start() != Scenario.Start.NEVER && pipeline.state() == PipelineState.NEW) {
      Thread.yield();
    }
    act(scenario.end(), null);
  }

  private void act(Act act, @Nullable Thread caller) {
    await(started);
    LockSupport.parkNanos(act.afterMicros() * 1_000L);
    calls.guarded(
        () -> {
          switch (act.kind()) {
            case FINISH -> pipeline.finish();
            case STOP -> {
              pipeline.stop();
              calls.trust();
            }
            case CLOSE -> close();
            case DRAIN -> pipeline.drain(Duration.ofMillis(act.millis()));
            case ABORT -> pipeline.abort();
            case AWAIT -> pipeline.awaitTermination(Duration.ofMillis(act.millis()));
            case REPORT -> new Watcher(problems).look(pipeline);
            case DUMP -> problems.otherUnless(!pipeline.dump().isEmpty(), "an empty dump");
            case CLOCK_JUMP -> plumbing.clock().jump(act.millis());
            case INTERRUPT_WORKER -> interruptOne(act.afterMicros());
            case INTERRUPT_CALLER -> {
              if (caller != null) {
                caller.interrupt();
              }
            }
            case INTERRUPT_PRODUCER -> producers.forEach(Thread::interrupt);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void interruptOne(int which) {
    List<Thread> own = ownThreads();
    if (!own.isEmpty()) {
      own.get(which % own.size()).interrupt();
    }
  }

  private List<Thread> ownThreads() {
    return Threads.named(name + "-");
  }

  /** The pipeline has ended: its threads are gone, or will be in a moment. */
  private void checkThreads(long deadline) {
    List<Thread> left = ownThreads();
    while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(100_000);
      left = ownThreads();
    }
    problems.otherUnless(left.isEmpty(), "threads are left: " + left);
  }

  /** The pipeline is still there; its items must not be. Collecting takes time: not each time. */
  private void checkReferences() {
    if (scenario.seed() % REFERENCES_ONE_IN != 0 || scenario.has(Fault.Kind.PROCESS_STUBBORN)) {
      return;
    }
    feedings.forEach(Feeding::clear);
    long reachable = 1;
    for (int i = 0; i < COLLECTIONS && reachable > 0; i++) {
      System.gc();
      reachable = reachable();
      LockSupport.parkNanos(i * 1_000_000L);
    }
    problems.otherUnless(reachable == 0, "an ended pipeline keeps " + reachable + " items");
  }

  private long reachable() {
    Object failed = pipeline.failure().flatMap(PipelineException::item).orElse(List.of());
    List<?> kept = failed instanceof List<?> chunk ? chunk : List.of(failed);
    long sum = feedings.stream().mapToLong(feeding -> feeding.reachable(kept)).sum();
    for (int i = 0; i < scenario.steps().size(); i++) {
      sum += plumbing.probe(i).reachable(kept);
    }
    return sum;
  }

  private void reportHang(Thread closer) {
    List<Thread> hanging = new ArrayList<>(actors);
    hanging.add(closer);
    hanging.removeIf(thread -> !thread.isAlive());
    StringBuilder text = new StringBuilder("no end after ").append(deadlineNanos / 1_000_000_000L);
    text.append(" s\n");
    for (Thread thread : hanging) {
      Threads.describe(thread, text);
    }
    for (Thread thread : ownThreads()) {
      Threads.describe(thread, text);
    }
    problems.hung(text.append(pipeline.dump()).toString());
    pipeline.abort();
    hanging.forEach(Thread::interrupt);
  }
}
