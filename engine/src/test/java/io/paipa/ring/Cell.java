package io.paipa.ring;

import com.lmax.disruptor.RingBuffer;

/** An event. */
final class Cell {
  long value = -1;

  static void publish(RingBuffer<Cell> ring, long value) {
    ring.publishEvent((cell, sequence, number) -> cell.value = number, value);
  }

  /** Publishes a range of values, with one signal for all of them. */
  static void publishBatch(RingBuffer<Cell> ring, long first, int count) {
    long last = ring.next(count);
    for (int i = 0; i < count; i++) {
      ring.get(last - count + 1 + i).value = first + i;
    }
    ring.publish(last - count + 1, last);
  }
}
