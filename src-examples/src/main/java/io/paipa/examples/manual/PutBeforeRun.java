package io.paipa.examples.manual;

import io.paipa.Pipeline;
import java.io.PrintStream;
import java.util.List;

/**
 * Puts everything in first, then runs the pipeline.
 *
 * <p>This is the simplest way, and right for what fits into memory: until the run begins, the
 * pipeline keeps all that was put. {@code finish()} tells it that nothing more will come; without
 * that, {@code run()} would have no end to wait for, and refuses. The names to greet are the
 * arguments.
 */
public final class PutBeforeRun {
  private PutBeforeRun() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> names =
        arguments.length > 0 ? List.of(arguments) : List.of("Ada", "Grace", "Edsger");
    greet("world", names, System.out);
  }

  static void greet(String first, List<String> others, PrintStream out)
      throws InterruptedException {
    try (Pipeline<String, Void> pipeline =
        Pipeline.<String>named("greet")
            .map("compose", name -> "Hello, " + name + "!")
            .workers(2)
            .sink("print", out::println)
            .build()) {
      // A single item,
      pipeline.put(first);
      // several,
      pipeline.putAll(others);
      // and that was all.
      pipeline.finish();
      // Waits until everything is done.
      pipeline.run();
      out.println(pipeline.count() + " greetings");
    }
  }
}
