package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.ledger.Words;
import io.paipa.internal.platform.CallersInterrupt;
import java.util.Iterator;
import java.util.Objects;

/**
 * One way through the items of an iterable that is the caller's, in the caller's thread. The
 * iterator that is opened for it is closed at its end, however that comes, if it can be closed.
 *
 * @param <I> type of the items
 */
final class EachItem<I> {
  /**
   * Takes an item.
   *
   * @param <I> type of the items
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Taker<I, X extends Exception> {
    void take(I item) throws X;
  }

  private final String pipelineName;
  private final Iterable<? extends I> items;

  EachItem(String pipelineName, Iterable<? extends I> items) {
    this.pipelineName = pipelineName;
    this.items = items;
  }

  /** Gives all items to a taker, one after another. */
  <X extends Exception> void to(Taker<? super I, X> taker) throws X {
    Iterator<? extends I> opened =
        Objects.requireNonNull(
            items.iterator(), () -> where() + ": the iterable gave null, not an iterator");
    try {
      while (opened.hasNext()) {
        taker.take(opened.next());
      }
    } catch (Throwable t) {
      try {
        close(opened);
      } catch (Throwable closing) {
        Causes.suppress(t, closing);
      }
      throw t;
    }
    close(opened);
  }

  /** The caller's interrupt is not for what is closed: the flag is there again afterwards. */
  private void close(Iterator<? extends I> opened) {
    if (opened == items || !(opened instanceof AutoCloseable closeable)) {
      return;
    }
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      interrupt.add(e);
      throw new PipelineException(
          where() + ": closing the iterator of what was put failed: " + Words.of(e),
          pipelineName,
          null,
          null,
          0,
          e);
    } finally {
      interrupt.giveBack();
    }
  }

  private String where() {
    return "pipeline '" + pipelineName + "'";
  }
}
