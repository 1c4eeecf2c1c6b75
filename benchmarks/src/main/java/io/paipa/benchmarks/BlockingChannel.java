package io.paipa.benchmarks;

import java.util.concurrent.BlockingQueue;

/** Any blocking queue: plain {@code put} and {@code take}, as in its Javadoc's own example. */
record BlockingChannel(BlockingQueue<Integer> queue) implements Channel {
  @Override
  public void put(Integer item) throws InterruptedException {
    queue.put(item);
  }

  @Override
  public Integer take() throws InterruptedException {
    return queue.take();
  }
}
