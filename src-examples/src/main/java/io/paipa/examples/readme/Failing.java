package io.paipa.examples.readme;

import static io.paipa.StepOptions.workers;
import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.CheckedFunction;
import io.paipa.FailedItem;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.StepOptions;
import java.io.IOException;
import java.util.Collection;

/** What a step can do about items that fail. */
final class Failing {
  private Failing() {}

  /** Fetches pages; what can't be fetched is told, and the others go on. */
  static long fetch(
      Iterable<String> urls, CheckedFunction<String, String> fetch, Collection<String> failures)
      throws InterruptedException {
    // tag::options[]
    StepOptions<String> options =
        workers(16)
            .retrying(3, Backoff.exponential(ofMillis(10)), IOException.class::isInstance)
            .onFailure(
                FailurePolicy.deadLetter(
                    (FailedItem<String> failed) ->
                        failures.add(failed.item() + " failed: " + failed.cause().getMessage())));
    // end::options[]
    try (Pipeline<String, String> pipeline =
        Pipeline.<String>named("fetch").map("fetch", options, fetch).build()) {
      pipeline.putIterable(urls);
      pipeline.run();
      return pipeline.count();
    }
  }
}
