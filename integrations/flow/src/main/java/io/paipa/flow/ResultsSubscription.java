package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription to a pipeline's results: what the subscriber has said, and what the {@link
 * Taker}, a thread, waits for.
 *
 * <p><b>Who writes what.</b> Any thread adds to the demand, drops the receiver, or sets the
 * violation. The thread that comes to the pipeline's end sets {@code over}. Each of them wakes the
 * taker afterwards, and the taker looks at all of that before it parks. A wake-up between the look
 * and the park ends the park at once. So none is missed.
 *
 * <p><b>A cancellation</b> may find the taker waiting for a result, and the pipeline may be long in
 * making one. That wait ends with the pipeline: the {@link Closing} brings it about. It must not
 * come before the results are open. The taker says that they are, and looks at the receiver
 * afterwards. Who cancels drops the receiver, and looks whether the results are open afterwards. So
 * at least one of them sees what the other did.
 *
 * @param <O> type of the results
 */
final class ResultsSubscription<O> implements Flow.Subscription {
  private final Pipeline<?, O> pipeline;
  private final Receiver<O> receiver;
  private final Closing closing;
  private final Demand demand = new Demand();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> violation = new AtomicReference<>();
  private volatile @Nullable Thread taker;
  private volatile boolean over;

  /** A subscription that was not begun. */
  ResultsSubscription(Pipeline<?, O> pipeline, Flow.Subscriber<? super O> subscriber) {
    this.pipeline = pipeline;
    this.receiver = new Receiver<>(pipeline.name(), subscriber);
    this.closing = new Closing(pipeline);
  }

  /**
   * Makes the first signal, and starts the pipeline. Returns when it is started, or when the thread
   * is interrupted.
   *
   * @param shown what the subscriber gets to see of an error
   */
  void begin(UnaryOperator<Throwable> shown) {
    receiver.begin(this);
    Taker<O> work = new Taker<>(pipeline, this, receiver, demand, shown);
    try {
      Thread thread = Threads.make(pipeline, "results", work);
      taker = thread;
      thread.start();
    } catch (Throwable t) { // there may be no thread to be had
      receiver.end(t);
      return;
    }
    try {
      opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the pipeline starts nevertheless
    }
  }

  @Override
  public void request(long n) {
    if (!receiver.isThere()) {
      return; // rule 3.6
    }
    if (n <= 0) {
      violation.compareAndSet(null, tooFew(n));
      leave();
    } else if (demand.add(n)) {
      wake();
    }
  }

  private Throwable tooFew(long n) {
    return new IllegalArgumentException(
        "pipeline '"
            + pipeline.name()
            + "': "
            + n
            + " results were asked for; rule 3.9 of Reactive Streams wants a positive number");
  }

  @Override
  public void cancel() {
    if (receiver.drop()) {
      leave();
    }
  }

  private void leave() {
    wake();
    if (opened.getCount() == 0 && Thread.currentThread() != taker) {
      closing.begin();
    }
  }

  private void wake() {
    if (Thread.currentThread() != taker) {
      LockSupport.unpark(taker);
    }
  }

  /** The results are open, or can't be opened. */
  void opened() {
    opened.countDown();
  }

  /**
   * The pipeline has ended: what is not taken now waits in the ring, and nothing comes after it.
   */
  void over() {
    over = true;
    wake();
  }

  /** What the subscriber did that the rules forbid, or null. */
  @Nullable Throwable violation() {
    return violation.get();
  }

  /**
   * In the taker: waits until there is something to do. A result is asked for; or the pipeline has
   * ended, and it may be time to say so.
   *
   * @param holds whether a result was taken that nobody has asked for yet
   * @return false if the subscriber wants no more, or must get no more
   */
  boolean awaitTurn(boolean holds) {
    while (receiver.isThere() && violation.get() == null) {
      if (demand.isThere() || (over && !holds)) {
        return true;
      }
      LockSupport.park(this);
      Thread
          .interrupted(); // means nothing here; but with the flag set the next park would not wait
    }
    return false;
  }
}
