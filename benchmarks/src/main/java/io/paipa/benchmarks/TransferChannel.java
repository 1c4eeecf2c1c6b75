package io.paipa.benchmarks;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;

/**
 * A {@link LinkedTransferQueue}, which has no bound of its own: a semaphore counts the room, as is
 * usual where memory must be bounded.
 */
record TransferChannel(LinkedTransferQueue<Integer> queue, Semaphore room) implements Channel {
  TransferChannel(int capacity) {
    this(new LinkedTransferQueue<>(), new Semaphore(capacity));
  }

  @Override
  public void put(Integer item) throws InterruptedException {
    room.acquire();
    queue.put(item);
  }

  @Override
  public Integer take() throws InterruptedException {
    Integer item = queue.take();
    room.release();
    return item;
  }
}
