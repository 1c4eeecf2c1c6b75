package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.internal.platform.Background;
import io.paipa.internal.platform.CallersInterrupt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Logs a failure of which nobody else would hear, once. At the moment of the failure a thread of
 * its own does, for words and log may take time. If that thread has not come to it, the thread that
 * ends the run does, for then the JVM may exit. The thread that sets the mark first writes.
 */
final class FailureLog {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final long WAIT_MILLIS = 1_000;

  private final AtomicBoolean mark = new AtomicBoolean();
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile @Nullable PipelineException unheard;

  void write(PipelineException failure) {
    unheard = failure;
    if (!Background.runs(() -> describeAndLog(failure))) {
      log(failure);
    }
  }

  private void describeAndLog(PipelineException failure) {
    var unused = failure.getMessage(); // waits for the words, before the mark is set
    log(failure);
  }

  private void log(PipelineException failure) {
    if (mark.compareAndSet(false, true)) {
      try {
        LOG.log(System.Logger.Level.ERROR, String.valueOf(failure.getMessage()), failure);
      } finally {
        written.countDown();
      }
    }
  }

  /** Waits a second until it is written, then writes it here; nothing if all is said. */
  void await() {
    PipelineException failure = unheard;
    if (failure == null) {
      return;
    }
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    try {
      if (!written.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        log(failure);
      }
    } catch (InterruptedException e) {
      interrupt.add(e);
      log(failure);
    }
    interrupt.giveBack();
  }
}
