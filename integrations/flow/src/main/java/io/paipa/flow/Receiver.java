package io.paipa.flow;

import java.lang.System.Logger.Level;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber to a pipeline's results, as long as it wants signals. Any thread may {@linkplain
 * #drop drop} it: then nothing leads to it any more. One thread at a time makes the signals. It
 * drops the subscriber before it makes the last one: so none comes after that. A subscriber that
 * throws, which the rules forbid, is dropped, too, and what it threw is logged.
 *
 * @param <O> type of the results
 */
final class Receiver<O> {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String pipelineName;
  private final AtomicReference<Flow.@Nullable Subscriber<? super O>> subscriber;

  Receiver(String pipelineName, Flow.Subscriber<? super O> subscriber) {
    this.pipelineName = pipelineName;
    this.subscriber = new AtomicReference<>(subscriber);
  }

  /** Whether it wants signals. */
  boolean isThere() {
    return subscriber.get() != null;
  }

  /**
   * It wants no more.
   *
   * @return false if that is known
   */
  boolean drop() {
    return subscriber.getAndSet(null) != null;
  }

  /** The first signal. */
  void begin(Flow.Subscription subscription) {
    Flow.Subscriber<? super O> wanting = subscriber.get();
    if (wanting != null) {
      signal("onSubscribe", () -> wanting.onSubscribe(subscription));
    }
  }

  /** A result; goes nowhere if nobody wants it. */
  void next(O result) {
    Flow.Subscriber<? super O> wanting = subscriber.get();
    if (wanting != null) {
      try {
        wanting.onNext(result);
      } catch (Throwable t) {
        failed("onNext", t);
      }
    }
  }

  /**
   * The last signal.
   *
   * @param error null if all went well
   * @return whether somebody wanted it
   */
  boolean end(@Nullable Throwable error) {
    Flow.Subscriber<? super O> wanting = subscriber.getAndSet(null);
    if (wanting == null) {
      return false;
    }
    if (error == null) {
      signal("onComplete", wanting::onComplete);
    } else {
      signal("onError", () -> wanting.onError(error));
    }
    return true;
  }

  private void signal(String name, Runnable signal) {
    try {
      signal.run();
    } catch (Throwable t) {
      failed(name, t);
    }
  }

  private void failed(String signal, Throwable thrown) {
    drop();
    LOG.log(
        Level.ERROR,
        "pipeline '"
            + pipelineName
            + "': the subscriber to its results threw in "
            + signal
            + ", which rule 2.13 of Reactive Streams forbids; it gets no more results, and those"
            + " that it did not get are lost. Let it cancel the subscription, or catch what its"
            + " code throws",
        thrown);
  }
}
