package io.paipa.internal.delivery;

import io.paipa.Settlement;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two workers are done with what came of an item, one of them by dead letters, while the end of the
 * run abandons it. It is settled once; if by the workers, as the worse of the two.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "dead-lettered, as the worse of both")
@Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "abandoned before")
@Outcome(expect = Expect.FORBIDDEN, desc = "settled twice or never, or as done")
@State
public class SettleAndAbandon {
  private final AtomicInteger times = new AtomicInteger();
  private final AtomicInteger outcomes = new AtomicInteger();
  private final Delivery delivery =
      new Delivery() {
        @Override
        protected void settledAs(Settlement outcome) {
          times.incrementAndGet();
          outcomes.addAndGet(
              switch (outcome) {
                case DONE -> 0;
                case DEAD_LETTERED -> 1;
                case FAILED -> 2;
                case ABANDONED -> 3;
              });
        }
      };

  /** Something came of the item. */
  public SettleAndAbandon() {
    delivery.open();
  }

  /** The worker of the item. */
  @Actor
  public void isDone() {
    delivery.settle(Settlement.DONE);
  }

  /** The worker of what came of it. */
  @Actor
  public void isDeadLettered() {
    delivery.settle(Settlement.DEAD_LETTERED);
  }

  /** The thread that ends the run. */
  @Actor
  public void abandons() {
    delivery.abandon();
  }

  /** Afterwards. */
  @Arbiter
  public void look(II_Result result) {
    result.r1 = times.get();
    result.r2 = outcomes.get();
  }
}
