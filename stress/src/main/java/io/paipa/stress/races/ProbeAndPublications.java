package io.paipa.stress.races;

import io.paipa.internal.measure.RingProbe;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two producers mark while a worker takes: what is measured began with the mark of what was taken.
 * The clock tells two different times, by the producer: 1,000 for the first, 2,000 for the second.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "taken before it was marked")
@Outcome(id = "1, 9000", expect = Expect.ACCEPTABLE, desc = "the first was marked and taken")
@Outcome(id = "1, 8000", expect = Expect.ACCEPTABLE, desc = "the second was marked and taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "a mark was torn, or two were made")
@State
public class ProbeAndPublications {
  private static final long TAKEN_NANOS = 10_000;

  private final ThreadLocal<Long> now = ThreadLocal.withInitial(() -> TAKEN_NANOS);
  private final AtomicLong published = new AtomicLong(-1);
  private final RingProbe probe = new RingProbe(now::get, published::get);

  private void publish(long sequence, long nanos) {
    now.set(nanos);
    if (probe.isDue(sequence)) {
      probe.mark(sequence);
    }
    published.accumulateAndGet(sequence, Math::max);
  }

  /** Publishes the first. */
  @Actor
  public void first() {
    publish(0, 1_000);
  }

  /** Publishes the second. */
  @Actor
  public void second() {
    publish(1, 2_000);
  }

  /** Takes what is published. */
  @Actor
  public void worker() {
    now.set(TAKEN_NANOS);
    probe.taken(0, published.get());
  }

  /**
   * What was measured.
   *
   * @param result how many, and how long the longest was
   */
  @Arbiter
  public void measured(JJ_Result result) {
    result.r1 = probe.times().snapshot().count();
    result.r2 = probe.times().snapshot().maxNanos();
  }
}
