package io.paipa.examples.readme;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A service that never ends by itself. Told to end by SIGTERM, as by a container's runtime, or by
 * Ctrl-C, it pulls nothing more, works off what it has, and says so.
 */
public final class DrainOnSigterm {
  private DrainOnSigterm() {}

  // tag::drain[]
  public static void main(String[] arguments) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("service")
            .drainAtShutdown(Duration.ofSeconds(20))
            .map("work", DrainOnSigterm::work)
            .workers(4)
            .sink("answer", DrainOnSigterm::answer)
            .build();
    pipeline.putStream(requests());
    Report report = pipeline.runForever();
    // The JVM waits for this, too: close files here, or write the last line.
    System.out.println(
        report.state() + ": " + pipeline.count() + " of " + report.accepted() + " answered");
    System.exit(report.exitCode());
  }

  // end::drain[]

  private static Stream<Integer> requests() {
    return Stream.iterate(1, request -> request + 1);
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
}
