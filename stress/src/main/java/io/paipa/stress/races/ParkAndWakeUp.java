package io.paipa.stress.races;

import io.paipa.internal.loop.WaitSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A waiter registers and looks again; a publisher publishes, does a full fence, and wakes. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.ACCEPTABLE, desc = "one of them sees the other")
@State
public class ParkAndWakeUp {
  private final WaitSet parked = new WaitSet(1);
  private boolean published;

  /**
   * Waits.
   *
   * @param result whether it saw the publication
   */
  @Actor
  public void waiter(ZZ_Result result) {
    parked.register(0);
    result.r1 = published;
  }

  /**
   * Publishes.
   *
   * @param result whether it woke somebody
   */
  @Actor
  public void publisher(ZZ_Result result) {
    published = true;
    java.lang.invoke.VarHandle.fullFence();
    result.r2 = parked.wakeOne();
  }
}
