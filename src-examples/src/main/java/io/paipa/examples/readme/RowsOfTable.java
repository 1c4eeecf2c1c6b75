package io.paipa.examples.readme;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.LazySource;
import io.paipa.Pipeline;

/** Rows that are read from a server, which may be away for a while. */
final class RowsOfTable {
  private RowsOfTable() {}

  static void read(Pipeline<String, ?> pipeline, LazySource.Opening<String> rowsFrom)
      throws InterruptedException {
    // tag::source[]
    pipeline.putSource(
        LazySource.restarting(
            5,
            Backoff.exponential(ofMillis(100)),
            given -> rowsFrom.open(given))); // behind the rows that were given
    pipeline.run();
    // end::source[]
  }
}
