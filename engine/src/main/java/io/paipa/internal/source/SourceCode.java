package io.paipa.internal.source;

import io.paipa.internal.worker.EndFlag;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's sources, as they are called: what {@link UserCode} says holds for them, too, but a
 * drain also interrupts them, and whatever exception they throw then may come from that. Safe for
 * all threads.
 */
final class SourceCode {
  private final Run run;
  private final EndFlag end;
  private final Intake intake;
  private final Runnable awaitInterrupts;
  private final BooleanSupplier isOver = this::isOver;

  /**
   * The rules of a run's sources.
   *
   * @param awaitInterrupts called before a source is closed: clears the flag, and sees to it that
   *     no interrupt that was meant for the pulling disturbs the closing
   */
  SourceCode(Run run, Intake intake, Runnable awaitInterrupts) {
    this.run = run;
    this.end = run.endFlag();
    this.intake = intake;
    this.awaitInterrupts = awaitInterrupts;
  }

  /** Whether nothing more is to be pulled. */
  boolean isOver() {
    return run.isEnded() || intake.isDraining();
  }

  /** Before something is pulled: waits while the pipeline is paused, unless all is over. */
  void awaitResume() {
    while (intake.isPaused() && !isOver()) {
      try {
        intake.awaitResume();
      } catch (InterruptedException e) {
        // only the pipeline's state means stop
      }
    }
  }

  Iterator<?> open(Source source) {
    return Objects.requireNonNull(
        source.items().open(run, isOver), "the source gave null, not an iterator");
  }

  /**
   * The flag is cleared before the state is read: a thread that changes the state interrupts
   * afterwards. A flag that comes up in {@code hasNext} is for {@code next}, too, if it is the
   * pipeline's.
   *
   * @param beforePause called before a wait for the end of a pause
   */
  boolean hasNext(Iterator<?> items, Runnable beforePause) {
    UserCode.forgetInterrupt();
    boolean more =
        !end.isRaised() && (!intake.isHalted() || goesOn(beforePause)) && items.hasNext();
    UserCode.handOnInterrupt(isOver);
    return more;
  }

  /** Waits for the end of a pause; false if all is over then. */
  private boolean goesOn(Runnable beforePause) {
    if (intake.isPaused()) {
      beforePause.run();
      awaitResume();
      UserCode.forgetInterrupt();
    }
    return !isOver();
  }

  static Object next(Iterator<?> items) {
    return Objects.requireNonNull(items.next(), "a source gave null; an item can't be null");
  }

  /** What a source has thrown fails the run, unless it may come from the interrupt. */
  void failed(String what, Throwable thrown) {
    if (!isOver() || thrown instanceof Error) {
      run.fail(what, null, null, 0, thrown);
    }
  }

  /**
   * What a source has thrown that nothing but the end of the run interrupts. An abort stays an
   * abort, whatever its interrupt brings about. A failure has room for what comes after it, but for
   * the interrupt itself.
   *
   * @param item the item that it was about, or null
   * @param isAtPeace whether the run had ended, and its interrupt had come, before the call
   */
  void failed(String what, @Nullable Object item, Throwable thrown, boolean isAtPeace) {
    boolean interrupted =
        run.isAborted() || (run.isEnded() && thrown instanceof InterruptedException);
    if (isAtPeace || !interrupted || thrown instanceof Error) {
      run.fail(what, null, item, 0, thrown);
    }
  }

  /**
   * The same flag, for a thread that waits for a queue. It is cleared before the state is read: a
   * thread that changes the state interrupts afterwards. That must not be missed, else the wait
   * would last.
   */
  boolean mayWait() {
    UserCode.forgetInterrupt();
    return !run.isEnded() && !intake.isClosed();
  }

  /** No interrupt of the end's, nor one that was left, is for what comes now. */
  void awaitPeace() {
    awaitInterrupts.run();
  }

  /** Closes a source, or its iterator, after it was pulled. */
  void closeInPeace(Object closeable) {
    boolean endedBefore = run.isEnded();
    boolean drainedBefore = intake.isDraining();
    awaitPeace();
    close(
        closeable,
        () -> (run.isEnded() && !endedBefore) || (intake.isDraining() && !drainedBefore));
  }

  /** Closes a source with a thread of its own, which no drain interrupts. */
  void closeTold(AutoCloseable source) {
    boolean endedBefore = run.isEnded();
    awaitPeace();
    close(source, () -> run.isEnded() && !endedBefore);
  }

  /** Closes a source that was not pulled: nothing of the run's interrupts that. */
  void close(Object closeable) {
    close(closeable, () -> false);
  }

  /** What a source throws that is interrupted while it is closed is no failure of its own. */
  private void close(Object closeable, BooleanSupplier mayBeInterrupted) {
    if (closeable instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Throwable t) {
        if (t instanceof Error || !mayBeInterrupted.getAsBoolean()) {
          run.fail("closing a source failed", null, null, 0, t);
        }
      }
    }
  }
}
