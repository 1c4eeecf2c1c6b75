package io.paipa.stress.races;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Filling;
import io.paipa.internal.hop.SharedClaim;
import io.paipa.internal.hop.StepClaim;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two workers take from a claim that goes round after every two items, and fill it. All items are
 * the same object: so a cell that was filled before its taker has emptied it would go unseen, but
 * for the number of items.
 */
@JCStressTest
@Outcome(id = "6", expect = Expect.ACCEPTABLE, desc = "each was taken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, or lost")
@State
public class TakersOfAClaim {
  private static final int FILLINGS = 3;

  private final StepClaim claim = new StepClaim(1);
  private final Object item = new Object();
  private int first;
  private int second;

  /** The first items are there. */
  public TakersOfAClaim() {
    Filling.fill(new SharedClaim(claim, 1), item);
  }

  /** One worker: it has filled as often as it could. */
  @Actor
  public void first() {
    first = work();
  }

  /** The other. */
  @Actor
  public void second() {
    second = work();
  }

  /** Gives how many items it took, less those that it has added. */
  private int work() {
    Claim mine = new SharedClaim(claim, 1);
    int balance = 0;
    for (int fillings = 0; fillings < FILLINGS; ) {
      if (mine.take() != null) {
        balance++;
      } else if (!mine.lostRace() && mine.tryBegin()) {
        if (mine.room(1) == 1) {
          Filling.add(mine, item);
          mine.open();
          balance--;
          fillings++;
        }
        mine.end();
      }
    }
    return balance;
  }

  /**
   * Counts.
   *
   * @param result how many of the items were taken that were filled, and 5 more
   */
  @Arbiter
  public void arbiter(I_Result result) {
    Claim rest = new SharedClaim(claim, 1);
    int left = 0;
    while (rest.take() != null) {
      left++;
    }
    result.r1 = 5 + first + second + left;
  }
}
