package io.paipa.internal.life;

import io.paipa.internal.assembly.PipelinePlan;
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
  private @Nullable Thread caller;

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
    caller = Thread.currentThread();
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
      if (!termination.await(limitNanos - endNanos)) {
        lifecycle.abort();
      }
      boolean over = termination.await(leftNanos(start));
      if (over && !termination.wasForced()) {
        crew.join(leftNanos(start)); // the last thread tells those that asked for the completion
      }
      if (!over || !isCallerDone(start)) {
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

  private long leftNanos(long start) {
    return limitNanos - (System.nanoTime() - start);
  }

  private boolean isCallerDone(long start) throws InterruptedException {
    Thread last = caller;
    while (last != null && last.isAlive() && !waits(last)) {
      long left = leftNanos(start);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedJoin(last, Math.min(left, LOOK_NANOS));
    }
    return true;
  }

  /** Whether a thread waits in the exit of the JVM, or for the next task of its pool. */
  private static boolean waits(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String method = frame.getClassName() + "." + frame.getMethodName();
      if (EXITING.contains(method) || IDLE.contains(method)) {
        return true;
      }
    }
    return false;
  }
}
