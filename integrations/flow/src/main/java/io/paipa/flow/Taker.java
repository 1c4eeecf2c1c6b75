package io.paipa.flow;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.lang.System.Logger.Level;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results of a pipeline, and signals them: the work of one thread, which alone uses this.
 * All signals but the first come from it: so none overlaps another, and none is made by a request,
 * which may come from within a signal.
 *
 * <p>It also opens the results, and closes them. For a pipeline takes the thread that has opened
 * its results for the one that pulls them, and would refuse a {@code stop} to the subscriber's.
 *
 * @param <O> type of the results
 */
final class Taker<O> implements Runnable {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final Pipeline<?, O> pipeline;
  private final ResultsSubscription<O> subscription;
  private final Receiver<O> receiver;
  private final Demand demand;
  private final UnaryOperator<Throwable> shown;

  /** What was taken, and not signalled yet. */
  private @Nullable O held;

  /** Whether the subscriber was told how the pipeline has ended. */
  private boolean told;

  Taker(
      Pipeline<?, O> pipeline,
      ResultsSubscription<O> subscription,
      Receiver<O> receiver,
      Demand demand,
      UnaryOperator<Throwable> shown) {
    this.pipeline = pipeline;
    this.subscription = subscription;
    this.receiver = receiver;
    this.demand = demand;
    this.shown = shown;
  }

  @Override
  public void run() {
    Stream<O> results;
    try {
      results = pipeline.results();
    } catch (Throwable t) { // it was started before, for example
      receiver.end(t);
      subscription.opened();
      return;
    }
    subscription.opened();
    pipeline.whenEnded(report -> subscription.over());
    try {
      signalAll(results.spliterator());
    } finally {
      receiver.drop();
      results.close(); // waits for the end of the pipeline
      if (!told) {
        pipeline.failure().ifPresent(this::log);
      }
    }
  }

  private void signalAll(Spliterator<O> results) {
    Consumer<O> hold = result -> held = result;
    try {
      while (subscription.awaitTurn(held != null)) {
        if (held == null && !results.tryAdvance(hold)) {
          told = receiver.end(null);
        } else if (demand.isThere()) {
          signal();
        }
      }
    } catch (Throwable t) { // what the pipeline has ended with
      if (subscription.violation() == null) {
        told = receiver.end(shown.apply(t));
      }
    }
    Throwable violation = subscription.violation();
    if (violation != null) {
      receiver.end(violation);
    }
  }

  private void signal() {
    O result = held;
    if (result != null) {
      held = null;
      demand.takeOne();
      receiver.next(result);
      Thread.interrupted(); // a flag that the subscriber leaves would abort the pipeline
    }
  }

  /** The subscriber was gone: so nobody else is told. */
  private void log(PipelineException failure) {
    LOG.log(
        Level.ERROR,
        "pipeline '" + pipeline.name() + "' has failed when its subscriber had cancelled",
        failure);
  }
}
