package io.paipa.live;

import io.paipa.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pipelines the page shows, and by which names: that of the pipeline, with a number behind it
 * if another one has it that has not ended. Safe for all threads.
 *
 * <p><b>Who writes what.</b> The names are under the monitor. What is shown of a pipeline is under
 * its own, which is taken inside this one or alone, and never the other way round.
 */
final class ShownPipelines {
  private static final int MOST_ENDED = 16;

  /** In the order in which they came. */
  private final Map<String, ShownPipeline> shown = new LinkedHashMap<>();

  /** Shows a pipeline, if it is not shown yet. */
  void add(Pipeline<?, ?> pipeline) {
    // What waits for the end has the pipeline, and so keeps one that runs.
    place(pipeline).ifPresent(run -> pipeline.whenEnded(report -> run.end(pipeline, report)));
  }

  private synchronized Optional<Run> place(Pipeline<?, ?> pipeline) {
    if (shown.values().stream().anyMatch(each -> each.shows(pipeline))) {
      return Optional.empty();
    }
    String name = wellFormed(pipeline.name());
    String free = name;
    for (int i = 2; isTaken(free); i++) {
      free = name + "-" + i;
    }
    Run run = new Run(pipeline);
    ShownPipeline place = shown.remove(free);
    if (place == null) {
      place = new ShownPipeline(free, run);
    } else {
      place.replace(run);
    }
    place.look(); // so that there is something to be shown
    shown.put(free, place); // as the last one
    return Optional.of(run);
  }

  private boolean isTaken(String name) {
    ShownPipeline present = shown.get(name);
    return present != null && !present.isOver();
  }

  /** Half a character can't stand in an address. */
  private static String wellFormed(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  synchronized Optional<ShownPipeline> get(String name) {
    return Optional.ofNullable(shown.get(name));
  }

  private synchronized List<ShownPipeline> all() {
    return List.copyOf(shown.values());
  }

  List<Summary> summaries() {
    return all().stream()
        .map(ShownPipeline::summary)
        .sorted(Comparator.comparing(Summary::name))
        .toList();
  }

  /** Looks at all. Called once a second by the page's clock. One that fails hides no other one. */
  void look() {
    for (ShownPipeline each : all()) {
      new Lasting("the live page could not look at a pipeline", each::look).run();
    }
    forget();
  }

  /** Those that nobody will ever start, and the oldest of those that have ended. */
  private synchronized void forget() {
    shown.values().removeIf(ShownPipeline::isForgotten);
    long ended = shown.values().stream().filter(ShownPipeline::isOver).count();
    Iterator<ShownPipeline> oldestFirst = shown.values().iterator();
    while (ended > MOST_ENDED) {
      if (oldestFirst.next().isOver()) {
        oldestFirst.remove();
        ended--;
      }
    }
  }
}
