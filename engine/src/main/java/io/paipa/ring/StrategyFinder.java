package io.paipa.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a ring waits. A ring does not tell; but its strategy, asked to wait for what is
 * there, reads this sequence, and is to be seen on the stack then.
 */
final class StrategyFinder extends Sequence {
  private @Nullable Class<?> found;

  private StrategyFinder(long passed) {
    super(passed);
  }

  /** The ring's strategy, if it is one that polls for ever, and never lets its thread park. */
  static @Nullable Class<?> findPolling(RingBuffer<?> ring) {
    StrategyFinder finder = new StrategyFinder(ring.getCursor());
    try {
      ring.newBarrier(finder).waitFor(finder.get());
    } catch (AlertException | TimeoutException e) {
      throw new IllegalStateException("the ring's strategy waits for what is there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Class<?> found = finder.found;
    return found == BusySpinWaitStrategy.class || found == YieldingWaitStrategy.class
        ? found
        : null;
  }

  @Override
  public long get() {
    found =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(
                frames ->
                    frames
                        .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(WaitStrategy.class::isAssignableFrom)
                        .findFirst()
                        .orElse(null));
    return super.get();
  }
}
