package io.paipa.internal.source;

import io.paipa.internal.hop.Admission;
import io.paipa.internal.hop.Circle;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Inlet;
import io.paipa.internal.hop.Outbox;
import io.paipa.internal.hop.RoomWaiters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first ring, as its publishers see it: the source thread, which has an outbox, and all other
 * threads, which put. A put moves the outbox into the ring first. So a meta event is a fence for
 * whatever was pulled before it, and no item that was pulled waits behind all that is ever put. And
 * a put waits for what was put before the start, so that the items of one thread stay in their
 * order. Sources that were handed over in between are no reason to wait. Safe for all threads,
 * except where it says that the source thread alone may call.
 */
public final class Entrance {
  private final Inlet inlet;
  private final @Nullable Outbox outbox;
  private final RoomWaiters producers;
  private final Intake intake;
  private final Batch batch = new Batch();

  /**
   * The entrance of a pipeline.
   *
   * @param hop the first one
   * @param intake what was put before the start
   */
  public Entrance(Hop hop, Intake intake) {
    this.inlet = hop.inlet();
    this.producers = hop.producers();
    this.intake = intake;
    this.outbox = hop.outbox(0);
  }

  /** Source thread: publishes an item that is admitted, if that is possible at once. */
  boolean tryFeed(Object item) {
    return outbox != null && outbox.tryAdd(item);
  }

  /** Source thread: publishes an item that it has pulled. */
  void feed(Object item, Admission admission) {
    if (outbox == null) {
      inlet.publish(item, admission);
    } else {
      outbox.publish(item, admission);
    }
  }

  /**
   * Source thread: publishes as many of several items as there is room for, in one piece; waits if
   * there is none. Gives how many, at least 1.
   */
  int feed(Circle items, long from, int count, Admission admission) {
    flush(admission);
    int published = inlet.tryPublish(items, from, count, admission);
    return published > 0 ? published : batch.await(items, from, count, admission);
  }

  /** Publishes an item or a marker behind what was pulled before. */
  void publish(Object content, Admission admission) {
    flush(admission);
    inlet.publish(content, admission);
  }

  /**
   * Source thread: producers that put after the start need wait no more for what was put before.
   */
  void leadFed() {
    producers.wakeAll();
  }

  /** Source thread: moves what was fed into the ring. */
  void flush(Admission admission) {
    if (outbox != null) {
      outbox.flush(admission);
    }
  }

  /** How many items the first ring holds. */
  int capacity() {
    return inlet.capacity();
  }

  /** How many items there is room for, as far as can be seen. */
  int room() {
    return (int) Math.max(0, inlet.room());
  }

  /**
   * Waits for some room, or until some time has passed, or the thread is interrupted.
   *
   * @param wanted how much room is enough
   */
  void awaitRoom(int wanted, Admission admission, long nanos) {
    try {
      inlet.await(() -> room() >= wanted, admission, nanos);
    } catch (InterruptedException e) {
      // the caller looks at the state, and only that means stop
    }
  }

  /**
   * Publishes an item or a marker if there is room.
   *
   * @param content the item or marker
   * @param admission asked when there is room
   * @return whether it was published
   */
  public boolean offer(Object content, Admission admission) {
    return isNext(admission) && inlet.tryPublish(content, admission);
  }

  /**
   * Publishes as many of several items as there is room for, in one piece.
   *
   * @param items holds the items
   * @param from position of the first
   * @param count how many, at least 1
   * @param admission asked when there is room
   * @return how many were published
   */
  public int offer(Circle items, long from, int count, Admission admission) {
    return isNext(admission) ? inlet.tryPublish(items, from, count, admission) : 0;
  }

  /** Whether all that goes before is in the ring. */
  private boolean isNext(Admission admission) {
    return intake.isLeadFed() && (outbox == null || outbox.tryMove(admission));
  }

  /**
   * Publishes an item or a marker, waiting for room for a limited time.
   *
   * @param content the item or marker
   * @param admission asked while waiting, and when there is room
   * @param nanos how long to wait
   * @return whether it was published
   * @throws InterruptedException if interrupted before or meanwhile
   */
  public boolean put(Object content, Admission admission, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return tryPut(content, admission)
        || inlet.await(() -> tryPut(content, admission), admission, nanos);
  }

  /**
   * Publishes an item or a marker if there is room, and the pipeline is not paused.
   *
   * @param content the item or marker
   * @param admission asked when there is room
   * @return whether it was published
   */
  public boolean tryPut(Object content, Admission admission) {
    return !intake.isPaused() && offer(content, admission);
  }

  /** The pause has ended: producers that wait are to look again. */
  public void resumed() {
    producers.wakeAll();
  }

  /** What the source thread waits with. Made once, since it waits often. */
  private final class Batch implements Inlet.Try {
    private @Nullable Circle items;
    private @Nullable Admission admission;
    private long from;
    private int count;
    private int published;

    int await(Circle tried, long first, int size, Admission asked) {
      items = tried;
      from = first;
      count = size;
      admission = asked;
      try {
        inlet.await(this, asked);
        return published;
      } finally {
        items = null; // the entrance may be kept for longer than what was in it
        admission = null;
      }
    }

    @Override
    public boolean succeeds() {
      published =
          inlet.tryPublish(
              Objects.requireNonNull(items), from, count, Objects.requireNonNull(admission));
      return published > 0;
    }
  }
}
