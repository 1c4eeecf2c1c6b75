package io.paipa.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read requests and write answers: at most 16, each for at most some seconds. The
 * server gives a task for each request, from its first byte to the last one of its answer. A reader
 * that sends half a request, or never reads its answer, keeps a thread in a read or write of a
 * socket. An interrupt ends that, and closes the socket.
 *
 * <p>More than 64 requests that wait for a thread are refused: the server closes their connections.
 *
 * <p><b>Who writes what.</b> A task's thread enters and leaves it; the clock interrupts it. Both do
 * so under the task's monitor. So no interrupt comes to a thread that is through with its task, and
 * none is left for the next one.
 */
final class RequestThreads implements Executor, AutoCloseable {
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  static final int MOST_THREADS = 16;
  private static final int MOST_WAITING = 64;

  private final Set<Timed> running = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          MOST_THREADS,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          new DaemonThreads("paipa-live"));

  RequestThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable request) {
    threads.execute(new Timed(request));
  }

  /** Interrupts the requests that take too long. */
  void cutSlowReaders() {
    running.forEach(Timed::cutIfSlow);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Timed implements Runnable {
    private final Runnable request;
    private long begunNanos;
    private @Nullable Thread thread;

    Timed(Runnable request) {
      this.request = request;
    }

    @Override
    public void run() {
      enter();
      try {
        request.run();
      } finally {
        leave();
      }
    }

    private synchronized void enter() {
      begunNanos = System.nanoTime();
      thread = Thread.currentThread();
      running.add(this);
    }

    private synchronized void leave() {
      thread = null;
      running.remove(this);
      Thread.interrupted(); // what was meant for this request
    }

    synchronized void cutIfSlow() {
      if (thread != null && System.nanoTime() - begunNanos > LIMIT_NANOS) {
        thread.interrupt();
      }
    }
  }
}
