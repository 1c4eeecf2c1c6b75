package io.paipa.internal.life;

import io.paipa.PipelineState;
import io.paipa.Settlement;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.loop.ParkingWaiter;
import io.paipa.internal.loop.WorkLoop;
import io.paipa.internal.platform.StackReserve;
import java.lang.ref.Cleaner;
import java.util.Deque;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of the last step, pulled by the caller's thread: the one consumer of a hop of its
 * own. Used by one thread at a time; what others may know of it is in {@link ResultsReader}.
 *
 * <p>Ends at the sentinel; or, after a failure or an abort, when all threads are done and what they
 * had published is pulled. A user that lets go of it without closing it leaves threads behind that
 * wait for room. They are let go when the garbage collector finds that out. That has to be
 * registered, and what is registered leads to user code. So nothing that user code may know leads
 * here, and at the end it is registered no more.
 *
 * @param <O> type of the outputs
 */
public final class Results<O> implements Spliterator<O> {
  private static @Nullable Cleaner cleaner;

  private final Lifecycle lifecycle;
  private final Termination termination;
  private final ResultsSource source;
  private final Claim claim;
  private final WorkLoop loop;
  private final Runnable check;
  private final Runnable deliver;
  private final ResultsReader reader;
  private final Cleaner.Cleanable whenLetGo;
  private boolean closed;

  /** What the last result is part of, if somebody waits to be told of it. */
  private @Nullable Delivery pulled;

  /**
   * Results.
   *
   * @param reader what others may know of it
   * @param hop where the last step publishes
   * @param whenLeft called when nothing more will be pulled, after the end
   * @param check refuses a thread of the pipeline's own, which would wait for itself
   * @param deliver throws what went wrong, after the end
   */
  Results(
      ResultsReader reader,
      Lifecycle lifecycle,
      Termination termination,
      Hop hop,
      Runnable whenLeft,
      Runnable check,
      Runnable deliver) {
    this.reader = reader;
    this.lifecycle = lifecycle;
    this.termination = termination;
    this.source = new ResultsSource(lifecycle, termination, hop);
    this.claim = source.claim();
    this.loop = new WorkLoop(source, new ParkingWaiter(source, hop.signal(), 0, false, true));
    this.check = check;
    this.deliver = deliver;
    Runnable leave =
        () -> {
          lifecycle.leaveResults();
          if (termination.isOver()) {
            whenLeft.run();
          }
        };
    whenLetGo = cleaner().register(this, leave);
  }

  /**
   * Made when it is first needed, not with the class: it needs a thread, and where none is to be
   * had now, there may be one the next time.
   */
  public static synchronized Cleaner cleaner() {
    Cleaner made = cleaner;
    if (made == null) {
      made = Cleaner.create();
      cleaner = made;
    }
    return made;
  }

  /** Whether the end was not met yet. */
  public boolean isOpen() {
    return reader.isOpen();
  }

  /** The puller wants no more: aborts, if not all was pulled. */
  void close() {
    close(false);
  }

  private void close(boolean interrupted) {
    closed = true;
    pulled = null; // whether that was the last that was wanted is not known: it stays open
    if (reader.isOpen()) {
      reader.end();
      if (interrupted) {
        lifecycle.abort();
      } else {
        lifecycle.leaveResults();
      }
      termination.awaitUninterruptibly();
      whenLetGo.clean();
      source.drop(); // the pipeline may be kept for its report
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super O> action) {
    Objects.requireNonNull(action);
    StackReserve.ensure();
    O item = next();
    if (item == null) {
      return false;
    }
    action.accept(item);
    return true;
  }

  /**
   * Moves what is next, as many as are there at once, waiting for the first; false at the end. Of a
   * pipeline whose items nobody waits to be told of.
   */
  @SuppressWarnings("unchecked") // what the last step emits
  public boolean moveTo(Deque<? super O> hand) {
    O item = next();
    while (item != null) {
      hand.add(item);
      item = (O) claim.take();
    }
    return !hand.isEmpty();
  }

  @SuppressWarnings("unchecked") // what the last step emits
  private @Nullable O next() {
    Thread current = Thread.currentThread();
    if (!reader.isBy(current)) {
      check.run();
      reader.by(current);
    }
    if (!reader.isOpen()) {
      return null;
    }
    if (pulled != null) {
      settlePulled(pulled);
    }
    Object content = claim.take();
    if (content == null) {
      if (!loop.next()) {
        end();
        return null;
      }
      content = claim.take();
    }
    return (O) (content instanceof Envelope envelope ? open(envelope) : content);
  }

  /** A result is dealt with when the next one is asked for. */
  private void settlePulled(Delivery delivery) {
    pulled = null;
    delivery.settle(Settlement.DONE);
  }

  private Object open(Envelope envelope) {
    pulled = envelope.delivery();
    return envelope.item();
  }

  private void end() {
    if (source.isInterrupted()) {
      close(true);
      Thread.currentThread().interrupt();
      throw interrupted(lifecycle.pipelineName());
    }
    reader.end();
    whenLetGo.clean(); // an abort is nothing any more
    deliver.run();
    if (lifecycle.state() == PipelineState.ABORTED && !closed) {
      throw lifecycle.refusals().cancelled();
    }
  }

  /** What a puller gets that was interrupted while it waited. */
  public static CancellationException interrupted(String pipelineName) {
    return new CancellationException(
        "pipeline '"
            + pipelineName
            + "' was aborted: its puller was interrupted while waiting for a result");
  }

  @Override
  public @Nullable Spliterator<O> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL;
  }
}
