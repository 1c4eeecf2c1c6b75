package io.paipa.benchmarks;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is left of an engine without all that makes it one: threads, rings of references, and two
 * calls for each item. It counts nothing, has no fences, no failures, no way to wait but the one
 * here, and no end but the one of this run. Each step has one work sequence, as the steps of Paipa
 * have; but its workers take blocks of it, where those of Paipa begin items in their order.
 *
 * <p>A collection is published in batches, and an iterator of a user's own item by item, since it
 * may wait before the next.
 */
record LimitContender(int first, int second) implements Contender {
  private static final int BATCH = 64;

  /** What a step does with an item. The compiler may put it into the loop. */
  private interface Work {
    Integer of(Integer item);
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity)
      throws InterruptedException, ExecutionException {
    LimitRing toA = new LimitRing(capacity);
    LimitRing toB = new LimitRing(capacity);
    int batch = Math.min(BATCH, capacity / 4);
    Tallies tallies = new Tallies();
    AtomicInteger running = new AtomicInteger(first);
    try (Crew crew = new Crew(first + second)) {
      for (int i = 0; i < first; i++) {
        LimitRing.In in = toA.in(first == 1, batch);
        LimitRing.Out out = toB.out(first == 1, batch);
        crew.start(() -> pass(toA, in, out, toB, item -> item, running));
      }
      for (int i = 0; i < second; i++) {
        Tally tally = tallies.add();
        LimitRing.In in = toB.in(second == 1, batch);
        crew.start(() -> count(toB, in, item -> item, tally));
      }
      LimitRing.Out out = toA.out(true, items instanceof Collection ? batch : 1);
      for (Integer item : items) {
        out.add(item);
      }
      out.flush();
      toA.close();
      crew.join();
    }
    return tallies.total();
  }

  private static void pass(
      LimitRing from,
      LimitRing.In in,
      LimitRing.Out out,
      LimitRing to,
      Work work,
      AtomicInteger running) {
    int idles = 0;
    for (; ; ) {
      boolean last = from.isClosed();
      int count = in.open();
      for (int i = 0; i < count; i++) {
        out.add(work.of((Integer) in.get(i)));
      }
      if (count > 0) {
        in.close();
        idles = 0;
      } else {
        out.flush();
        if (last) {
          break;
        }
        LimitRing.idle(idles++);
      }
    }
    if (running.decrementAndGet() == 0) {
      to.close();
    }
  }

  private static void count(LimitRing from, LimitRing.In in, Work work, Tally tally) {
    int idles = 0;
    for (; ; ) {
      boolean last = from.isClosed();
      int count = in.open();
      for (int i = 0; i < count; i++) {
        tally.add(work.of((Integer) in.get(i)));
      }
      if (count > 0) {
        in.close();
        idles = 0;
      } else if (last) {
        return;
      } else {
        LimitRing.idle(idles++);
      }
    }
  }
}
