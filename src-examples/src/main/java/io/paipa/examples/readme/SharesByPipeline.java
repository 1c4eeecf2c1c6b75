package io.paipa.examples.readme;

import io.paipa.Pipeline;
import java.io.PrintStream;
import java.util.List;

/**
 * Shares 1,000 among the people of each line, by a pipeline of two steps. When a step throws, the
 * pipeline ends, and {@code during} throws an exception that names the step and the item. {@link
 * SharesByQueue} does the same by a queue.
 */
public final class SharesByPipeline {
  private SharesByPipeline() {}

  public static void main(String[] arguments) throws InterruptedException {
    share(List.of("5", "2", "0", "4"), System.out);
  }

  static void share(List<String> lines, PrintStream out) throws InterruptedException {
    // tag::main[]
    Pipeline.<String>named("shares")
        .map("parse", Integer::valueOf)
        .sink("share", people -> out.println(1_000 / people))
        .build()
        .during(pipeline -> pipeline.putIterable(lines));
    out.println("done");
    // end::main[]
  }
}
