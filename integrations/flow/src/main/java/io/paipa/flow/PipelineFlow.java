package io.paipa.flow;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/**
 * A pipeline's results as a publisher, its input as a subscriber, or both as a processor, as {@link
 * Flow} has them. They keep the rules of Reactive Streams. All methods may be called from any
 * thread.
 *
 * <pre>{@code
 * source.subscribe(PipelineFlow.subscriber(pipeline)); // starts the pipeline
 * pipeline.stop();                                     // waits until the source's items are done
 * }</pre>
 *
 * <p>A pipeline runs once: so each of these serves one subscription. The pipeline is not taken
 * over. It can be ended by all of its methods, and its report is its own.
 */
public final class PipelineFlow {
  /** How many items a subscriber asks its publisher for, and holds, unless it is told otherwise. */
  public static final int DEFAULT_WINDOW = 256;

  private PipelineFlow() {}

  /**
   * The results of a pipeline, for one subscriber. Subscribing starts the pipeline, as {@link
   * Pipeline#results} does, and returns when it is started. So the pipeline must not be started
   * before. A thread that is named after the pipeline takes the results, and makes all signals but
   * {@code onSubscribe}. The pipeline's thread factory makes it, if there is one; else it is a
   * daemon if the pipeline's threads are. The same thread calls the factories of the steps.
   *
   * <p>A result is taken when it is asked for. If nothing is asked for, the workers of the last
   * step wait as soon as the ring for the results is full. Then so do the steps before it, and the
   * sources.
   *
   * <p>After the last result, when the pipeline has ended, comes {@code onComplete}. If the
   * pipeline has failed, {@code onError} has its {@link io.paipa.PipelineException}. If another
   * thread has cut it short by a drain or an abort, {@code onError} has the {@link
   * io.paipa.CutShortException}. The end is told without a request.
   *
   * <p>To cancel the subscription closes the results: the pipeline ends in {@link
   * PipelineState#ABORTED}, and that is no cut. A subscription that is no longer wanted has to be
   * cancelled, for its pipeline goes on waiting for requests. What the subscriber throws, against
   * the rules, cancels the subscription, and is logged at level {@code ERROR}. So is a failure of
   * the pipeline that the subscriber is not told of, since it has cancelled.
   *
   * <p>Of an {@linkplain Pipeline#putAcknowledged acknowledged source} a result is dealt with when
   * the next one is taken: when {@code onNext} has returned, and one more is asked for. The end
   * waits for that. An interrupt of the thread, by the subscriber's code, means nothing.
   *
   * @param pipeline not started, and never null
   * @param <O> type of the results
   * @return a publisher. It gives a second subscriber an {@code onError} with an {@link
   *     IllegalStateException}. The first one gets that, too, if the pipeline was started before
   */
  public static <O> Flow.Publisher<O> publisher(Pipeline<?, O> pipeline) {
    return new ResultsPublisher<>(checked(pipeline), UnaryOperator.identity());
  }

  /**
   * The input of a pipeline, with a window of {@link #DEFAULT_WINDOW} items, as {@link
   * #subscriber(Pipeline, int)} says.
   *
   * @param pipeline started or not, never null
   * @param <I> type of the items
   * @return a subscriber
   */
  public static <I> Flow.Subscriber<I> subscriber(Pipeline<I, ?> pipeline) {
    return subscriber(pipeline, DEFAULT_WINDOW);
  }

  /**
   * The input of a pipeline, for one publisher. This call hands a lazy source over to the pipeline,
   * as {@link Pipeline#putIterator} does. The source gives what the publisher sends. {@code
   * onSubscribe} starts the pipeline in the calling thread, unless it is started already.
   *
   * <p>No signal waits for the pipeline. The subscriber asks for a window of items. It asks for
   * more when the pipeline has taken half of it. So it holds no more items than the window has, and
   * the publisher goes as fast as the first step.
   *
   * <p>The source ends with {@code onComplete}. If it was handed over before the start, that
   * implies the finish: everything is worked off, and the pipeline ends. {@code onError} fails the
   * pipeline, with what the publisher gave as the cause; items that the window still holds are
   * dropped then. A publisher that sends more than it was asked for, or whose subscription throws,
   * fails the pipeline, too.
   *
   * <p>If the pipeline ends before, however it comes, the publisher's subscription is cancelled at
   * once. {@link Pipeline#stop} and {@link Pipeline#close} wait for the end of the publisher. One
   * that has no end is ended by {@link Pipeline#drain} or {@link Pipeline#abort}.
   *
   * <p>The items carry the context of the thread that pulls the source, not that of the publisher's
   * thread.
   *
   * @param pipeline started or not, never null
   * @param window how many items it holds at most, from 1
   * @param <I> type of the items
   * @return a subscriber; cancels the subscription of a second publisher
   * @throws IllegalArgumentException if the window is less than 1
   * @throws IllegalStateException if the pipeline is finished, as {@link Pipeline#put} says; if it
   *     was ended otherwise, this throws what {@code put} throws then
   */
  public static <I> Flow.Subscriber<I> subscriber(Pipeline<I, ?> pipeline, int window) {
    return new InputSubscriber<>(
        checked(pipeline), checked(window), () -> startUnlessStarted(pipeline));
  }

  /**
   * A pipeline between a publisher and a subscriber, with a window of {@link #DEFAULT_WINDOW}
   * items, as {@link #processor(Pipeline, int)} says.
   *
   * @param pipeline not started, and never null
   * @param <I> type of the items
   * @param <O> type of the results
   * @return a processor
   */
  public static <I, O> Flow.Processor<I, O> processor(Pipeline<I, O> pipeline) {
    return processor(pipeline, DEFAULT_WINDOW);
  }

  /**
   * A pipeline between a publisher and a subscriber: what {@link #publisher} and {@link
   * #subscriber(Pipeline, int)} give, in one. Both may come in any order. The pipeline starts when
   * the processor is subscribed to. An error of the publisher is handed to the subscriber as it is,
   * and not as the cause of a {@link io.paipa.PipelineException}.
   *
   * @param pipeline not started, and never null
   * @param window how many items it holds at most, from 1
   * @param <I> type of the items
   * @param <O> type of the results
   * @return a processor, for one publisher and one subscriber
   * @throws IllegalArgumentException if the window is less than 1
   * @throws IllegalStateException as {@link #subscriber(Pipeline, int)}
   */
  public static <I, O> Flow.Processor<I, O> processor(Pipeline<I, O> pipeline, int window) {
    return new PipelineProcessor<>(checked(pipeline), checked(window));
  }

  private static <P extends Pipeline<?, ?>> P checked(P pipeline) {
    return Objects.requireNonNull(pipeline, "pipeline: null can be neither fed nor read");
  }

  private static int checked(int window) {
    if (window < 1) {
      throw new IllegalArgumentException(
          "window: " + window + " items; it has to hold 1 at least, or nothing is ever asked for");
    }
    return window;
  }

  private static void startUnlessStarted(Pipeline<?, ?> pipeline) {
    if (pipeline.state() == PipelineState.NEW) {
      try {
        pipeline.start();
      } catch (IllegalStateException e) {
        if (pipeline.state() == PipelineState.NEW) {
          throw e;
        } // else another thread has started or closed it just now
      }
    }
  }
}
