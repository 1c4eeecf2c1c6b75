package io.paipa.stress.races;

import io.paipa.hop.Claim;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The owner of a claim takes from the front, and two siblings from the back. */
@JCStressTest
@Outcome(id = "2, 3", expect = Expect.ACCEPTABLE, desc = "each of the two items was taken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, or lost")
@State
public class OwnerAndSiblings {
  private final Claim claim = new Claim(2, true);
  private int owners;
  private final Claim.Taken first = new Claim.Taken();
  private final Claim.Taken second = new Claim.Taken();

  /** Two items are claimed. */
  public OwnerAndSiblings() {
    io.paipa.hop.Filling.fill(claim, 1, 2);
  }

  /** Takes from the front. */
  @Actor
  public void owner() {
    Object item = claim.takeFirst();
    owners = item == null ? 0 : (Integer) item;
  }

  /** Takes from the back. */
  @Actor
  public void firstSibling() {
    claim.takeLast(first);
  }

  /** Takes from the back. */
  @Actor
  public void secondSibling() {
    claim.takeLast(second);
  }

  /**
   * Counts.
   *
   * @param result how many were taken, and their sum
   */
  @Arbiter
  public void arbiter(II_Result result) {
    for (int item : new int[] {owners, value(first), value(second)}) {
      result.r1 += item == 0 ? 0 : 1;
      result.r2 += item;
    }
  }

  private static int value(Claim.Taken taken) {
    return taken.item == null ? 0 : (Integer) taken.item;
  }
}
