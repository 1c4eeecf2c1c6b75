package io.paipa.examples.readme;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * A service that never ends by itself. Told to end by SIGTERM, as by a container's runtime, or by
 * Ctrl-C, it pulls nothing more, works off what it has, and says so.
 */
public final class DrainOnSigterm {
  private DrainOnSigterm() {}

  public static void main(String[] arguments) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("service")
            .map("work", DrainOnSigterm::work)
            .workers(4)
            .sink("answer", DrainOnSigterm::answer)
            .build();
    pipeline.putStream(IntStream.iterate(1, request -> request + 1).boxed());
    serve(pipeline);
  }

  private static int work(int request) throws InterruptedException {
    Thread.sleep(1);
    return request;
  }

  private static void answer(int request) {
    if (request == 1) {
      System.out.println("started");
    }
  }

  // tag::drain[]
  static void serve(Pipeline<?, ?> pipeline) throws InterruptedException {
    // The JVM ends when its hooks have returned: so long the work may take.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(pipeline), "drain"));
    pipeline.runForever();
  }

  private static void drain(Pipeline<?, ?> pipeline) {
    try {
      Report report = pipeline.drain(Duration.ofSeconds(20));
      System.out.println(
          report.state() + ": " + pipeline.count() + " of " + report.accepted() + " answered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
  // end::drain[]
}
