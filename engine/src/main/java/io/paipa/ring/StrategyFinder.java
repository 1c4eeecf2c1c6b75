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
 * there, reads this sequence, and is to be seen on the stack then. One of ours tells more: itself.
 */
final class StrategyFinder extends Sequence {
  /** Set for the time of the question, in the thread that asks. */
  private static final ThreadLocal<@Nullable StrategyFinder> ASKING = new ThreadLocal<>();

  private @Nullable Class<?> type;
  private @Nullable WorkWaitStrategy itself;

  private StrategyFinder(long passed) {
    super(passed);
  }

  /** The ring's strategy, if it is one of ours. */
  @Nullable WorkWaitStrategy ours() {
    return itself;
  }

  /** The ring's strategy, if it is one that polls for ever, and never lets its thread park. */
  @Nullable Class<?> polling() {
    return type == BusySpinWaitStrategy.class || type == YieldingWaitStrategy.class ? type : null;
  }

  /** Called by each of our strategies when a thread waits by it. */
  static void tell(WorkWaitStrategy asked) {
    StrategyFinder finder = ASKING.get();
    if (finder != null) {
      finder.itself = asked;
    }
  }

  /** Asks a ring. */
  static StrategyFinder ask(RingBuffer<?> ring) {
    long passed = ring.getCursor(); // producers may move it meanwhile
    StrategyFinder finder = new StrategyFinder(passed);
    ASKING.set(finder);
    try {
      ring.newBarrier(finder).waitFor(passed);
    } catch (AlertException | TimeoutException e) {
      throw new IllegalStateException("the ring's strategy waits for what is there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ASKING.remove();
    }
    return finder;
  }

  @Override
  public long get() {
    type =
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
