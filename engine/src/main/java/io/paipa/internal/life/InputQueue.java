package io.paipa.internal.life;

import io.paipa.Pipeline;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A pipeline's input, as producers see it that were written for a queue. Nothing can be taken from
 * it: the workers of the first step do.
 *
 * @param <I> type of the items
 */
final class InputQueue<I> extends AbstractQueue<I> implements BlockingQueue<I> {
  private static final int OFFERS = 10_000;

  private final Pipeline<I, ?> pipeline;
  private final IntSupplier waiting;
  private final IntSupplier room;

  /**
   * A view.
   *
   * @param waiting how many items wait for the first step
   * @param room how many more would be taken without waiting
   */
  InputQueue(Pipeline<I, ?> pipeline, IntSupplier waiting, IntSupplier room) {
    this.pipeline = pipeline;
    this.waiting = waiting;
    this.room = room;
  }

  @Override
  public void put(I item) throws InterruptedException {
    pipeline.put(item);
  }

  /**
   * A pipeline's {@code offer} may say no for a moment although there is room: while others put, or
   * what was put before the start is on its way. A queue's does not, and {@code add} stands on it.
   */
  @Override
  public boolean offer(I item) {
    for (int i = 0; !pipeline.offer(item); i++) {
      if (i == OFFERS || remainingCapacity() == 0) {
        return false;
      }
      Thread.yield();
    }
    return true;
  }

  @Override
  public boolean offer(I item, long timeout, TimeUnit unit) throws InterruptedException {
    return pipeline.offer(item, Duration.ofNanos(unit.toNanos(timeout)));
  }

  /** As a queue's, but that the iterator it opens is closed, as {@link Pipeline#putAll} does. */
  @Override
  public boolean addAll(Collection<? extends I> items) {
    boolean[] changed = new boolean[1];
    new EachItem<I>(pipeline.name(), items).to(item -> changed[0] |= add(item));
    return changed[0];
  }

  @Override
  public int size() {
    return waiting.getAsInt();
  }

  @Override
  public int remainingCapacity() {
    return room.getAsInt();
  }

  @Override
  public I take() {
    throw producersOnly();
  }

  @Override
  public I poll() {
    throw producersOnly();
  }

  @Override
  public I poll(long timeout, TimeUnit unit) {
    throw producersOnly();
  }

  @Override
  public I peek() {
    throw producersOnly();
  }

  @Override
  public Iterator<I> iterator() {
    throw producersOnly();
  }

  @Override
  public boolean contains(Object item) {
    throw producersOnly();
  }

  @Override
  public boolean remove(Object item) {
    throw producersOnly();
  }

  @Override
  public void clear() {
    throw producersOnly();
  }

  @Override
  public int drainTo(Collection<? super I> target) {
    throw producersOnly();
  }

  @Override
  public int drainTo(Collection<? super I> target, int atMost) {
    throw producersOnly();
  }

  @Override
  public String toString() {
    return "input queue of pipeline '" + pipeline.name() + "'";
  }

  private UnsupportedOperationException producersOnly() {
    return new UnsupportedOperationException(
        "pipeline '"
            + pipeline.name()
            + "': its input queue is for producers; the first step takes what they put");
  }
}
