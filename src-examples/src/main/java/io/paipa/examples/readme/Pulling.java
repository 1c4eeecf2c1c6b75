package io.paipa.examples.readme;

import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.util.List;
import java.util.stream.Stream;

/** Results that the caller pulls. */
final class Pulling {
  private Pulling() {}

  static <T> List<T> firstTen(Pipeline<?, T> pipeline) {
    // tag::results[]
    try (Stream<T> results = pipeline.results()) { // starts the pipeline; closing aborts it
      return results.limit(10).toList();
    }
    // end::results[]
  }

  static List<String> pages(List<String> urls, CheckedFunction<String, String> fetch) {
    // tag::map[]
    try (Stream<String> pages = Pipeline.mapConcurrent(urls, 16, fetch)) { // in order
      return pages.filter(page -> !page.isEmpty()).toList();
    }
    // end::map[]
  }
}
