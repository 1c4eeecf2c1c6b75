package io.paipa.internal.life;

import io.paipa.internal.platform.CallersInterrupt;
import io.paipa.internal.platform.Interrupts;
import io.paipa.internal.platform.VirtualThreads;
import io.paipa.internal.worker.UserCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a run, and what each of them is for. A thread is added by the one that starts it,
 * before it runs. How many are {@link AtWork}, is counted.
 */
final class Crew {
  /** Names the source thread. */
  static final String SOURCE = "source";

  /** Names the threads that feed from queues. */
  static final String QUEUE = "queue";

  /**
   * Names the threads of sources that are told of their items, and outlive the workers for that.
   */
  static final String ACKNOWLEDGED = "acknowledged";

  private static final Set<String> SOURCES = Set.of(SOURCE, QUEUE, ACKNOWLEDGED);

  /** What kind of thread some work is for. */
  enum Kind {
    /** Whatever the factory makes. */
    ANY,
    /** A virtual one, whatever the factory makes. */
    VIRTUAL,
    /** What the factory makes, but no virtual one. */
    PLATFORM
  }

  private final String pipelineName;
  private final ThreadFactory factory;
  private final Runnable whenAllDone;
  private final Lifecycle lifecycle;
  private final Map<Thread, String> threads = new ConcurrentHashMap<>();

  /** Threads that were started, and had not begun their work when that was looked at last. */
  private final Queue<Starting> starting = new ConcurrentLinkedQueue<>();

  private volatile @Nullable Thread starter;
  private volatile @Nullable Thread caller;
  private volatile @Nullable Thread keeper;
  private volatile @Nullable Thread reporter;

  /** The starter's own: whether it was interrupted since it began. */
  private CallersInterrupt startersInterrupt = CallersInterrupt.none();

  private final AtWork atWork = new AtWork();

  Crew(String pipelineName, ThreadFactory factory, Lifecycle lifecycle, Runnable whenAllDone) {
    this.pipelineName = pipelineName;
    this.factory = factory;
    this.lifecycle = lifecycle;
    this.whenAllDone = whenAllDone;
  }

  /**
   * Starts a thread; throws what the factory throws, and counts nothing then.
   *
   * @param instead what is done in place of the work if the thread never runs it
   */
  void start(String name, Runnable work, Runnable instead, Kind kind) {
    ThreadFactory by =
        switch (kind) {
          case ANY -> factory;
          case VIRTUAL -> VirtualThreads.factory();
          case PLATFORM -> this::newPlatformThread;
        };
    start(name, thenLeave(work), thenLeave(instead), by, true);
  }

  /** How many threads are at work. */
  AtWork atWork() {
    return atWork;
  }

  private Runnable thenLeave(Runnable work) {
    return () -> {
      try {
        work.run();
      } finally {
        UserCode.forgetInterrupt(); // what is called at the end is not to be disturbed
        leave();
      }
    };
  }

  /** The build has asked for one thread; a factory may well make different ones. */
  @SuppressWarnings({"ConstantValue", "NullAway"}) // user code may well give null
  private Thread newPlatformThread(Runnable work) {
    Thread thread = factory.newThread(work);
    if (thread != null && VirtualThreads.isVirtual(thread)) {
      throw new IllegalStateException(
          "the threadFactory makes virtual threads; " + VirtualThreads.MAY_NOT_POLL);
    }
    return thread;
  }

  /** Starts the thread of the reporter, which is not at work, but part of the run. */
  void startReporter(Runnable work, Runnable instead) {
    reporter = start("reporter", work, instead, factory, false);
  }

  /**
   * Keeps the JVM from exiting while virtual threads are at work, for they don't.
   *
   * @param end waits for the end of the run
   */
  void keepJvm(Runnable end) {
    keeper = start("keeper", end, () -> {}, factory, false);
  }

  private Thread start(
      String name, Runnable work, Runnable instead, ThreadFactory by, boolean counted) {
    Starting.Once once = new Starting.Once(work);
    Thread thread = by.newThread(once);
    if (thread == null) {
      throw new IllegalStateException("the thread factory gave null, not a thread");
    }
    if (threads.putIfAbsent(thread, name) != null) {
      throw new IllegalStateException("the thread factory gave the same thread twice");
    }
    thread.setName(pipelineName + "-" + name);
    if (counted) {
      atWork.enter();
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
      starting.add(new Starting(name, thread, once, instead));
    } finally {
      if (!started) {
        threads.remove(thread);
        if (counted) {
          atWork.takeBack();
        }
      }
    }
    return thread;
  }

