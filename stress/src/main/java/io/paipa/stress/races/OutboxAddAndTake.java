package io.paipa.stress.races;

import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Outbox;
import java.util.BitSet;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A producer adds to its outbox, and a worker takes from it. */
@JCStressTest
@Outcome(id = "each once", expect = Expect.ACCEPTABLE, desc = "from the outbox or from the ring")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, or lost")
@State
public class OutboxAddAndTake {
  private final Hop hop = Rings.of(16, 1, 2);
  private final Outbox outbox = Objects.requireNonNull(hop.outbox(0));
  private final BitSet first = new BitSet();

  /** One item is in the outbox. */
  public OutboxAddAndTake() {
    outbox.publish(1, Rings.OPEN);
  }

  /** Its owner. */
  @Actor
  public void producer() {
    outbox.publish(2, Rings.OPEN);
  }

  /** Takes. */
  @Actor
  public void worker() {
    Rings.take(hop, hop.newClaim(1), 2, 0, first);
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
    result.r1 = Rings.verdict(2, first, rest);
  }
}
