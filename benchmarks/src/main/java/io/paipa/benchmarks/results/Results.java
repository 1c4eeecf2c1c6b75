package io.paipa.benchmarks.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was measured on one machine with one JDK.
 *
 * @param about machine, JDK and cost
 * @param measurements in the order of the files
 */
record Results(About about, List<Measurement> measurements) {
  /** All JSON of a folder of results. */
  static Results read(Path folder) throws IOException {
    List<Measurement> all = new ArrayList<>();
    for (Path file : Json.files(folder)) {
      if (!file.endsWith(About.FILE)) {
        Json.read(file).forEach(node -> all.add(Measurement.read(node)));
      }
    }
    return new Results(About.read(folder), all);
  }

  /** Those of a benchmark, such as {@code Idle.idle}. */
  Stream<Measurement> of(String benchmark) {
    return measurements.stream().filter(m -> m.benchmark().equals(benchmark));
  }

  /** The one of a benchmark with these parameters, given as name, value, name, value. */
  Optional<Measurement> find(String benchmark, String... params) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < params.length; i += 2) {
      wanted.put(params[i], params[i + 1]);
    }
    return of(benchmark)
        .filter(m -> m.params().entrySet().containsAll(wanted.entrySet()))
        .findFirst();
  }

  /** The values of a parameter, in the order of the measurements. */
  List<String> values(String benchmark, String param) {
    return of(benchmark).map(m -> m.param(param)).distinct().toList();
  }
}
