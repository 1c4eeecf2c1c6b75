package io.paipa.examples.readme;

import static io.paipa.Backoff.exponential;
import static io.paipa.FailurePolicy.deadLetter;
import static java.time.Duration.ofMillis;

import io.paipa.Builder;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.io.IOException;
import java.util.Collection;

/** What a step can do about items that fail. */
final class Failing {
  private Failing() {}

  /** Fetches pages; what can't be fetched is told, and the others go on. */
  static long fetch(
      Iterable<String> urls, CheckedFunction<String, String> fetch, Collection<String> failures)
      throws InterruptedException {
    Builder<String, String> builder =
        // tag::options[]
        Pipeline.<String>named("fetch")
            .map("fetch", fetch)
            .workers(16)
            .retrying(3, exponential(ofMillis(10)), IOException.class::isInstance)
            .onFailure(
                deadLetter(
                    failed ->
                        failures.add(failed.item() + " failed: " + failed.cause().getMessage())));
    // end::options[]
    try (Pipeline<String, String> pipeline = builder.build()) {
      pipeline.putIterable(urls);
      pipeline.run();
      return pipeline.count();
    }
  }
}
