package io.paipa.coroutine;

/**
 * Knows whose turn it is, and puts what is used to that one's account. Confined to the thread that
 * reads the results.
 *
 * <p>Time, memory and the user's counters are read at each change of turn: they are exact. The
 * processor time is dearer to read, and the user's share of it dearest, since it comes from a file
 * on Linux, in ticks of some milliseconds. So they are read at the first change of turn after
 * {@link #PROCESSOR_EVERY_NANOS} and {@link #USER_EVERY_NANOS}. They are shared out among the steps
 * that had a turn since: processor time by their own time, user time by their processor time. A
 * turn that is longer than that gets what is its own. A step with shorter turns has no time to wait
 * in them, so that time is a fair measure.
 */
final class Stopwatch {
  private static final long PROCESSOR_EVERY_NANOS = 50_000;
  private static final long USER_EVERY_NANOS = 20_000_000;

  private final StepMeter[] meters;
  private final ThreadMeter thread;
  private final RuntimeDebugger debugger;
  private final long[] lastCounts;
  private Thread reader = Thread.currentThread();
  private int turn;
  private long last;
  private long lastBytes;
  private long processorRead;
  private long lastProcessor;
  private long userRead;
  private long lastUser;

  Stopwatch(StepMeter[] meters, ThreadMeter thread, RuntimeDebugger debugger) {
    this.meters = meters;
    this.thread = thread;
    this.debugger = debugger;
    lastCounts = new long[debugger.counterNames().size()];
    resume();
  }

  /**
   * The turn goes to another meter.
   *
   * @return whose turn it was
   */
  int turnTo(int meter) {
    int before = turn;
    settle();
    turn = meter;
    return before;
  }

  /** The time of the last change of turn. */
  long lastNanos() {
    return last;
  }

  /** What was used since the last change of turn is nobody's. */
  void resume() {
    last = System.nanoTime();
    for (int i = 0; i < lastCounts.length; i++) {
      lastCounts[i] = debugger.count(i, lastCounts[i]);
    }
    readFrom(Thread.currentThread());
  }

  /** From now on the results are read in this thread; what it used before is nobody's. */
  private void readFrom(Thread current) {
    reader = current;
    lastBytes = thread.allocatedBytes();
    lastProcessor = thread.processorNanos();
    lastUser = thread.userNanos();
    processorRead = last;
    userRead = last;
  }

  /** Puts everything to somebody's account. */
  void settleAll() {
    settle();
    shareProcessorTime();
    shareUserTime();
  }

  private void settle() {
    StepMeter meter = meters[turn];
    long now = System.nanoTime();
    meter.ownNanos += now - last;
    meter.unsharedNanos += now - last;
    last = now;
    if (reader != Thread.currentThread()) {
      readFrom(Thread.currentThread()); // another one goes on, with totals of its own
    }
    long bytes = thread.allocatedBytes();
    meter.allocatedBytes += bytes - lastBytes;
    lastBytes = bytes;
    for (int i = 0; i < lastCounts.length; i++) {
      long count = debugger.count(i, lastCounts[i]);
      meter.counters[i] += count - lastCounts[i];
      lastCounts[i] = count;
    }
    if (now - processorRead >= PROCESSOR_EVERY_NANOS) {
      shareProcessorTime();
      if (now - userRead >= USER_EVERY_NANOS) {
        shareUserTime();
      }
    }
  }

  private void shareProcessorTime() {
    long now = thread.processorNanos();
    long used = now - lastProcessor;
    lastProcessor = now;
    processorRead = last;
    long all = 0;
    for (StepMeter meter : meters) {
      all += meter.unsharedNanos;
    }
    for (StepMeter meter : meters) {
      long share = all == 0 ? 0 : Math.round((double) used * meter.unsharedNanos / all);
      meter.processorNanos += share;
      meter.unsharedProcessorNanos += share;
      meter.unsharedNanos = 0;
    }
  }

  private void shareUserTime() {
    long now = thread.userNanos();
    long used = now - lastUser;
    lastUser = now;
    userRead = last;
    long all = 0;
    for (StepMeter meter : meters) {
      all += meter.unsharedProcessorNanos;
    }
    for (StepMeter meter : meters) {
      meter.userNanos +=
          all == 0 ? 0 : Math.round((double) used * meter.unsharedProcessorNanos / all);
      meter.unsharedProcessorNanos = 0;
    }
  }
}
