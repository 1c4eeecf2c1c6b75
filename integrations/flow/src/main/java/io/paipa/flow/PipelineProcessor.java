package io.paipa.flow;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.util.concurrent.Flow;

/**
 * A pipeline between a publisher and a subscriber: passes the calls on to what sees either side.
 * The side of the results starts the pipeline. Has no state of its own.
 *
 * @param <I> type of the items
 * @param <O> type of the results
 */
final class PipelineProcessor<I, O> implements Flow.Processor<I, O> {
  private final InputSubscriber<I> input;
  private final ResultsPublisher<O> results;

  PipelineProcessor(Pipeline<I, O> pipeline, int window) {
    this.input = new InputSubscriber<>(pipeline, window, () -> {});
    this.results = new ResultsPublisher<>(pipeline, this::shown);
  }

  /** The publisher's own error goes through as it is (rule 4.2). */
  private Throwable shown(Throwable error) {
    Throwable cause = error instanceof PipelineException ? error.getCause() : null;
    return cause != null && cause.equals(input.failure()) ? cause : error;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super O> subscriber) {
    results.subscribe(subscriber);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    input.onSubscribe(subscription);
  }

  @Override
  public void onNext(I item) {
    input.onNext(item);
  }

  @Override
  public void onError(Throwable thrown) {
    input.onError(thrown);
  }

  @Override
  public void onComplete() {
    input.onComplete();
  }
}
