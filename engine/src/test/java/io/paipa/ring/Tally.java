package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Counts how often each value came, and notices slots that are overwritten while they are held. */
final class Tally implements WorkHandler<Cell> {
  private final AtomicIntegerArray times;
  private final AtomicInteger overwritten = new AtomicInteger();

  Tally(int values) {
    times = new AtomicIntegerArray(values);
  }

  @Override
  public void onEvent(Cell event) {
    long value = event.value;
    if (value % 16 == 0) {
      Thread.yield(); // gives a producer the time to do wrong
    }
    if (event.value != value) {
      overwritten.incrementAndGet();
    }
    times.incrementAndGet((int) value);
  }

  int times(long value) {
    return times.get((int) value);
  }

  void assertEachOnce(int from, int to) {
    assertThat(overwritten).as("slots overwritten").hasValue(0);
    int[] wrong = IntStream.range(from, to).filter(value -> times.get(value) != 1).toArray();
    assertThat(wrong).as("values that came not once").isEmpty();
  }
}
