package io.paipa.stress.lifecycle;

import io.paipa.AcknowledgedSource;
import io.paipa.Deliveries;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A source of four items that is told of them, and has no end of its own. */
final class Topic implements AcknowledgedSource<Integer> {
  private static final int ITEMS = 4;

  private final Semaphore woken = new Semaphore(0);
  private final AtomicInteger accepted;
  private final AtomicInteger closings = new AtomicInteger();
  private final AtomicInteger[] settlings = new AtomicInteger[ITEMS];
  private volatile int delivered;

  /**
   * A topic that was not polled.
   *
   * @param accepted counts what it delivers
   */
  Topic(AtomicInteger accepted) {
    this.accepted = accepted;
    for (int i = 0; i < ITEMS; i++) {
      settlings[i] = new AtomicInteger();
    }
  }

  @Override
  public boolean bounded() {
    return false;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // by the source's thread alone
  public boolean poll(Deliveries<Integer> to, Duration limit) throws InterruptedException {
    if (delivered == ITEMS) {
      woken.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
    while (to.room() > 0 && delivered < ITEMS) {
      int item = delivered++;
      accepted.incrementAndGet();
      to.deliver(item, outcome -> settlings[item].incrementAndGet());
    }
    return true;
  }

  @Override
  public void wakeUp() {
    woken.release();
  }

  @Override
  public void close() {
    closings.incrementAndGet();
  }

  /** After the end: whether it was closed once, and told once of each item that it gave. */
  boolean isWhole() {
    boolean whole = closings.get() == 1;
    for (int i = 0; i < ITEMS; i++) {
      whole &= settlings[i].get() == (i < delivered ? 1 : 0);
    }
    return whole;
  }
}
