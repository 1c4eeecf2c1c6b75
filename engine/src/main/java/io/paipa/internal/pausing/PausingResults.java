package io.paipa.internal.pausing;

import io.paipa.internal.life.Results;
import io.paipa.internal.platform.StackReserve;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@link Parts}, as the puller sees them. Used by one thread at a time. What can be
 * had without waiting is taken at once, so that an item costs no lock.
 *
 * <p>A user that lets go of it without closing it leaves a source that is not closed, and for a
 * while threads. That is put right when the garbage collector finds it out. So nothing that the
 * parts know leads here.
 *
 * @param <O> type of the results
 */
final class PausingResults<O> implements Spliterator<O> {
  private final Parts<O> parts;

  /**
   * The puller's; only a thread that closes replaces it, and then what the puller has of it is the
   * same.
   */
  private Deque<O> hand = new ArrayDeque<>();

  private Cleaner.@Nullable Cleanable whenLetGo;

  PausingResults(Parts<O> parts) {
    this.parts = parts;
  }

  @Override
  public boolean tryAdvance(Consumer<? super O> action) {
    Objects.requireNonNull(action);
    StackReserve.ensure();
    O result = next();
    if (result == null) {
      return false;
    }
    action.accept(result);
    return true;
  }

  private @Nullable O next() {
    try {
      O result = parts.isOver() ? null : hand.poll();
      if (result == null && fill()) {
        result = hand.poll();
      }
      parts.pulled();
      return result;
    } finally {
      Reference.reachabilityFence(this); // nobody has let go of it while a result is waited for
    }
  }

  private boolean fill() {
    if (whenLetGo == null && !parts.isOver()) {
      whenLetGo = Results.cleaner().register(this, parts::letGo);
    }
    try {
      return parts.fill(hand);
    } finally {
      forgetIfOver();
    }
  }

  /** At the end nothing is left to be put right. */
  private void forgetIfOver() {
    Cleaner.Cleanable registered = whenLetGo;
    if (registered != null && parts.isOver()) {
      registered.clean();
    }
  }

  /** The puller wants no more. */
  void close() {
    StackReserve.ensure();
    try {
      parts.close();
      hand = new ArrayDeque<>();
      forgetIfOver();
    } finally {
      Reference.reachabilityFence(this);
    }
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
