package io.paipa.benchmarks;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that answers each call after the same time, in one thread of its own. Any thread calls;
 * the calls stand in line, and those whose time has come are completed together.
 */
final class LaterAnswers implements AutoCloseable {
  private static final long LOOK_NANOS = 200_000;

  private record Call(CompletableFuture<Integer> answer, Integer item, long dueNanos) {}

  private final long latencyNanos;
  private final Queue<Call> line = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::answer, "answers");
  private volatile boolean closed;

  LaterAnswers(long latencyNanos) {
    this.latencyNanos = latencyNanos;
    thread.setDaemon(true);
    thread.start();
  }

  CompletableFuture<Integer> call(Integer item) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    line.add(new Call(answer, item, System.nanoTime() + latencyNanos));
    return answer;
  }

  private void answer() {
    while (!closed) {
      Call first = line.peek();
      if (first != null && first.dueNanos() - System.nanoTime() <= 0) {
        line.remove();
        first.answer().complete(first.item());
      } else {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
