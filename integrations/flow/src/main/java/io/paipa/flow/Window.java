package io.paipa.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The items that a publisher has sent, and the pipeline has not taken: no more than were asked for.
 * The publisher's thread adds, the source thread takes all that are there in one go, and whichever
 * thread ends the source closes. All is under one lock, which is held for no longer than that, and
 * is not held while foreign code is called. Whatever ends the wait for an item is written under it,
 * and signalled. So no item is lost, and no wait lasts.
 *
 * @param <I> type of the items
 */
final class Window<I> {
  private final int size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<I> items = new ArrayDeque<>();
  private boolean complete;
  private boolean closed;

  /** Written under the lock, once; read without it, too. */
  private volatile @Nullable Throwable failure;

  Window(int size) {
    this.size = size;
  }

  /**
   * One more item; goes nowhere if nothing is wanted any more.
   *
   * @return false if there is no room: it was not asked for
   */
  boolean add(I item) {
    lock.lock();
    try {
      if (closed || failure != null) {
        return true;
      }
      if (items.size() == size) {
        return false;
      }
      items.add(item);
      if (items.size() == 1) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes any more, and all went well. */
  void complete() {
    lock.lock();
    try {
      complete = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes any more. Of several failures the first counts. */
  void fail(Throwable thrown) {
    lock.lock();
    try {
      if (failure == null) {
        failure = thrown;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The publisher's failure, or that of the window; null if there is none. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Nothing is wanted any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      items.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves all items that are there, and waits until there is one, or none will come.
   *
   * @return false if none will come
   * @throws InterruptedException if interrupted while waiting
   */
  boolean moveTo(Deque<I> hand) throws InterruptedException {
    lock.lock();
    try {
      while (items.isEmpty() && !complete && failure == null && !closed) {
        changed.await();
      }
      hand.addAll(items);
      items.clear();
      return !hand.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
