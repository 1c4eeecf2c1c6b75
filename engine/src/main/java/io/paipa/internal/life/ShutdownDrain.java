package io.paipa.internal.life;

import io.paipa.internal.assembly.PipelinePlan;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Drains a run when the JVM shuts down. It keeps the JVM until the run has ended, and what stands
 * behind the call that started it is done; for a limited time.
 *
 * <p><b>Who writes what.</b> The starting thread writes who called, then registers the hook; that
 * is before any thread of the run works. The thread that ends the run takes the hook back. If a
 * shutdown comes first, the hook is there already, and finds the run ended. If it comes between the
 * start and the registering, that is refused. The hook is then started as any other thread. So a
 * run that was started is drained, or nothing is left of it.
 */
final class ShutdownDrain {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Between looks at the stacks of all threads, which slow them down. */
  private static final long LOOK_AT_ALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Of the limit, at most this part is kept for an end that has to be forced. */
  private static final int SHARE_OF_END = 4;

  /** A thread of a pool is there when nothing of its last task is left to do. */
  private static final Set<String> IDLE =
      Set.of(
          "java.util.concurrent.ThreadPoolExecutor.getTask",
          "java.util.concurrent.ForkJoinPool.awaitWork");

  /** A thread is there when it has ended the JVM, or waits for another that has. */
  private static final Set<String> EXITING =
      Set.of("java.lang.Runtime.exit", "java.lang.Shutdown.exit");

  private final String pipelineName;
  private final long limitNanos;
  private final long endNanos;
  private final Runnable drain;
  private final Lifecycle lifecycle;
  private final Termination termination;
  private final Crew crew;
  private @Nullable WeakReference<Thread> caller;

  /**
   * Not registered yet; of a pipeline that does not mind the shutdown, it never is.
   *
   * @param drain stops the sources
   */
  ShutdownDrain(
      PipelinePlan plan, Runnable drain, Lifecycle lifecycle, Termination termination, Crew crew) {
    this.pipelineName = plan.name();
    this.limitNanos = plan.shutdownNanos();
    this.endNanos = Math.min(plan.terminationNanos(), limitNanos / SHARE_OF_END);
    this.drain = drain;
    this.lifecycle = lifecycle;
    this.termination = termination;
    this.crew = crew;
  }

  /** Before the hook is registered: the calling thread goes on when the run has ended. */
  void awaitCaller() {
    if (limitNanos > 0) {
      caller = new WeakReference<>(Thread.currentThread());
    }
  }

  /** Before any thread of the run works. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it
  void register() {
    if (limitNanos == 0) {
      return;
    }
    Thread hook = new Thread(this::shutDown, pipelineName + "-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      termination.completion().whenComplete((report, thrown) -> takeBack(hook));
    } catch (IllegalStateException shuttingDown) {
      hook.start();
    }
  }

  private static void takeBack(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook has begun: it finds the run ended
    }
  }

  private void shutDown() {
    long start = System.nanoTime();
    try {
      drain.run();
      boolean over = awaitEnd(start, endNanos);
      if (!over) {
        lifecycle.abort();
        over = awaitEnd(start, 0);
      }
      if (!over || !areDone(start)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "pipeline ''{0}'': the shutdown of the JVM has waited {1} ms for {2}, and goes on"
                + " without; drainAtShutdown says how long",
            pipelineName,
            TimeUnit.NANOSECONDS.toMillis(limitNanos),
            over ? "what stands behind its run" : "its end");
      }
    } catch (InterruptedException e) {
      lifecycle.abort(); // nobody of ours interrupts it: the JVM is to go on
    }
  }

  /**
   * Waits for the end, until so much of the limit is left. User code in a thread of the run may
   * have called for the exit of the JVM: that thread never returns, and its run does not end
   * otherwise than by an abort.
   */
  private boolean awaitEnd(long start, long leavingNanos) throws InterruptedException {
    for (; ; ) {
      long left = leftNanos(start) - leavingNanos;
      if (left <= 0 || termination.await(Math.min(left, LOOK_AT_ALL_NANOS))) {
        return termination.isOver();
      }
      List<Thread> alive = crew.alive();
      long exiting = alive.stream().filter(thread -> isIn(EXITING, thread)).count();
      if (exiting > 0) {
        lifecycle.abort();
        if (exiting == alive.size()) {
          return true;
        }
      }
    }
  }

  private long leftNanos(long start) {
    return limitNanos - (System.nanoTime() - start);
  }

  /** The last thread of the run tells those that asked for its completion; the caller goes on. */
  private boolean areDone(long start) throws InterruptedException {
    boolean done = true;
    if (!termination.wasForced()) { // else some of them never return
      for (Thread thread : crew.alive()) {
        done &= isDone(thread, start);
      }
    }
    WeakReference<Thread> known = caller;
    Thread last = known == null ? null : known.get();
    return done && (last == null || isDone(last, start));
  }

  private boolean isDone(Thread thread, long start) throws InterruptedException {
    while (thread.isAlive() && !isIn(EXITING, thread) && !isIn(IDLE, thread)) {
      long left = leftNanos(start);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.min(left, LOOK_NANOS));
    }
    return true;
  }

  /** Whether a thread is in one of these methods. */
  private static boolean isIn(Set<String> methods, Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (methods.contains(frame.getClassName() + "." + frame.getMethodName())) {
        return true;
      }
    }
    return false;
  }
}
