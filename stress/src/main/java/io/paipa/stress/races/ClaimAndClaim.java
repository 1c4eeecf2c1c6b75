package io.paipa.stress.races;

import io.paipa.internal.hop.Hop;
import java.util.BitSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two workers claim from a ring. */
@JCStressTest
@Outcome(id = "each once", expect = Expect.ACCEPTABLE, desc = "by one of them")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, or lost")
@State
public class ClaimAndClaim {
  private final Hop hop = Rings.of(2, 0, 2);
  private final BitSet first = new BitSet();
  private final BitSet second = new BitSet();

  /** Fills the ring. */
  public ClaimAndClaim() {
    hop.inlet().tryPublish(1, Rings.OPEN);
    hop.inlet().tryPublish(2, Rings.OPEN);
  }

  /** Claims. */
  @Actor
  public void firstWorker() {
    Rings.take(hop, hop.newClaim(1), 1, 0, first);
  }

  /** Claims. */
  @Actor
  public void secondWorker() {
    Rings.take(hop, hop.newClaim(1), 2, 0, second);
  }

  /**
   * Takes the rest.
   *
   * @param result the verdict
   */
  @Arbiter
  public void arbiter(L_Result result) {
    BitSet rest = new BitSet();
    for (int i = 0; i < 3; i++) {
      Rings.take(hop, hop.newClaim(1), 2, 0, rest);
    }
    result.r1 = Rings.verdict(2, first, second, rest);
  }
}
