package io.paipa.live;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A pipeline that does something to be looked at: five steps, one of which is too slow. */
final class LivingExample {
  private LivingExample() {}

  static Pipeline<Integer, Void> orders() {
    Pipeline<Integer, Void> orders =
        Pipeline.<Integer>named("orders")
            .map("parse", LivingExample::parsed)
            .onFailure(FailurePolicy.skip())
            .capacity(256)
            .map("check", order -> took(order, 1_500_000))
            .workers(2)
            .capacity(256)
            .mapAsync("price", 64, LivingExample::priced)
            .capacity(256)
            .map("pack", order -> took(order, 7_500_000 + order % 100 * 100_000L))
            .workers(6)
            .capacity(512)
            .sink("store", LivingExample::store)
            .workers(8)
            .capacity(256)
            .keyed(order -> order % 40)
            .retrying(2, Backoff.exponential(ofMillis(5)))
            .onFailure(FailurePolicy.deadLetter(failed -> {}))
            .build();
    orders.putIterator(IntStream.iterate(0, i -> i + 1).boxed().iterator());
    return orders;
  }

  private static Integer parsed(Integer line) {
    if (line % 200 == 7) {
      throw new NumberFormatException("For input string: \"order #" + line + "\"");
    }
    return took(line, 500_000);
  }

  private static CompletableFuture<Integer> priced(Integer order) {
    return CompletableFuture.supplyAsync(
        () -> order, CompletableFuture.delayedExecutor(20 + order % 35, TimeUnit.MILLISECONDS));
  }

  private static void store(Integer order) {
    took(order, 5_000_000);
    if (order % 300 == 13) {
      throw new IllegalStateException("connection to db-2 was reset by peer");
    }
  }

  private static Integer took(Integer order, long nanos) {
    LockSupport.parkNanos(nanos);
    return order;
  }
}
