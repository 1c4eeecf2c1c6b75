package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The input of a pipeline, as a publisher sees it. The publisher's threads call it, one at a time,
 * as the rules say. It writes into the {@link Window}, and waits for nothing; the source thread
 * reads there. {@link Upstream} is for both.
 *
 * @param <I> type of the items
 */
final class InputSubscriber<I> implements Flow.Subscriber<I> {
  private final Pipeline<I, ?> pipeline;
  private final int size;
  private final Runnable start;
  private final Window<I> window;
  private final Upstream upstream;

  /**
   * Hands a source over to the pipeline.
   *
   * @param size of the window
   * @param start what is done when there is a publisher
   */
  InputSubscriber(Pipeline<I, ?> pipeline, int size, Runnable start) {
    this.pipeline = pipeline;
    this.size = size;
    this.start = start;
    this.window = new Window<>(size);
    this.upstream = new Upstream(window::fail);
    pipeline.putIterator(new InputSource<>(pipeline, window, upstream, size));
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, () -> refused("subscription"));
    if (upstream.subscribed(subscription)) {
      start.run();
      upstream.request(size);
    } else {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(I item) {
    Objects.requireNonNull(item, () -> refused("item"));
    if (!window.add(item)) {
      window.fail(
          new IllegalStateException(
              "pipeline '"
                  + pipeline.name()
                  + "': its publisher has sent more than the "
                  + size
                  + " items that it was asked for, which rule 1.1 of Reactive Streams forbids; put"
                  + " an operator before it that buffers or drops"));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    Objects.requireNonNull(thrown, () -> refused("error"));
    upstream.over();
    window.fail(thrown);
  }

  @Override
  public void onComplete() {
    upstream.over();
    window.complete();
  }

  private String refused(String what) {
    return "pipeline '" + pipeline.name() + "': null is no " + what + " (rule 2.13)";
  }

  /** Why the publisher has failed; null if it has not. */
  @Nullable Throwable failure() {
    return window.failure();
  }
}
