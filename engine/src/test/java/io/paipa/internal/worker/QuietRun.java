package io.paipa.internal.worker;

import io.paipa.Ending;
import io.paipa.Tracker;
import io.paipa.internal.delivery.Contexts;
import io.paipa.internal.platform.TimeSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A run without threads: it notes its failures, and has ended with the first of them, or when it is
 * aborted. Its clock stands still until it is moved by hand.
 */
final class QuietRun implements Run, TimeSource {
  /** What a worker has reported. */
  record Failure(
      String what,
      @Nullable String stepName,
      @Nullable Object item,
      int attempt,
      Throwable cause) {}

  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final EndFlag end = new EndFlag();
  private final AtomicLong now = new AtomicLong(1_000_000);

  List<Failure> failures() {
    return failures;
  }

  void abort() {
    end.raise();
  }

  void advance(long nanos) {
    now.addAndGet(nanos);
  }

  @Override
  public String pipelineName() {
    return "quiet";
  }

  @Override
  public EndFlag endFlag() {
    return end;
  }

  @Override
  public boolean isDraining() {
    return isEnded();
  }

  @Override
  public Ending ending() {
    if (!isEnded()) {
      return Ending.CLEAN;
    }
    return isAborted() ? Ending.ABORTED : Ending.FAILED;
  }

  @Override
  public boolean isAborted() {
    return isEnded() && failures.isEmpty();
  }

  @Override
  public TimeSource time() {
    return this;
  }

  @Override
  public @Nullable Tracker tracker() {
    return null;
  }

  @Override
  public void fail(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    failures.add(new Failure(what, stepName, item, attempt, cause));
    end.raise();
  }

  @Override
  public void awaitInterrupts() {
    Thread.interrupted(); // nobody is to be interrupted here
  }

  @Override
  public @Nullable RuntimeException refusal() {
    return isEnded() ? new CancellationException("the quiet run has ended") : null;
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    throw new UnsupportedOperationException("nobody waits here");
  }

  @Override
  public Contexts contexts() {
    return new Contexts(null);
  }
}
