package io.paipa.examples.manual;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Checks on the health of a pipeline that runs in the background.
 *
 * <p>A producer that never comes to an end by itself puts temperatures in. One of them can't be
 * parsed, which fails the pipeline. The producer looks at the pipeline's health now and then,
 * notices and stops. The pipeline may also fail between a look and the next put: that put throws.
 * Either way {@code close()} throws the failure, which knows the step, the item, the attempt and
 * the cause.
 */
public final class HealthCheck {
  private static final int CHECK_INTERVAL = 1_000;
  private static final int BROKEN_READING = 12_345;

  private HealthCheck() {}

  public static void main(String[] arguments) throws InterruptedException {
    produce(HealthCheck::endlessReadings, System.out);
  }

  private static Iterator<String> endlessReadings() {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> number == BROKEN_READING ? "21,5" : "21." + number % 10)
        .iterator();
  }

  static void produce(Iterable<String> readings, PrintStream out) throws InterruptedException {
    try (Pipeline<String, Double> pipeline =
        Pipeline.<String>named("thermometer")
            .map("parse", Double::parseDouble)
            .workers(2)
            .filter("warm", degrees -> degrees > 20)
            .build()
            .start()) {
      long count = 0;
      for (String reading : readings) {
        if (count % CHECK_INTERVAL == 0 && !isHealthy(pipeline, out)) {
          break;
        }
        if (!put(reading, pipeline)) {
          break;
        }
        count++;
      }
      out.println("The producer stopped after " + count + " readings");
    } catch (PipelineException failure) {
      // Thrown by close(), which has waited until the last worker was gone.
      describe(failure, out);
    }
  }

  private static boolean isHealthy(Pipeline<?, ?> pipeline, PrintStream out) {
    boolean healthy = pipeline.isAlive() && pipeline.failure().isEmpty();
    out.println(healthy ? "I feel fine: " + pipeline.count() + " readings" : "I feel ill");
    return healthy;
  }

  /** Puts an item in, unless the pipeline has failed since somebody looked. */
  private static <I> boolean put(I item, Pipeline<I, ?> pipeline) throws InterruptedException {
    try {
      pipeline.put(item);
      return true;
    } catch (PipelineException alreadyFailed) {
      return false;
    }
  }

  private static void describe(PipelineException failure, PrintStream out) {
    out.println("The pipeline " + failure.pipelineName() + " failed");
    failure.stepName().ifPresent(step -> out.println("  in the step " + step));
    failure.item().ifPresent(item -> out.println("  with the item " + item));
    out.println("  at attempt " + failure.attempt());
    out.println("  because of " + failure.getCause());
  }
}
