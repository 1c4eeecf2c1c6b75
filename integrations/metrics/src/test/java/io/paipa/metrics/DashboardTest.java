package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard and the README name meters, and tags, that there are. */
class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("\\bpaipa_\\w+");
  private static final Pattern METER = Pattern.compile("(?m)^\\| `(paipa[\\w.]+)`");
  private static final Pattern LABEL = Pattern.compile("\\b(\\w+)(?:=|!=)~?\"");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private Scrape scrape() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders").sink("store", item -> {}).build()) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      return Scrape.of(registry);
    }
  }

  private static String expressions() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Path.of("grafana.json").toFile());
    return String.join("\n", dashboard.findValuesAsText("expr"))
        + "\n"
        + String.join("\n", dashboard.findValuesAsText("query"));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .forEach(match -> found.add(match.group(match.groupCount() == 0 ? 0 : 1)));
    return found;
  }

  @Test
  void shouldShowMetersThatThereAre() throws IOException {
    Set<String> there = scrape().names();
    Set<String> shown =
        found(METRIC, expressions()).stream()
            .map(name -> name.replaceAll("_(sum|count)$", ""))
            .collect(Collectors.toSet());

    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(there).containsAll(shown);
  }

  @Test
  void shouldSelectByTagsThatThereAre() throws IOException {
    assertThat(found(LABEL, expressions()))
        .isNotEmpty()
        .isSubsetOf("pipeline", "step", "outcome", "activity", "phi");
  }

  @Test
  void shouldBeListedInTheReadme() throws IOException {
    Set<String> listed = found(METER, Files.readString(Path.of("README.md")));
    Set<String> made = new TreeSet<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders").sink("store", item -> {}).build()) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      registry.getMeters().forEach(meter -> made.add(meter.getId().getName()));
    }

    assertThat(listed).isEqualTo(made);
  }
}
