package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that are compared with one another, and therefore follow one another: one benchmark, and the
 * values of its parameters. Those that have several are what is compared.
 *
 * @param benchmark class and method
 * @param params by name
 * @param pace how long
 */
record Group(String benchmark, Map<String, List<String>> params, Pace pace) {
  static Group of(String benchmark, Pace pace) {
    return new Group(benchmark, Map.of(), pace);
  }

  /** With one more parameter. */
  Group with(String param, String... values) {
    Map<String, List<String>> all = new LinkedHashMap<>(params);
    all.put(param, List.of(values));
    return new Group(benchmark, all, pace);
  }

  /** The other way round: what came last, and so met a warmer machine, comes first. */
  Group reversed() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    params.forEach(
        (param, values) -> {
          List<String> turned = new ArrayList<>(values);
          Collections.reverse(turned);
          all.put(param, turned);
        });
    return new Group(benchmark, all, pace);
  }

  /** The class, for which there is a file. */
  String file() {
    return benchmark.substring(0, benchmark.indexOf('.'));
  }
}
