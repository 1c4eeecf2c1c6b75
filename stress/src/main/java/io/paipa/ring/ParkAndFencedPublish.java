package io.paipa.ring;

import com.lmax.disruptor.RingBuffer;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.Workforce;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker of a pool on a raw ring registers, and looks once; a producer publishes to the ring,
 * whose strategy does a full fence before it looks who waits. So the worker needs no second look.
 */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the worker sees the event, or is woken")
@State
public class ParkAndFencedPublish {
  private final WorkWaitStrategy strategy = new WorkWaitStrategy();
  private final RingBuffer<Object[]> ring =
      RingBuffer.createMultiProducer(() -> new Object[1], 4, strategy);
  private final Signal signal = new Signal(1, new Workforce());

  /** A pool of one worker. */
  public ParkAndFencedPublish() {
    strategy.add(signal);
  }

  /**
   * Registers, and looks.
   *
   * @param result whether it saw the event
   */
  @Actor
  public void worker(ZZ_Result result) {
    signal.parked().register(0);
    result.r1 = ring.isAvailable(0);
  }

  /** Publishes. */
  @Actor
  public void producer() {
    ring.publish(ring.next());
  }

  /**
   * At the end.
   *
   * @param result whether the worker was woken
   */
  @Arbiter
  public void arbiter(ZZ_Result result) {
    result.r2 = signal.parked().isWoken(0);
  }
}
