package io.paipa.ring;

import com.lmax.disruptor.RingBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two workers claim the two events of a full ring, and each reads its event twice before it lets it
 * go; a producer publishes as soon as it finds room.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "each has an event of its own")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the same")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, not at all, or overwritten while held")
@State
public class HeldSlotAndProducer {
  private static final int OVERWRITTEN = -1;
  private static final int NEW = 9;

  private final RingBuffer<int[]> ring = RingBuffer.createMultiProducer(() -> new int[1], 2);
  private final Backlog<int[]> backlog = new Backlog<>(ring, null, 2);

  /** Fills the ring. */
  public HeldSlotAndProducer() {
    ring.publishEvent((event, sequence) -> event[0] = 1);
    ring.publishEvent((event, sequence) -> event[0] = 2);
  }

  private int take(int worker) {
    long next;
    do {
      next = backlog.next();
    } while (!backlog.claim(worker, next));
    int[] event = backlog.event(next);
    int first = event[0];
    int again = event[0];
    backlog.release(worker);
    return first == again ? first : OVERWRITTEN;
  }

  /**
   * A worker.
   *
   * @param result what it has taken
   */
  @Actor
  public void firstWorker(II_Result result) {
    result.r1 = take(0);
  }

  /**
   * Another worker.
   *
   * @param result what it has taken
   */
  @Actor
  public void secondWorker(II_Result result) {
    result.r2 = take(1);
  }

  /** Publishes, if there is room. */
  @Actor
  public void producer() {
    ring.tryPublishEvent((event, sequence) -> event[0] = NEW);
  }
}
