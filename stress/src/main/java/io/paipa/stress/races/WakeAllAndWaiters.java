package io.paipa.stress.races;

import io.paipa.internal.loop.WaitSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Somebody wakes all, while a waiter thinks better of it and waits again. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "nobody waits in vain")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up is lost, or the set is in disorder")
@State
public class WakeAllAndWaiters {
  private final WaitSet parked = new WaitSet(2);
  private volatile boolean ended;
  private boolean saw;

  /** One waits. */
  public WakeAllAndWaiters() {
    parked.register(1);
  }

  /** Leaves, comes back and looks. */
  @Actor
  public void waiter() {
    parked.register(0);
    parked.deregister(0);
    parked.register(0);
    saw = ended;
  }

  /** Ends. */
  @Actor
  public void ender() {
    ended = true;
    parked.wakeAll();
  }

  /**
   * At the end.
   *
   * @param result whether nobody waits without knowing, and how many are left after all were woken
   */
  @Arbiter
  public void arbiter(ZI_Result result) {
    result.r1 = (saw || parked.isWoken(0)) && parked.isWoken(1);
    parked.wakeAll();
    result.r2 = parked.size();
  }
}
