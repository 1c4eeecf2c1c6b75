package io.paipa.stress.chaos;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A queue that gives nothing at every other poll, and never gives its last items. */
final class RelaxedQueue extends LinkedBlockingQueue<Object> {
  private static final long serialVersionUID = 1L;

  private final int kept;
  private final AtomicInteger polls = new AtomicInteger();

  RelaxedQueue(int kept) {
    this.kept = kept;
  }

  @Override
  public @Nullable Object poll() {
    return polls.getAndIncrement() % 2 == 0 || size() <= kept ? null : super.poll();
  }
}
