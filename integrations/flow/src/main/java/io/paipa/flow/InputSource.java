package io.paipa.flow;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * The lazy source of a pipeline that gives what a publisher sends. Used by one thread at a time:
 * the one that pulls the source, and closes it.
 *
 * <p>The engine closes it on every ending, and interrupts a thread that waits here before. So the
 * publisher is cancelled as soon as the pipeline wants no more.
 *
 * @param <I> type of the items
 */
final class InputSource<I> implements Iterator<I>, AutoCloseable {
  private final Pipeline<?, ?> pipeline;
  private final Window<I> window;
  private final Upstream upstream;
  private final int half;
  private final Deque<I> hand = new ArrayDeque<>();
  private int given;

  /**
   * A source that nothing was pulled from.
   *
   * @param size of the window
   */
  InputSource(Pipeline<?, ?> pipeline, Window<I> window, Upstream upstream, int size) {
    this.pipeline = pipeline;
    this.window = window;
    this.upstream = upstream;
    this.half = Math.max(1, size / 2);
  }

  /** Asks the publisher for more when all that was given is published: that is so in here. */
  @Override
  public boolean hasNext() {
    if (given == half) {
      given = 0;
      upstream.request(half);
    }
    checkFailure();
    return !hand.isEmpty() || awaitMore();
  }

  private boolean awaitMore() {
    while (true) {
      try {
        boolean more = window.moveTo(hand);
        checkFailure();
        return more;
      } catch (InterruptedException e) {
        checkInterrupt();
      }
    }
  }

  /**
   * An interrupt means nothing while the pipeline runs, or is paused: code of the publisher's,
   * which a request has called, may have left it. Else it may be that of a drain, which the state
   * does not tell from a finish. To go on would hold up the drain; to end would be taken for the
   * end of the publisher.
   */
  private void checkInterrupt() {
    PipelineState state = pipeline.state();
    if (state != PipelineState.RUNNING && state != PipelineState.PAUSED) {
      throw new CancellationException(
          "pipeline '"
              + pipeline.name()
              + "': its source was interrupted while it waited for an item of the publisher");
    }
  }

  /** The pipeline fails with the publisher's own exception, which may be a checked one. */
  private void checkFailure() {
    Throwable failure = window.failure();
    if (failure != null) {
      throw InputSource.<RuntimeException>unchecked(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast when it runs
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Override
  public I next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the publisher has ended");
    }
    given++;
    return hand.remove();
  }

  @Override
  public void close() {
    window.close();
    hand.clear();
    upstream.cancel();
  }
}
