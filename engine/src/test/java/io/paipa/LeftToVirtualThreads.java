package io.paipa;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A program whose main thread ends while virtual threads still have all of its work to do. */
final class LeftToVirtualThreads {
  static final int ITEMS = 40;
  private static final long SLOW_MILLIS = 20;

  private LeftToVirtualThreads() {}

  public static void main(String[] arguments) {
    Thread main = Thread.currentThread();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("left")
            .sink("print", item -> print(item, main))
            .workers(2)
            .virtualThreads()
            .build();
    pipeline.putIterable(IntStream.range(0, ITEMS).boxed().toList());
    pipeline.start();
  }

  private static void print(int item, Thread main) throws InterruptedException {
    main.join();
    new CountDownLatch(1).await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
    System.out.println("item " + item);
  }
}
