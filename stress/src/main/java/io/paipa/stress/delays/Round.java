package io.paipa.stress.delays;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many meetings, one after another: a publisher publishes and looks who has registered, without a
 * fence; a worker registers, by a full fence, and looks. At least one would see the other, if the
 * publication were out of the publisher's processor when it looks. If neither did, the worker looks
 * on, and notes for how long nothing was to be seen.
 *
 * <p>Each thread runs through all meetings as fast as it can. The slots are far from each other, in
 * memory that is in no cache. The publisher writes slots and what it has seen, the worker the
 * registrations and the delays; between two rounds, when both have come to the end, the worker
 * clears all.
 */
final class Round {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int STRIDE = 1 << 11;

  private final int meetings;
  private final int[] slots;
  private final AtomicInteger[] registered;
  private final boolean[] publisherMissed;
  private final long[] delays;

  Round(int meetings) {
    this.meetings = meetings;
    slots = new int[meetings * STRIDE];
    registered = new AtomicInteger[meetings];
    publisherMissed = new boolean[meetings];
    delays = new long[meetings];
    for (int i = 0; i < meetings; i++) {
      registered[i] = new AtomicInteger();
    }
  }

  /** The publisher's part. */
  void publish() {
    for (int i = 0; i < meetings; i++) {
      publisherMissed[i] = !publishAndLook(i * STRIDE, registered[i]);
    }
  }

  private boolean publishAndLook(int slot, AtomicInteger worker) {
    SLOT.setRelease(slots, slot, 1);
    VarHandle.acquireFence(); // for the compiler alone, as the engine does
    return worker.get() != 0;
  }

  /** The worker's part. */
  void work() {
    for (int i = 0; i < meetings; i++) {
      delays[i] = registerAndLook(i * STRIDE, registered[i]);
    }
  }

  /** For how many nanoseconds at least nothing was to be seen; -1 if it was at once. */
  private long registerAndLook(int slot, AtomicInteger worker) {
    worker.incrementAndGet();
    if (isPublished(slot)) {
      return -1;
    }
    long start = System.nanoTime();
    long lastLook = start;
    long nextLook = start;
    VarHandle.fullFence();
    while (!isPublished(slot)) {
      lastLook = nextLook; // read before it looked: the thread may have lost its core since
      nextLook = System.nanoTime();
      VarHandle.fullFence();
    }
    return lastLook - start;
  }

  /** Whether the worker has come to this meeting. */
  boolean isAwaited(int meeting) {
    return registered[meeting].get() != 0;
  }

  private boolean isPublished(int slot) {
    return (int) SLOT.getAcquire(slots, slot) != 0;
  }

  /** Takes the delays of those meetings in which both missed the other, and clears all. */
  void addTo(Delays all) {
    for (int i = 0; i < meetings; i++) {
      if (publisherMissed[i] && delays[i] >= 0) {
        all.add(delays[i]);
      }
      registered[i].set(0);
      slots[i * STRIDE] = 0;
    }
  }
}