  /**
   * Whether threads have ended and never ran their work, or have not begun it for long: the factory
   * that made them may have them do something else.
   */
  boolean hasUnrun(long now, long patienceNanos) {
    starting.removeIf(Starting::hasBegun);
    boolean due = false;
    for (Starting thread : starting) {
      due |= thread.isUnrun() || thread.isLate(now, patienceNanos);
    }
    return due;
  }

  /**
   * Ends the run for those that have ended, and does what they would have done at the end; warns of
   * the others.
   */
  void replaceUnrun(long now) {
    for (Starting thread : starting) {
      if (thread.take()) {
        replace(thread);
      } else {
        thread.warnIfLate(pipelineName, now);
      }
    }
  }

  /** The run is over: what never began need not be kept. */
  void forgetUnrun() {
    starting.clear();
  }

  private void replace(Starting unrun) {
    lifecycle.fail(
        "thread '" + unrun.name() + "' has ended, and never ran its work",
        null,
        null,
        0,
        new IllegalStateException(
            "a thread that the thread factory makes has to run its Runnable"));
    Thread current = Thread.currentThread();
    threads.put(current, unrun.name());
    try {
      unrun.instead().run();
    } finally {
      threads.remove(current);
    }
  }

  /** A thread, or the starter, is done. */
  void leave() {
    if (atWork.leave()) {
      whenAllDone.run();
    }
  }

  /**
   * While it runs, the calling thread is treated as one of the run's own, but not interrupted. An
   * interrupt that came before is the caller's, and there again afterwards.
   */
  void asOwn(Runnable action) {
    startersInterrupt = CallersInterrupt.setAside();
    starter = Thread.currentThread();
    try {
      action.run();
    } finally {
      starter = null;
      keepInterrupt();
      startersInterrupt.giveBack();
    }
  }

  /** In the starter: clears its flag, until it goes on as its caller's thread. */
  void keepInterrupt() {
    startersInterrupt.add();
  }

  /**
   * Calls user code at the end, at most one thread and once, in whatever thread comes to it. That
   * thread is treated as one of the run's own, for a thread that waits for the end waits for this.
   * An interrupt that came before is there again afterwards.
   */
  void callBack(Runnable action) {
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    caller = Thread.currentThread();
    try {
      action.run();
    } finally {
      caller = null;
      interrupt.giveBack();
    }
  }

  boolean isOwn(Thread thread) {
    return thread == starter || thread == caller || threads.containsKey(thread);
  }

  void interruptOthers() {
    for (Thread thread : threads.keySet()) {
      if (thread != Thread.currentThread()) {
        Interrupts.send(thread);
      }
    }
  }

  /** Interrupts the threads that pull sources. */
  void interruptSources() {
    interruptThose(SOURCE);
    interruptThose(QUEUE);
  }

  /** Interrupts the threads that wait for items of a queue that does not end by itself. */
  void interruptQueues() {
    interruptThose(QUEUE);
  }

  private void interruptThose(String name) {
    threads.forEach(
        (thread, role) -> {
          if (role.equals(name)) {
            Interrupts.send(thread);
          }
        });
  }

  /** The threads that pull sources. */
  List<Thread> sources() {
    return threads.entrySet().stream()
        .filter(entry -> SOURCES.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .filter(Thread::isAlive)
        .toList();
  }

  /** Whether a thread pulls sources that have an end, one after the other. */
  boolean pullsLazily(Thread thread) {
    return SOURCE.equals(threads.get(thread));
  }

  /** Waits a moment for threads that are done to be gone, whatever interrupts. */
  void join(long nanos) {
    long deadline = System.nanoTime() + nanos;
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    for (Thread thread : threads.keySet()) {
      long left = deadline - System.nanoTime();
      while (left > 0 && thread != Thread.currentThread() && thread.isAlive()) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        } catch (InterruptedException e) {
          interrupt.add(e);
        }
        left = deadline - System.nanoTime();
      }
    }
    // A thread keeps its work, and that its items.
    threads.keySet().removeIf(thread -> !thread.isAlive());
    interrupt.giveBack();
  }

  /** The threads that keep the run from its end: those at work, or else the reporter. */
  List<Thread> alive() {
    List<Thread> alive = new ArrayList<>();
    for (Thread thread : threads.keySet()) {
      if (thread.isAlive() && thread != keeper && thread != reporter) {
        addOther(thread, alive);
      }
    }
    addOther(starter, alive); // in user code, too: it makes the steps, and starts them
    addOther(caller, alive);
    Thread reporting = reporter;
    if (alive.isEmpty() && reporting != null && reporting.isAlive()) {
      alive.add(reporting);
    }
    return alive;
  }

  private static void addOther(@Nullable Thread thread, List<Thread> alive) {
    if (thread != null && thread != Thread.currentThread() && !alive.contains(thread)) {
      alive.add(thread);
    }
  }
}
