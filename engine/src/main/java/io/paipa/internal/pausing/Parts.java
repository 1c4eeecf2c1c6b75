package io.paipa.internal.pausing;

import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.life.Results;
import io.paipa.internal.platform.Background;
import io.paipa.internal.source.DividedSource;
import io.paipa.internal.worker.StationSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that do the work of one, one after another. When no thread has pulled for long, the one
 * that runs ends. The next pull starts another, which goes on with the same source.
 *
 * <p><b>A pause.</b> No thread is interrupted for it. The source ends for this part before its next
 * item, and the step gives back what it has not begun. So the pipeline ends by itself, when the
 * calls of user code that are under way return. A thread has to pull what still comes: one of the
 * {@link Background} collects it. It is no more than the pipeline holds. The next puller then gets
 * the kept results up to the first item that was not begun, and the next pipeline begins with that.
 *
 * <p><b>Who writes what.</b> All is written under the lock, but for the flag that says that it is
 * closed. A puller holds the lock while it waits for a result of the pipeline that runs: so a look
 * finds it taken, and lets it be. The collector alone uses the pipeline's results, and takes the
 * lock for each of them; a puller waits for its signal meanwhile. A thread that closes must not
 * wait for a puller. So it sets the flag, and aborts the pipeline that it finds. A puller that
 * starts a pipeline makes it known before it looks at the flag. So one of the two sees the other.
 *
 * @param <O> type of the results
 */
final class Parts<O> {
  private enum State {
    /** No pipeline runs; a pull that finds no kept result starts one. */
    RESTING,
    /** A pipeline runs, and a pull takes from it. */
    RUNNING,
    /** A pipeline ends for a pause, and what still comes is kept. */
    COLLECTING,
    OVER
  }

  private final PipelinePlan plan;
  private final DividedSource source;
  private final Stillness stillness;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final KeptInPause kept = new KeptInPause();
  private volatile State state = State.RESTING;
  private volatile @Nullable Part part;
  private volatile boolean closed;
  private boolean letGo;

  /** What comes after the kept results. */
  private @Nullable Throwable failure;

  /** The last puller, which was seen to be none of a pipeline's own threads; its own. */
  private @Nullable Thread puller;

  Parts(PipelinePlan plan, DividedSource source) {
    this.plan = plan;
    this.source = source;
    this.stillness = new Stillness(plan.time());
  }

  /** Whether nothing more comes. */
  boolean isOver() {
    return state == State.OVER;
  }

  /** The puller has got a result, or the end. */
  void pulled() {
    stillness.pulled();
  }

  /** Gives a puller the next results; waits for one, if there is none. False at the end. */
  boolean fill(Deque<O> hand) {
    Thread current = Thread.currentThread();
    if (current != puller) {
      checkCaller("to pull its results");
      puller = current; // it will never be one of a pipeline's own
    }
    try {
      return fillOrWait(hand);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw Results.interrupted(plan.name());
    }
  }

  private void checkCaller(String call) {
    Part current = part;
    if (current != null) {
      current.check(call);
    }
  }

