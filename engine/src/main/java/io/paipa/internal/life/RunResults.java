package io.paipa.internal.life;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run, as far as somebody pulls them. By any threads: who pulls is written once,
 * while the run is being started, and read by all others.
 *
 * @param <O> type of the results
 */
final class RunResults<O> {
  private final Engine engine;
  private final Callers callers;
  private final Endings endings;
  private volatile @Nullable ResultsReader reader;

  /** Results that nobody pulls yet. */
  RunResults(Engine engine, Callers callers, Endings endings) {
    this.engine = engine;
    this.callers = callers;
    this.endings = endings;
  }

  /**
   * Opens the results of a run.
   *
   * @param start starts it, and runs what it is given, while it is being prepared
   */
  Results<O> open(Consumer<Runnable> start) {
    callers.check("results");
    Results.cleaner(); // before it begins: this may throw
    Runnable check = () -> callers.check("to pull its results");
    AtomicReference<@Nullable Results<O>> opened = new AtomicReference<>();
    start.accept(
        () -> {
          ResultsReader byCaller = new ResultsReader();
          opened.set(engine.openResults(byCaller, check, endings::endResults));
          reader = byCaller;
          engine.shutdown().awaitCaller();
        });
    return Objects.requireNonNull(opened.get());
  }

  /** The puller wants no more: aborts, if not all was pulled, and waits for the end. */
  void close(Results<O> opened) {
    callers.check("to close its results");
    opened.close();
    endings.join();
  }

  /** Refuses to wait for the end in the thread on whose pulling the end waits. */
  void checkStop() {
    ResultsReader unread = reader;
    if (unread != null && unread.isOpen() && unread.isBy(Thread.currentThread())) {
      throw new IllegalStateException(
          callers.where()
              + ": stop in the thread that pulls its results would wait for itself; pull them"
              + " to the end, or close the stream");
    }
  }

  /** The run is closed: nobody may ever make room for results that were not pulled. */
  void leave() {
    ResultsReader unread = reader;
    if (unread != null && unread.isOpen()) {
      engine.lifecycle().leaveResults();
    }
  }
}
