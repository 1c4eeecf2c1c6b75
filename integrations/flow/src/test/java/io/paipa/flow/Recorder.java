package io.paipa.flow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that asks for so many at first, and then for one after each if there is to be more;
 * and remembers what it got.
 */
class Recorder<T> implements Flow.Subscriber<T> {
  final List<T> items = new CopyOnWriteArrayList<>();
  final AtomicLong count = new AtomicLong();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
  private final long first;

  Recorder(long first) {
    this.first = first;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
    if (first > 0) {
      given.request(first);
    }
  }

  @Override
  public void onNext(T item) {
    if (count.incrementAndGet() <= 1_000) {
      items.add(item);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    if (!end.complete(thrown)) {
      throw new AssertionError("two ends");
    }
  }

  @Override
  public void onComplete() {
    if (!end.complete(null)) {
      throw new AssertionError("two ends");
    }
  }

  Flow.Subscription subscription() {
    return get(subscription);
  }

  boolean hasEnded() {
    return end.isDone();
  }

  /** Waits for the end. */
  @Nullable Throwable end() {
    return get(end);
  }

  private static <V extends @Nullable Object> V get(CompletableFuture<V> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no such signal", e);
    }
  }
}
