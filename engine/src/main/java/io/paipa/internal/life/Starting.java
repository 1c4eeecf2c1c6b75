package io.paipa.internal.life;

import io.paipa.internal.platform.Stacks;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread that was started, and had not begun its work when that was looked at last: the factory
 * that made it may have it do something else. What the looks remember is theirs, one after the
 * other.
 */
final class Starting {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final int FRAMES = 8;

  private final String name;
  private final Thread thread;
  private final Once once;
  private final Runnable instead;
  private boolean known;
  private long sinceNanos;
  private boolean late;
  private boolean warned;

  /**
   * A thread.
   *
   * @param once its work
   * @param instead what is done in place of the work if the thread never runs it
   */
  Starting(String name, Thread thread, Once once, Runnable instead) {
    this.name = name;
    this.thread = thread;
    this.once = once;
    this.instead = instead;
  }

  String name() {
    return name;
  }

  Runnable instead() {
    return instead;
  }

  boolean hasBegun() {
    return once.hasBegun();
  }

  /** Whether it has ended, and never ran its work. */
  boolean isUnrun() {
    return !thread.isAlive() && !hasBegun();
  }

  /** Whether its work is the caller's to replace. */
  boolean take() {
    return isUnrun() && once.take() != null;
  }

  /** Whether it is worth a warning: it has not begun since a look that was long ago. */
  boolean isLate(long now, long patienceNanos) {
    if (!known) {
      known = true;
      sinceNanos = now;
    }
    late = !warned && now - sinceNanos >= patienceNanos;
    return late;
  }

  /** Warns, once, if the last look has found it late. */
  void warnIfLate(String pipelineName, long now) {
    if (late && !warned && thread.isAlive() && !hasBegun()) {
      warned = true;
      LOG.log(
          Level.WARNING,
          "pipeline '"
              + pipelineName
              + "': thread '"
              + thread.getName()
              + "' has not begun its work, for "
              + TimeUnit.NANOSECONDS.toMillis(now - sinceNanos)
              + " ms; a thread that the thread factory makes has to run its Runnable"
              + Stacks.top(thread, FRAMES, "  "));
    }
  }

  /**
   * Work that is done once, by the thread that takes it first. It is forgotten then: a thread keeps
   * what it was given, on newer JDKs after its end, too; and with the work it would keep items.
   */
  static final class Once implements Runnable {
    private final AtomicReference<@Nullable Runnable> work;

    Once(Runnable work) {
      this.work = new AtomicReference<>(work);
    }

    boolean hasBegun() {
      return work.get() == null;
    }

    @Nullable Runnable take() {
      return work.getAndSet(null);
    }

    @Override
    public void run() {
      Runnable taken = take();
      if (taken != null) {
        taken.run();
      }
    }
  }
}
