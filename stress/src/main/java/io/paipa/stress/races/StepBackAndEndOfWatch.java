package io.paipa.stress.races;

import io.paipa.internal.hop.Hop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker leaves items to others and parks, since another is on watch; that one gives up the
 * watch.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "parked, and nobody looks for it")
@Outcome(expect = Expect.ACCEPTABLE, desc = "it sees that nobody watches, or is woken")
@State
public class StepBackAndEndOfWatch {
  private final Hop hop = Rings.of(4, 0, 3);

  /** One is on watch. */
  public StepBackAndEndOfWatch() {
    hop.signal().beginWatch();
  }

  /**
   * Steps back.
   *
   * @param result whether it parks
   */
  @Actor
  public void steppedBack(ZZ_Result result) {
    hop.parked().register(0);
    result.r1 = hop.signal().isWatched();
  }

  /** Gives up the watch. */
  @Actor
  public void watcher() {
    hop.signal().endWatch();
    hop.signal().wakeForMore();
  }

  /**
   * At the end.
   *
   * @param result whether the one that parks was woken
   */
  @Arbiter
  public void arbiter(ZZ_Result result) {
    result.r2 = hop.parked().isWoken(0);
  }
}
