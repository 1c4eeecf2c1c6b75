package io.paipa.internal.life;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The callers that will hear of a failure: those that wait and throw it, and those that asked to be
 * told. If there is nobody, it is logged. Any thread; a call counts itself before it starts the run
 * or waits for its end, and off when it has been told.
 */
final class Audience {
  private final AtomicInteger listening = new AtomicInteger();
  private volatile boolean permanent;

  void enter() {
    listening.incrementAndGet();
  }

  void leave() {
    listening.decrementAndGet();
  }

  /** Somebody will be told, however late. */
  void stay() {
    permanent = true;
  }

  boolean isEmpty() {
    return !permanent && listening.get() == 0;
  }
}
