package io.paipa.internal.worker;

import io.paipa.internal.hop.OwnClaim;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An item is settled while two others of its key come: one from the ring, one that was put back.
 * Exactly one of them can be begun then, and the other one after it.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "one at a time; then the key is idle")
@Outcome(expect = Expect.FORBIDDEN, desc = "two at a time, or one is lost, or the key is kept")
@State
public class HandOverOfAKey {
  private final OwnClaim claim = new OwnClaim(4);
  private final Keys keys = new Keys(item -> "key", new OwnClaim(4), 4, 1, () -> false, turn -> {});
  private final Turn first = new Turn("first", "key", 0, false);
  private final Turn second = new Turn("second", "key", 1, false);
  private final Turn third = new Turn("third", "key", 2, false);
  private boolean secondComes;
  private boolean thirdComes;

  /** The first item is in work. */
  public HandOverOfAKey() {
    keys.comesAtOnce(first);
  }

  /** The worker of the first item. */
  @Actor
  public void settles() {
    keys.end(first);
  }

  /** The worker that fills. */
  @Actor
  public void fills() {
    secondComes = keys.comesAtOnce(second);
  }

  /** A worker that puts back. */
  @Actor
  public void putsBack() {
    thirdComes = keys.comesAtOnce(third);
  }

  /**
   * Works on what can be begun, and then on the rest.
   *
   * @param result how many can be begun at first, how many then, and what is left of the key
   */
  @Arbiter
  public void arbiter(III_Result result) {
    Turn released = keys.take(claim);
    result.r1 = (secondComes ? 1 : 0) + (thirdComes ? 1 : 0) + (released == null ? 0 : 1);
    Turn begun = released != null ? released : secondComes ? second : third;
    keys.end(begun);
    Turn next = keys.take(claim);
    result.r2 = next == null ? 0 : 1;
    keys.end(next == null ? begun : next);
    result.r3 = keys.busy() + keys.waiting();
  }
}
