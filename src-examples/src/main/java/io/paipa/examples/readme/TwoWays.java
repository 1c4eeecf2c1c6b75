package io.paipa.examples.readme;

import static java.util.concurrent.TimeUnit.DAYS;

import io.paipa.CheckedConsumer;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The same two steps, with queues and threads, and as a pipeline. */
final class TwoWays {
  private TwoWays() {}

  /** Correct as long as nothing fails; what it takes to be so then is not even tried here. */
  static final class WithQueues {
    // tag::queues[]
    private static final String PILL = "no url";

    private final BlockingQueue<String> urls = new ArrayBlockingQueue<>(1_024);
    private final BlockingQueue<String> pages = new ArrayBlockingQueue<>(1_024);
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    void run(
        List<String> input, CheckedFunction<String, String> fetch, CheckedConsumer<String> store)
        throws InterruptedException {
      ExecutorService fetchers = Executors.newFixedThreadPool(4);
      ExecutorService storer = Executors.newSingleThreadExecutor();
      for (int i = 0; i < 4; i++) {
        fetchers.execute(() -> loop(urls, url -> pages.put(fetch.apply(url))));
      }
      storer.execute(() -> loop(pages, store));
      for (String url : input) {
        urls.put(url); // waits for ever if the fetchers have died
      }
      for (int i = 0; i < 4; i++) {
        urls.put(PILL);
      }
      fetchers.shutdown();
      fetchers.awaitTermination(1, DAYS);
      pages.put(PILL);
      storer.shutdown();
      storer.awaitTermination(1, DAYS);
      if (!failures.isEmpty()) {
        throw new IllegalStateException(failures.peek());
      }
    }

    private void loop(BlockingQueue<String> queue, CheckedConsumer<String> action) {
      try {
        for (String item = queue.take(); !item.equals(PILL); item = queue.take()) {
          action.accept(item);
        }
      } catch (Exception e) {
        failures.add(e);
      }
    }
    // end::queues[]
  }

  static void withPaipa(
      List<String> input, CheckedFunction<String, String> fetch, CheckedConsumer<String> store)
      throws InterruptedException {
    // tag::paipa[]
    try (Pipeline<String, Void> pipeline =
        Pipeline.<String>named("pages")
            .map("fetch", fetch)
            .workers(4)
            .capacity(1_024)
            .sink("store", store)
            .capacity(1_024)
            .build()) {
      pipeline.putIterable(input);
      pipeline.run(); // throws what failed, with the step and the item; nothing is left running
    }
    // end::paipa[]
  }
}
