package io.paipa.stress.races;

import io.paipa.hop.Claim;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The owner of a claim takes from the front, and a sibling from the back, where there is one item
 * left.
 */
@JCStressTest
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "it was taken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, or lost")
@State
public class OwnerAndSiblings {
  private final Claim claim = new Claim(2, true);
  private int owners;
  private final Claim.Taken first = new Claim.Taken();

  /** An item is claimed. */
  public OwnerAndSiblings() {
    io.paipa.hop.Filling.fill(claim, 7);
  }

  /** Takes from the front. */
  @Actor
  public void owner() {
    Object item = claim.takeFirst();
    owners = item == null ? 0 : (Integer) item;
  }

  /** Takes from the back. */
  @Actor
  public void sibling() {
    claim.takeLast(first);
  }

  /**
   * Counts.
   *
   * @param result how many were taken, and their sum
   */
  @Arbiter
  public void arbiter(II_Result result) {
    for (int item : new int[] {owners, value(first)}) {
      result.r1 += item == 0 ? 0 : 1;
      result.r2 += item;
    }
  }

  private static int value(Claim.Taken taken) {
    return taken.item == null ? 0 : (Integer) taken.item;
  }
}
