package io.paipa;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Items that wait for each other, each until others have begun. Items are numbers from 0. */
final class Rendezvous {
  private static final long SECONDS = 20;

  private final CountDownLatch[] begun;
  private final int offset;
  private final int group;
  private final boolean staircase;

  private Rendezvous(int items, int offset, int group, boolean staircase) {
    this.begun =
        IntStream.range(0, items)
            .mapToObj(i -> new CountDownLatch(1))
            .toArray(CountDownLatch[]::new);
    this.offset = offset;
    this.group = group;
    this.staircase = staircase;
  }

  /** From an offset on, each so many items in a row wait until all of them have begun. */
  static Rendezvous barriers(int items, int offset, int group) {
    return new Rendezvous(items, offset, group, false);
  }

  /** Each item waits until the last of so many in a row, itself the first, has begun. */
  static Rendezvous staircase(int items, int group) {
    return new Rendezvous(items, 0, group, true);
  }

  int items() {
    return begun.length;
  }

  /** An item begins, and waits. */
  void meet(int item) throws InterruptedException, TimeoutException {
    begun[item].countDown();
    if (staircase) {
      await(item, Math.min(begun.length - 1, item + group - 1));
    } else if (item >= offset) {
      int first = item - (item - offset) % group;
      for (int other = first; other < Math.min(begun.length, first + group); other++) {
        await(item, other);
      }
    }
  }

  private void await(int item, int other) throws InterruptedException, TimeoutException {
    if (!begun[other].await(SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("item " + item + " waited in vain for item " + other);
    }
  }
}
