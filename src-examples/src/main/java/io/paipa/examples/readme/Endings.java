package io.paipa.examples.readme;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;

/** Ways to end a pipeline whose source has no end. */
final class Endings {
  private Endings() {}

  /** Works on an endless source for as long as something else takes. */
  static <T> Report during(Callable<?> work, Iterator<T> endless, Pipeline<T, ?> pipeline)
      throws Exception {
    // tag::endless[]
    try (pipeline) {
      pipeline.putIterator(endless);
      pipeline.start();
      try {
        work.call();
      } catch (Throwable t) {
        pipeline.abort(); // else close() would wait for the end of what has none
        throw t;
      }
      return pipeline.drain(Duration.ofSeconds(20));
    }
    // end::endless[]
  }
}
