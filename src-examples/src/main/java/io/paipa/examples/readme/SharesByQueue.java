package io.paipa.examples.readme;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;

/**
 * Shares 1,000 among the people of each line, by a queue between two threads. It is written as such
 * programs often are, and shows what they do when a stage throws: the error is lost, and so are the
 * lines behind it. {@link SharesByPipeline} is the same as a pipeline.
 */
public final class SharesByQueue {
  private static final int NO_MORE = -1;

  private SharesByQueue() {}

  public static void main(String[] arguments) throws InterruptedException {
    share(List.of("5", "2", "0", "4"), System.out);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // that is the mistake
  static void share(List<String> lines, PrintStream out) throws InterruptedException {
    // tag::main[]
    var queue = new ArrayBlockingQueue<Integer>(1_024);
    var threads = Executors.newFixedThreadPool(2);
    threads.submit(
        () -> {
          for (String line : lines) {
            queue.put(Integer.valueOf(line));
          }
          queue.put(NO_MORE);
          return null;
        });
    threads.submit(
        () -> {
          int people = queue.take();
          while (people != NO_MORE) {
            out.println(1_000 / people);
            people = queue.take();
          }
          return null;
        });
    threads.shutdown();
    threads.awaitTermination(1, MINUTES);
    out.println("done");
    // end::main[]
  }
}
