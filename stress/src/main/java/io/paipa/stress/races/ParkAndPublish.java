package io.paipa.stress.races;

import io.paipa.internal.hop.Hop;
import io.paipa.internal.loop.Signal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker registers, looks, looks again a moment later, and a last time when it was not woken for
 * a millisecond, as the engine's do. A producer publishes, without a fence of its own. With the
 * moment alone one wake-up in some ten million is lost.
 */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the worker sees the item, or is woken")
@State
public class ParkAndPublish {
  private static final long MILLISECOND_NANOS = 1_000_000;

  private final Hop hop = Rings.of(4, 0, 1);

  /**
   * Waits.
   *
   * @param result whether it saw the item
   */
  @Actor
  public void worker(ZZ_Result result) {
    hop.parked().register(0);
    if (!hasWork()) {
      Signal.awaitMoment();
    }
    if (!hasWork()) {
      awaitWakeUp();
    }
    result.r1 = hasWork();
  }

  /** Looks at nothing but whether it was woken. */
  private void awaitWakeUp() {
    long start = System.nanoTime();
    while (!hop.parked().isWoken(0) && System.nanoTime() - start < MILLISECOND_NANOS) {
      Thread.onSpinWait();
    }
  }

  private boolean hasWork() {
    return hop.outlet().hasNext();
  }

  /** Publishes. */
  @Actor
  public void producer() {
    hop.inlet().tryPublish(1, Rings.OPEN);
  }

  /**
   * At the end.
   *
   * @param result whether the worker was woken
   */
  @Arbiter
  public void arbiter(ZZ_Result result) {
    result.r2 = hop.parked().isWoken(0);
  }
}
