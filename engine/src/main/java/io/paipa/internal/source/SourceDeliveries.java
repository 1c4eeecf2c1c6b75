package io.paipa.internal.source;

import io.paipa.Acknowledgement;
import io.paipa.Deliveries;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a source delivers, on its way into the first ring, and what it is told of it. Confined to
 * the source's thread; in any other it is refused. An item goes into the ring when it is delivered.
 * If the room that was seen at the beginning of the call went to others, it waits here. So no more
 * wait than there was room for.
 */
final class SourceDeliveries implements Deliveries<Object> {
  private static final long MOVE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Run run;
  private final Entrance entrance;
  private final SourceCode code;
  private final SourceTally tally;
  private final OpenDeliveries open;
  private final Deque<Envelope> waiting = new ArrayDeque<>();

  /** The thread that the source is called in; null between the calls. */
  private volatile @Nullable Thread caller;

  private int room;
  private boolean atPeace;

  SourceDeliveries(
      Run run, Entrance entrance, SourceCode code, SourceTally tally, OpenDeliveries open) {
    this.run = run;
    this.entrance = entrance;
    this.code = code;
    this.tally = tally;
    this.open = open;
  }

  /** The source is about to be called, and may deliver so many items. */
  void begin(int roomAtMost) {
    room = roomAtMost;
    caller = Thread.currentThread();
  }

  /** The call is over. */
  void end() {
    caller = null;
    room = 0;
  }

  /** The run has ended, and so has its interrupt come: it disturbs no later call. */
  void atPeace() {
    code.awaitPeace();
    atPeace = true;
  }

  /** What a call of the source has thrown. */
  void failed(String what, Throwable thrown) {
    code.failed(what, null, thrown, atPeace);
  }

  @Override
  public int room() {
    check("room");
    return room;
  }

  @Override
  @SuppressWarnings({"ConstantValue", "NullAway"}) // user code may well pass null
  public void deliver(Object item, Acknowledgement acknowledgement) {
    check("deliver");
    Objects.requireNonNull(item, () -> where() + ": null is no item; leave it out");
    Objects.requireNonNull(acknowledgement, () -> where() + ": null is no acknowledgement");
    if (room <= 0) {
      throw new IllegalStateException(
          where()
              + ": the source delivers more than there is room for; ask room() in poll, keep the"
              + " rest for the next poll, and deliver nothing in idle");
    }
    StackReserve.ensure(); // else it could be published, and seem not to be
    Object context = run.contexts().capture(); // before anything is open, for it may throw
    Delivery delivery = open.add(item, acknowledgement, run.time().nanoTime());
    delivery.carry(context);
    Envelope envelope = new Envelope(item, delivery);
    room--;
    tally.add(1);
    boolean published = false;
    try {
      published = waiting.isEmpty() && entrance.offer(envelope, run);
    } finally {
      if (!published) {
        waiting.add(envelope); // also if the run has ended: it is counted as abandoned
      }
    }
  }

  @Override
  public boolean settle(Duration limit) throws InterruptedException {
    check("settle");
    Objects.requireNonNull(limit, () -> where() + ": null is no limit");
    StackReserve.ensure(); // as in deliver: what waits is published here, too
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    long start = System.nanoTime();
    for (; ; ) {
      acknowledge();
      if (open.open() == 0) {
        return true;
      }
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0 || run.isEnded()) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      open.await(Math.min(left, moveWaiting() ? WAIT_NANOS : MOVE_NANOS));
    }
  }

  private void check(String call) {
    if (Thread.currentThread() != caller) {
      throw new IllegalStateException(
          where() + ": " + call + " is possible only inside poll and idle, in the source's thread");
    }
  }

  private String where() {
    return "pipeline '" + run.pipelineName() + "', source '" + tally.name() + "'";
  }

  /** Moves what waits into the ring; false if something is left. */
  boolean moveWaiting() {
    Envelope next = waiting.peek();
    try {
      while (next != null && entrance.offer(next, run)) {
        waiting.remove();
        next = waiting.peek();
      }
    } catch (CancellationException e) {
      // the run has ended, as the caller finds out
    }
    return next == null;
  }

  /** After the end: what waits is not published. Gives how many items that are. */
  int abandonWaiting() {
    int items = waiting.size();
    waiting.clear();
    return items;
  }

  /** Tells the source of what is settled. */
  void acknowledge() {
    open.acknowledge(this::acknowledge);
  }

  private void acknowledge(SourceDelivery delivery) {
    try {
      delivery.acknowledgement().settled(delivery.outcome());
    } catch (Throwable t) {
      code.failed("an acknowledgement failed", delivery.item(), t, atPeace);
    }
    UserCode.handOnInterrupt(run::isEnded);
  }
}
