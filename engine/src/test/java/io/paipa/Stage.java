package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that answers when the test says so. Any thread. */
final class Stage {
  private final Map<Integer, CompletableFuture<Integer>> open = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Integer> asked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger most = new AtomicInteger();

  /** Asks for an answer. */
  CompletableFuture<Integer> ask(int item) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    open.put(item, answer);
    asked.add(item);
    most.accumulateAndGet(open.size(), Math::max);
    return answer;
  }

  /** What was asked for, in that order. */
  List<Integer> asked() {
    return List.copyOf(asked);
  }

  /** How many were open at once. */
  int most() {
    return most.get();
  }

  int open() {
    return open.size();
  }

  /** Waits until so many questions are open. */
  void awaitOpen(int count) {
    Threads.await(() -> open.size() >= count);
    assertThat(open).hasSize(count);
  }

  /** The answer that is open for an item. */
  CompletableFuture<Integer> of(int item) {
    Threads.await(() -> open.containsKey(item));
    return Objects.requireNonNull(open.remove(item));
  }

  void answer(int item) {
    of(item).complete(item * 10);
  }

  void fail(int item, Throwable failure) {
    of(item).completeExceptionally(failure);
  }
}
