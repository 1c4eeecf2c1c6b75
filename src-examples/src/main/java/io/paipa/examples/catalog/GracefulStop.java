package io.paipa.examples.catalog;

import io.paipa.Pipeline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a pipeline work off what it has read when the JVM is told to end: by Ctrl-C, or SIGTERM.
 *
 * <p>To be opened before whatever must be closed by then, and closed after it: the JVM, which ends
 * when its hooks have, waits that long. Its exit code is the signal's: 130 after Ctrl-C.
 */
final class GracefulStop implements AutoCloseable {
  /** Exit code of programs that were ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private static final Duration WORK_OFF = Duration.ofSeconds(10);
  private static final long CLOSE_SECONDS = 10;

  private final Runnable farewell;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "catalog-stop");
  private volatile boolean requested;
  private volatile @Nullable Pipeline<?, ?> running;

  private GracefulStop(Runnable farewell) {
    this.farewell = farewell;
  }

  /**
   * Begins to listen.
   *
   * @param farewell called at a stop, when all is closed
   */
  static GracefulStop install(Runnable farewell) {
    GracefulStop stop = new GracefulStop(farewell);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Runs a pipeline, until it is done or was stopped. */
  void run(Pipeline<?, ?> pipeline) throws InterruptedException {
    running = pipeline; // before the look at the request: one of the two threads sees the other
    if (requested) {
      return;
    }
    try {
      pipeline.run();
    } catch (IllegalStateException e) { // drained by the hook: then, or between look and run
      if (!requested) {
        throw e;
      }
    }
  }

  /** Whether the JVM was told to end while this listened. */
  boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      requested = true;
    }
  }

  private void stop() {
    requested = true;
    try {
      Pipeline<?, ?> pipeline = running;
      if (pipeline != null) {
        pipeline.drain(WORK_OFF);
      }
      boolean unused = closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
      farewell.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
