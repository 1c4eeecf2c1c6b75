package io.paipa.ring;

import com.lmax.disruptor.RingBuffer;
import io.paipa.internal.loop.Signal;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A worker registers, and looks whether it is to go on; another thread halts it. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the worker parks for ever")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the worker sees that it is halted, or is woken")
@State
public class ParkAndHalt {
  private final WorkerPool<Object[]> pool =
      new WorkerPool<>(
          RingBuffer.createMultiProducer(() -> new Object[1], 2, new WorkWaitStrategy()),
          event -> {});
  private final Signal signal = Objects.requireNonNull(pool.signal());
  private final RingSource<Object[]> source = new RingSource<>(pool, new Shift<>(pool), signal, 0);

  /**
   * Registers, and looks.
   *
   * @param result whether it saw that it is halted
   */
  @Actor
  public void worker(ZZ_Result result) {
    signal.parked().register(0);
    result.r1 = source.hasDuties();
  }

  /** Halts it, as {@link WorkProcessor#halt} does. */
  @Actor
  public void halting() {
    source.halt();
    signal.wakeAll();
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
