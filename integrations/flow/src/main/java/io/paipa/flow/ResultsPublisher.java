package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The results of a pipeline, for the first that subscribes. Who is the first is decided by one
 * compare-and-set, whatever threads subscribe at once.
 *
 * @param <O> type of the results
 */
final class ResultsPublisher<O> implements Flow.Publisher<O> {
  /** What one gets that is refused: there is nothing to ask for. */
  private static final Flow.Subscription NOTHING =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final Pipeline<?, O> pipeline;
  private final UnaryOperator<Throwable> shown;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * Of a pipeline that is to be started by the first subscriber.
   *
   * @param shown what a subscriber gets to see of an error
   */
  ResultsPublisher(Pipeline<?, O> pipeline, UnaryOperator<Throwable> shown) {
    this.pipeline = pipeline;
    this.shown = shown;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super O> subscriber) {
    Objects.requireNonNull(
        subscriber,
        () -> "pipeline '" + pipeline.name() + "': null can't subscribe to its results (rule 1.9)");
    if (taken.compareAndSet(false, true)) {
      new ResultsSubscription<O>(pipeline, subscriber).begin(shown);
    } else {
      subscriber.onSubscribe(NOTHING);
      subscriber.onError(
          new IllegalStateException(
              "pipeline '"
                  + pipeline.name()
                  + "': its results have a subscriber already, and a pipeline runs once; build one"
                  + " more pipeline, or let an operator of your library share the results"));
    }
  }
}
