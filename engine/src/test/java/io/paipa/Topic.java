package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A topic in memory: delivers what it holds, and what is sent later. It remembers what it was told,
 * and fails a call that comes in a thread that is not the source's, or after the close.
 */
class Topic<T> implements AcknowledgedSource<T> {
  private final BlockingQueue<T> items = new LinkedBlockingQueue<>();
  private final boolean bounded;
  private final Map<T, Settlement> outcomes = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger closings = new AtomicInteger();
  final AtomicInteger idles = new AtomicInteger();
  final AtomicInteger mostRoom = new AtomicInteger();
  private @Nullable T peeked;

  Topic(boolean bounded, List<T> items) {
    this.bounded = bounded;
    this.items.addAll(items);
  }

  /** A topic that ends only with its pipeline. */
  static <T> Topic<T> endless(List<T> items) {
    return new Topic<>(false, items);
  }

  /** A topic that ends after these items. */
  static <T> Topic<T> of(List<T> items) {
    return new Topic<>(true, items);
  }

  void send(T item) {
    items.add(item);
  }

  @Override
  public boolean bounded() {
    return bounded;
  }

  @Override
  public boolean poll(Deliveries<T> to, Duration limit) throws Exception {
    check();
    mostRoom.accumulateAndGet(to.room(), Math::max);
    T next = peeked != null ? peeked : next(limit);
    peeked = null;
    while (next != null && to.room() > 0) {
      T item = next;
      to.deliver(item, outcome -> acknowledge(item, outcome));
      next = items.poll();
    }
    peeked = next;
    return !bounded || peeked != null || !items.isEmpty();
  }

  private @Nullable T next(Duration limit) throws InterruptedException {
    return bounded ? items.poll() : items.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Called once for each item. */
  void acknowledge(T item, Settlement outcome) throws Exception {
    check();
    assertThat(outcomes.put(item, outcome)).as("the outcome of %s before", item).isNull();
  }

  @Override
  public void idle(Deliveries<T> deliveries) throws Exception {
    check();
    assertThat(deliveries.room()).isZero();
    idles.incrementAndGet();
  }

  void check() {
    threads.add(Thread.currentThread());
    assertThat(threads).as("threads that call the source").hasSize(1);
    assertThat(closings).as("closed before").hasValue(0);
  }

  @Override
  public void close() {
    closings.incrementAndGet();
  }

  int closings() {
    return closings.get();
  }

  /** What it was told of each item, in the order in which it was. */
  Map<T, Settlement> outcomes() {
    synchronized (outcomes) {
      return new LinkedHashMap<>(outcomes);
    }
  }
}
