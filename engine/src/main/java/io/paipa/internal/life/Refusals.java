package io.paipa.internal.life;

import io.paipa.PipelineException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What they are told whose calls come too late for a run. Safe for any threads: it only reads where
 * the run stands.
 */
final class Refusals {
  private final String name;
  private final RunState state;
  private final Failures failures;

  Refusals(String name, RunState state, Failures failures) {
    this.name = name;
    this.state = state;
    this.failures = failures;
  }

  /**
   * What a put gets.
   *
   * @param inOwnThread whether it is called in one of the pipeline's own threads; asked if that
   *     makes a difference
   * @return null if it may go on
   */
  @Nullable RuntimeException ofPut(BooleanSupplier inOwnThread) {
    return switch (state.get()) {
      case NEW, RUNNING, PAUSED -> null;
      case FAILED ->
          new PipelineException(
              "pipeline '" + name + "' has failed, and takes no more items",
              name,
              null,
              null,
              0,
              failures.get());
      case ABORTED -> cancelled();
      case FINISHING -> finished(inOwnThread.getAsBoolean());
      case COMPLETED, DRAINED ->
          state.isDrained()
              ? cancelled()
              : new IllegalStateException(
                  tooLate()
                      + ". It ends with the sources that are put before the start; during and"
                      + " runForever keep it open");
    };
  }

  /** What a put gets after a finish, while what was put before is worked off. */
  RuntimeException finished(boolean inOwnThread) {
    String back =
        "; a step can still put items back to itself by StepContext.reenqueue, until everything is"
            + " done";
    String where = "pipeline '" + name + "'";
    if (state.isDrained()) {
      return new CancellationException(where + " was drained" + (inOwnThread ? back : ""));
    }
    String before = "; put before finish(), stop(), or the end of the sources put before the start";
    return new IllegalStateException(
        where + " is finished, and takes no more items" + (inOwnThread ? back : before));
  }

  /** Why it can't be started, or is no use any more: it runs once, or never does. */
  String tooLate() {
    String how = state.closedHow();
    if (how == null) {
      how = state.isClosed() ? "ran once, and has ended: " : "was started before, and runs once: ";
      how += state.get();
    }
    return "pipeline '" + name + "' " + how + "; build another one from its builder";
  }

  /** What callers get that can't go on. */
  CancellationException cancelled() {
    String how = state.closedHow();
    if (how == null) {
      how =
          switch (state.get()) {
            case FAILED -> "has failed";
            default -> state.isDrained() ? "was drained" : "was aborted";
          };
    }
    return new CancellationException("pipeline '" + name + "' " + how);
  }
}
