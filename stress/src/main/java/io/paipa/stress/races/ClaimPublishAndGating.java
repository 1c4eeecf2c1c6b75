package io.paipa.stress.races;

import io.paipa.internal.hop.Hop;
import java.util.BitSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/** A worker claims from a full ring of two slots, while a producer wants to reuse one. */
@JCStressTest
@Outcome(id = "each once, .*", expect = Expect.ACCEPTABLE, desc = "no slot was reused early")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, lost, or overwritten while it was copied")
@State
public class ClaimPublishAndGating {
  private final Hop hop = Rings.of(2, 0, 2);
  private final BitSet first = new BitSet();
  private boolean published;

  /** Fills the ring. */
  public ClaimPublishAndGating() {
    hop.inlet().tryPublish(1, Rings.OPEN);
    hop.inlet().tryPublish(2, Rings.OPEN);
  }

  /** Claims. */
  @Actor
  public void worker() {
    Rings.take(hop, hop.newClaim(1), 1, 0, first);
  }

  /** Publishes, if there is room. */
  @Actor
  public void producer() {
    published = hop.inlet().tryPublish(3, Rings.OPEN);
  }

  /**
   * Takes the rest.
   *
   * @param result the verdict
   */
  @Arbiter
  public void arbiter(LZ_Result result) {
    BitSet rest = new BitSet();
    for (int i = 0; i < 3; i++) {
      Rings.take(hop, hop.newClaim(1), 2, 0, rest);
    }
    result.r1 = Rings.verdict(published ? 3 : 2, first, rest);
    result.r2 = published;
  }
}