  private boolean fillOrWait(Deque<O> hand) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && state != State.OVER) {
        if (state == State.RUNNING ? pull(hand) : kept.moveResults(hand)) {
          return true;
        }
        if (state == State.RESTING) {
          goOn();
        } else if (state == State.COLLECTING) {
          changed.await();
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what there is, waiting for the first; false at the end. What is thrown is the end, too,
   * unless it came on the way to the results, as where the stack is out: then the next pull goes
   * on.
   */
  @SuppressWarnings("unchecked") // what the function gives
  private boolean pull(Deque<O> hand) {
    Part running = Objects.requireNonNull(part);
    try {
      return running.moveTo((Deque<Object>) hand);
    } catch (RuntimeException | Error e) {
      if (closed) {
        return false;
      }
      throw e;
    } finally {
      if (!running.isOpen()) {
        over();
      }
    }
  }

  private void over() {
    state = State.OVER;
    kept.takeAll();
    failure = null;
    leavePart();
  }

  private void leavePart() {
    Part current = part;
    part = null;
    if (current != null) {
      current.leave();
    }
  }

  private void goOn() {
    Throwable thrown = failure;
    if (thrown != null) {
      over();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
    if (kept.isEmpty() && source.isExhausted()) {
      over();
    } else {
      start();
    }
  }

  private void start() {
    Part next = new Part(plan, source.part(kept.takeAll()), this::look);
    part = next;
    if (closed) {
      return;
    }
    boolean opened = false;
    try {
      next.open();
      opened = true;
    } catch (IllegalStateException e) {
      if (closed) {
        return; // it was aborted before it was started
      }
      throw e;
    } finally {
      if (!opened) {
        kept.addAll(source.unpulled()); // the next pull starts another
      }
    }
    state = State.RUNNING;
    next.startLooking();
  }

  /** In a thread of the background: if nobody pulls, sees the pipeline to its end. */
  private void look() {
    if (!beginPause()) {
      return;
    }
    Throwable thrown = null;
    try {
      collect();
    } catch (Throwable t) {
      thrown = t;
    }
    try {
      if (thrown != null) {
        abortPart(); // it has ended, unless it was the keeping that failed
        closeSource();
      }
    } finally {
      endPause(thrown);
    }
  }

  private boolean beginPause() {
    if (!lock.tryLock()) {
      stillness.broken();
      return false;
    }
    try {
      boolean still = state == State.RUNNING && !closed && stillness.isLong();
      if (still) {
        state = State.COLLECTING;
        source.pause();
      }
      return still;
    } finally {
      lock.unlock();
    }
  }

  private void collect() {
    Objects.requireNonNull(part).forEachRemaining(this::keep);
    lock.lock();
    try {
      kept.addAll(source.unpulled());
    } finally {
      lock.unlock();
    }
  }

  private void keep(Object output) {
    lock.lock();
    try {
      kept.add(output);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void endPause(@Nullable Throwable thrown) {
    boolean toBeClosed;
    lock.lock();
    try {
      failure = thrown;
      leavePart();
      state = State.RESTING;
      if (closed) {
        over();
      } else if (thrown != null && !keepsOrder()) {
        kept.dropItems();
      }
      toBeClosed = letGo;
    } finally {
      changed.signalAll();
      lock.unlock();
    }
    if (toBeClosed) {
      closeSource();
    }
  }

  /** Then nothing may come from behind an item that was not begun. */
  private boolean keepsOrder() {
    StationSettings settings = plan.steps().get(0).settings();
    return settings.ordered() || settings.workers() == 1;
  }

  /** The puller wants no more: aborts, if there is more, and waits for the end. */
  void close() {
    checkCaller("to close its results");
    closed = true;
    abortPart();
    lock.lock();
    try {
      while (state == State.COLLECTING) {
        changed.awaitUninterruptibly();
      }
      if (state == State.RUNNING) {
        Objects.requireNonNull(part).close();
      }
      over();
    } finally {
      lock.unlock();
    }
    closeSource();
  }

  /**
   * Nobody can pull or close any more; the thread that says so must not wait for user code. Where a
   * pause has just ended, it may have found the flag, and be over, before it could be told to close
   * the source: so that is closed here, too.
   */
  void letGo() {
    closed = true;
    abortPart();
    boolean isAtWork;
    lock.lock();
    try {
      letGo = true;
      isAtWork = state == State.RUNNING || state == State.COLLECTING;
      if (state != State.COLLECTING) {
        over();
      }
    } finally {
      lock.unlock();
    }
    if (!isAtWork && source.end() && !Background.runs(this::closeSource)) {
      closeSource();
    }
  }

  private void abortPart() {
    Part current = part;
    if (current != null) {
      current.abort();
    }
  }

  /** If no thread of a pipeline does: one that was never started closes its source. */
  private void closeSource() {
    if (source.end()) {
      new Part(plan, source.part(new ArrayDeque<>()), () -> {}).close();
    }
  }
}
