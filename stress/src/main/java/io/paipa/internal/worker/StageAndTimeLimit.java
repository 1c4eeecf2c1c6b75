package io.paipa.internal.worker;

import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A stage is completed while a worker takes it, since its time is over. One of the two decides what
 * becomes of the item. A completion that comes too late is counted.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "completed in time, and signalled")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "expired, and the completion was late")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or neither, or nobody was told")
@State
public class StageAndTimeLimit {
  private final AtomicInteger signals = new AtomicInteger();
  private final Stages stages = new Stages(1, TimeSource.SYSTEM, true, signals::incrementAndGet);
  private final CompletableFuture<Object> stage = new CompletableFuture<>();
  private final OpenStage open;
  private int expired;

  /** The stage is open. */
  public StageAndTimeLimit() {
    stages.tryTakePermit();
    open = stages.begin(Attempt.first("item", Attempt.NO_PLACE), 0, false);
    open.of(stage);
    stages.add(open);
    open.await(stage);
  }

  /** The user's client. */
  @Actor
  public void completes() {
    stage.complete("output");
  }

  /** The worker that keeps the time. */
  @Actor
  public void expires() {
    expired = stages.take(open) ? 1 : 0;
  }

  /** Afterwards. */
  @Arbiter
  public void look(III_Result result) {
    OpenStage completed = stages.takeCompleted();
    result.r1 = completed == null || signals.get() != 1 ? signals.get() : 1;
    result.r2 = expired;
    result.r3 = (int) stages.late();
  }
}
