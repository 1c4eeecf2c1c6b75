package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures, and keeps the rounds: a place may be measured again. A round in which other programs
 * kept the processors busy says nothing, and is kept apart.
 */
final class GuardRun {
  private final Jmh jmh;
  private final Map<String, Group> places = new LinkedHashMap<>();
  private final Map<String, List<Double>> ratios = new TreeMap<>();
  private final Map<String, List<Double>> disturbed = new TreeMap<>();
  private final Map<Exact, Map<String, Double>> exact = new EnumMap<>(Exact.class);

  private final long deadline;

  /** A run that begins nothing new when so much time has passed. */
  GuardRun(Jmh jmh, GuardSet set, Duration limit) {
    this.jmh = jmh;
    this.deadline = System.nanoTime() + limit.toNanos();
    for (Group group : set.throughput()) {
      places.put(place(first(group, "topology"), first(group, "source")), group);
    }
  }

  private static String first(Group group, String param) {
    return group.params().getOrDefault(param, List.of("")).get(0);
  }

  private static String place(String topology, String source) {
    return topology + " " + source;
  }

  List<String> places() {
    return List.copyOf(places.keySet());
  }

  /** One more round of some places. */
  void measure(List<String> which, int round) throws IOException, FailedRunException {
    for (String place : which) {
      if (isLate()) {
        return;
      }
      Group group = places.get(place);
      if (group == null) {
        throw new IllegalArgumentException("place: " + place);
      }
      double free = FreeCores.share();
      Results results = results(jmh.round(List.of(group), round));
      free = Math.min(free, FreeCores.share());
      Map<String, List<Double>> rounds = free < FreeCores.ENOUGH ? disturbed : ratios;
      new Ratios(results)
          .scores(group.benchmark(), Engines.PAIPA, GuardSet.YARDSTICK)
          .ifPresent(each -> rounds.computeIfAbsent(place, key -> new ArrayList<>()).addAll(each));
    }
  }

  /**
   * What is exact. What is too much is measured again, to be judged and to be recorded; the lower
   * of the two counts, for nothing of it gets less by chance.
   */
  void measure(Exact what, GuardSet set) throws IOException, FailedRunException {
    Map<String, Double> values = exact.computeIfAbsent(what, key -> new TreeMap<>());
    measure(what, set, values);
    if (!isLate() && values.values().stream().anyMatch(what::isTooMuch)) {
      measure(what, set, values);
    }
  }

  private void measure(Exact what, GuardSet set, Map<String, Double> values)
      throws IOException, FailedRunException {
    for (Measurement m : results(jmh.round(List.of(set.exact(what)), 0)).measurements()) {
      Metric metric = m.secondary(what.metric());
      if (metric != null) {
        values.merge(
            place(m.param("topology"), m.param("source")), metric.spread().median(), Math::min);
      }
    }
  }

  private static Results results(List<JsonNode> rounds) throws IOException {
    List<Measurement> all = new ArrayList<>();
    Merge.rounds(rounds).forEach(node -> all.add(Measurement.read(node)));
    return new Results(Machine.about(LocalDate.EPOCH, 1), all);
  }

  /** The places without a round that says something. */
  List<String> unclear() {
    return places.keySet().stream().filter(place -> !ratios.containsKey(place)).toList();
  }

  private boolean isLate() {
    return System.nanoTime() - deadline > 0;
  }

  /** What there is to say of a place. */
  String text(String place) {
    List<Double> rounds = ratios.getOrDefault(place, disturbed.getOrDefault(place, List.of()));
    if (rounds.isEmpty()) {
      return "not compared, there was no time left to measure it";
    }
    String ratio = Spread.of(rounds).text() + " times " + GuardSet.YARDSTICK;
    return ratios.containsKey(place)
        ? ratio
        : ratio + "; not compared, other programs kept the processors busy";
  }

  Map<Exact, Map<String, Double>> exact() {
    return exact;
  }

  /**
   * What was measured, to be recorded: the medians of the rounds. The lowest would hide a loss as
   * large as two rounds differ by.
   */
  Baseline toRecord() throws IOException {
    return baseline(Spread::median);
  }

  /**
   * What was measured, to be compared: the best rounds. Some runs are twice as quick as others, as
   * the system lays the threads on the cores; that is no regression.
   */
  Baseline measured() throws IOException {
    return baseline(Spread::high);
  }

  private Baseline baseline(ToDoubleFunction<Spread> what) throws IOException {
    Map<String, Double> each = new TreeMap<>();
    ratios.forEach((place, rounds) -> each.put(place, what.applyAsDouble(Spread.of(rounds))));
    return new Baseline(Machine.jdk(), Machine.processor(), Machine.cores(), each, exact);
  }
}
