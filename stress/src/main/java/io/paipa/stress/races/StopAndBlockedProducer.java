package io.paipa.stress.races;

import io.paipa.internal.hop.RoomWaiters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A producer waits for room, while the pipeline ends. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it would wait for ever")
@Outcome(expect = Expect.ACCEPTABLE, desc = "it sees the end, or is woken")
@State
public class StopAndBlockedProducer {
  private final RoomWaiters producers = new RoomWaiters();
  private volatile boolean ended;

  /**
   * Registers, and looks again.
   *
   * @param result whether it saw the end, and whether somebody waited to be woken
   */
  @Actor
  public void producer(ZZ_Result result) {
    producers.register();
    result.r1 = ended;
  }

  /**
   * Ends, and wakes all.
   *
   * @param result the result
   */
  @Actor
  public void ender(ZZ_Result result) {
    ended = true;
    result.r2 = !producers.isEmpty();
    producers.wakeAll();
  }
}
