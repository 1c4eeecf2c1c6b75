package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All measurements of a JDK as tables, with their spread and what they cost. */
record Tables(Results results) {
  private static final double MILLION = 1e6;
  private static final String BYTES = "gc.alloc.rate.norm";
  private static final String FEATURE = "feature";
  private static final String IDLE = "Idle.idle";
  private static final String THROUGHPUT = "PipelineThroughput.through";

  void write(Markdown text) {
    About about = results.about();
    text.heading(2, "JDK " + about.jdk());
    text.paragraph("Minutes: " + minutes(about) + ".");
    throughput(text);
    latency(text);
    for (String benchmark :
        results.measurements().stream().map(Measurement::benchmark).distinct().toList()) {
      if (!benchmark.equals(THROUGHPUT) && !benchmark.equals("Latency.send")) {
        text.heading(3, benchmark);
        others(text, benchmark);
      }
    }
  }

  private static String minutes(About about) {
    return about.classes().entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue().minutes()))
        .collect(Collectors.joining(", "));
  }

  private void throughput(Markdown text) {
    for (String source : results.values(THROUGHPUT, "source")) {
      for (String capacity : results.values(THROUGHPUT, "capacity")) {
        List<String> topologies = results.values(THROUGHPUT, "topology");
        List<List<String>> rows = new ArrayList<>();
        for (String engine : results.values(THROUGHPUT, "engine")) {
          List<String> cells =
              topologies.stream()
                  .map(
                      topology ->
                          results.find(
                              THROUGHPUT,
                              "source",
                              source,
                              "capacity",
                              capacity,
                              "topology",
                              topology,
                              "engine",
                              engine))
                  .map(Tables::throughput)
                  .toList();
          if (!cells.stream().allMatch("–"::equals)) {
            rows.add(concat(engine, cells));
          }
        }
        if (!rows.isEmpty()) {
          text.heading(3, "Throughput, " + source + ", capacity " + capacity);
          text.paragraph("Millions of items a second; processor time per item.");
          text.table(concat("engine", topologies), rows);
        }
      }
    }
  }

  private static String throughput(Optional<Measurement> measurement) {
    return measurement
        .map(m -> m.score().spread().times(1 / MILLION).text() + "; " + cpu(m))
        .orElse("–");
  }

  private static String cpu(Measurement measurement) {
    Metric cpu = measurement.secondary(Measurement.CPU);
    return cpu == null ? "–" : Numbers.nanos(cpu.spread().median());
  }

  private void latency(Markdown text) {
    List<List<String>> rows = new ArrayList<>();
    results
        .of("Latency.send")
        .forEach(
            m -> {
              List<String> row =
                  new ArrayList<>(List.of(m.param("rate"), m.param("hops"), m.param("engine")));
              for (String percentile : Latencies.PERCENTILES) {
                row.add(micros(m.secondary(percentile)));
              }
              row.add(cpu(m));
              row.add(Latencies.isSustained(m) ? "yes" : "no: not compared");
              rows.add(row);
            });
    if (!rows.isEmpty()) {
      text.heading(3, "Latency");
      text.paragraph("Microseconds at a fixed rate, corrected for coordinated omission.");
      List<String> head = new ArrayList<>(List.of("items/s", "hops", "engine"));
      head.addAll(Latencies.PERCENTILES);
      head.addAll(List.of("processor time per item, producer included", "rate kept up"));
      text.table(head, rows);
    }
  }

  private static String micros(@Nullable Metric nanos) {
    return nanos == null ? "–" : nanos.spread().times(1e-3).text();
  }

  private void others(Markdown text, String benchmark) {
    List<Measurement> all = results.of(benchmark).toList();
    Measurement first = all.get(0);
    List<String> own =
        first.secondary().keySet().stream()
            .filter(name -> !name.startsWith("gc.") && !name.equals(Measurement.CPU))
            .toList();
    List<String> head = new ArrayList<>(first.params().keySet());
    head.add(first.score().unit());
    boolean isFeature = first.params().containsKey(FEATURE);
    if (isFeature) {
      head.add("/ plain");
    }
    head.addAll(own.stream().map(name -> name + ", " + unit(first, name)).toList());
    boolean hasItems = !benchmark.equals(IDLE);
    if (hasItems) {
      head.addAll(List.of("processor time per item", "B per item"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Measurement measurement : all) {
      List<String> row = new ArrayList<>(measurement.params().values());
      row.add(measurement.score().spread().text());
      if (isFeature) {
        row.add(
            results.find(benchmark, FEATURE, "plain").map(m -> over(measurement, m)).orElse("–"));
      }
      own.forEach(name -> row.add(text(measurement.secondary(name))));
      if (hasItems) {
        row.add(cpu(measurement));
        row.add(text(measurement.secondary(BYTES)));
      }
      rows.add(row);
    }
    text.table(head, rows);
  }

  private static String over(Measurement measurement, Measurement plain) {
    return measurement.score().over(plain.score()).text();
  }

  private static String unit(Measurement measurement, String name) {
    Metric metric = measurement.secondary(name);
    return metric == null ? "" : metric.unit();
  }

  private static String text(@Nullable Metric metric) {
    return metric == null ? "–" : metric.spread().text();
  }

  private static List<String> concat(String first, List<String> others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }
}
