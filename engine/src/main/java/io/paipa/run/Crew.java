package io.paipa.run;

import io.paipa.claim.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a run. The set is added to by whoever starts a thread, before it runs; the count
 * of threads at work goes to zero once, since the starter holds one itself while it starts others.
 */
final class Crew {
  /** Names the source thread. */
  static final String SOURCE = "source";

  /** Names the threads that feed from queues. */
  static final String QUEUE = "queue";

  private final String pipelineName;
  private final ThreadFactory factory;
  private final Runnable whenAllDone;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Thread starter;
  private volatile @Nullable Thread caller;
  private volatile @Nullable Thread keeper;
  private final AtomicInteger atWork = new AtomicInteger(1);

  Crew(String pipelineName, ThreadFactory factory, Runnable whenAllDone) {
    this.pipelineName = pipelineName;
    this.factory = factory;
    this.whenAllDone = whenAllDone;
  }

  /** Starts a thread; throws what the factory throws, and counts nothing then. */
  void start(String name, Runnable work, boolean virtual) {
    start(
        name,
        () -> {
          try {
            work.run();
          } finally {
            leave();
          }
        },
        virtual ? VirtualThreads.factory() : factory,
        true);
  }

  /** Starts a thread that is not at work, but part of the run. */
  Thread startUncounted(String name, Runnable work) {
    return start(name, work, factory, false);
  }

  /**
   * Keeps the JVM from exiting while virtual threads are at work, for they don't.
   *
   * @param end waits for the end of the run
   */
  void keepJvm(Runnable end) {
    keeper = startUncounted("keeper", end);
  }

  private Thread start(String name, Runnable work, ThreadFactory by, boolean counted) {
    Thread thread = by.newThread(new Once(work));
    if (thread == null) {
      throw new IllegalStateException("the thread factory gave null, not a thread");
    }
    thread.setName(pipelineName + "-" + name);
    threads.add(thread);
    if (counted) {
      atWork.incrementAndGet();
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        threads.remove(thread);
        if (counted) {
          atWork.decrementAndGet(); // the starter's own is left: never the last one
        }
      }
    }
    return thread;
  }

  /** A thread, or the starter, is done. */
  void leave() {
    if (atWork.decrementAndGet() == 0) {
      whenAllDone.run();
    }
  }

  /** Whether a further thread may be started: the run's work is not over. Holds it, if so. */
  boolean hold() {
    for (; ; ) {
      int current = atWork.get();
      if (current == 0) {
        return false;
      }
      if (atWork.compareAndSet(current, current + 1)) {
        return true;
      }
    }
  }

  /**
   * While it runs, the calling thread is treated as one of the run's own, but not interrupted. An
   * interrupt that came before is the caller's, and there again afterwards.
   */
  void asOwn(Runnable action) {
    Thread current = Thread.currentThread();
    boolean interrupted = Thread.interrupted();
    starter = current;
    try {
      action.run();
    } finally {
      starter = null;
      if (interrupted) {
        current.interrupt();
      }
    }
  }

  /**
   * Calls user code at the end, at most one thread and once, in whatever thread comes to it: that
   * is treated as one of the run's own, for whoever waits for the end waits for this.
   */
  void callBack(Runnable action) {
    caller = Thread.currentThread();
    try {
      action.run();
    } finally {
      caller = null;
    }
  }

  boolean isOwn(Thread thread) {
    return thread == starter || thread == caller || threads.contains(thread);
  }

  void interruptOthers() {
    for (Thread thread : threads) {
      if (thread != Thread.currentThread()) {
        thread.interrupt();
      }
    }
  }

  /** Interrupts the threads that pull sources. */
  void interruptSources() {
    threads.stream().filter(this::isSource).forEach(Thread::interrupt);
  }

  /** Interrupts the threads that wait for items of a queue that does not end by itself. */
  void interruptQueues() {
    threads.stream().filter(thread -> isNamed(thread, QUEUE)).forEach(Thread::interrupt);
  }

  /** The threads that pull sources. */
  List<Thread> sources() {
    return threads.stream().filter(Thread::isAlive).filter(this::isSource).toList();
  }

  private boolean isSource(Thread thread) {
    return isNamed(thread, SOURCE) || isNamed(thread, QUEUE);
  }

  private boolean isNamed(Thread thread, String name) {
    return thread.getName().equals(pipelineName + "-" + name);
  }

  /** Waits a moment for threads that are done to be gone, whatever interrupts. */
  void join(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      long left = deadline - System.nanoTime();
      while (left > 0 && thread != Thread.currentThread() && thread.isAlive()) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = deadline - System.nanoTime();
      }
    }
    threads.removeIf(thread -> !thread.isAlive()); // a thread keeps its work, and that its items
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  List<Thread> alive() {
    List<Thread> alive = new ArrayList<>();
    for (Thread thread : threads) {
      if (thread.isAlive() && thread != Thread.currentThread() && thread != keeper) {
        alive.add(thread);
      }
    }
    Thread starting = starter; // in user code, too: it makes the steps, and starts them
    if (starting != null && starting != Thread.currentThread()) {
      alive.add(starting);
    }
    return alive;
  }

  /**
   * Forgets its work when it begins. A thread keeps what it was given, on newer JDKs after its end,
   * too; and with the work it would keep items.
   */
  private static final class Once implements Runnable {
    private @Nullable Runnable work;

    Once(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      Runnable taken = work;
      work = null;
      if (taken != null) {
        taken.run();
      }
    }
  }
}
