package io.paipa.examples.readme;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;

/** Ways to end a pipeline. */
final class Endings {
  private Endings() {}

  /** Puts all lines of a reader in. */
  static long lines(BufferedReader reader, Builder<String, Void> lines)
      throws IOException, InterruptedException {
    // tag::during[]
    Report report =
        lines
            .build()
            .during(
                pipeline -> {
                  for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    pipeline.put(line); // waits while the first ring is full
                  }
                });
    // end::during[]
    return report.accepted();
  }

  /** Works on an endless source for as long as something else takes. */
  static <T> Report during(Callable<?> work, Iterator<T> endless, Pipeline<T, ?> pipeline)
      throws Exception {
    // tag::endless[]
    pipeline.putIterator(endless);
    return pipeline.during(
        running -> {
          work.call(); // if this throws, the pipeline is aborted
          running.drain(Duration.ofSeconds(20)); // else the end of the source would be waited for
        });
    // end::endless[]
  }
}
