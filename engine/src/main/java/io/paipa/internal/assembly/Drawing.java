package io.paipa.internal.assembly;

import io.paipa.PipelineDefinition;
import io.paipa.StepDefinition;
import io.paipa.StepOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A pipeline as a drawing, in the languages of drawing tools. Immutable. */
public final class Drawing {
  private final String name;
  private final List<StepDefinition> steps;

  public Drawing(PipelineDefinition<?, ?> pipeline) {
    name = pipeline.name();
    steps = pipeline.steps();
  }

  public String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n  input([\"");
    text.append(mermaid(name)).append("\"])\n");
    for (int i = 0; i < steps.size(); i++) {
      List<String> lines = lines(steps.get(i)).stream().map(Drawing::mermaid).toList();
      text.append("  ").append(previous(i)).append(" -->|").append(slots(steps.get(i)));
      text.append("| s").append(i).append("[\"").append(String.join("<br/>", lines));
      text.append("\"]\n");
    }
    return text.toString();
  }

  public String dot() {
    StringBuilder text = new StringBuilder("digraph \"").append(dot(name));
    text.append("\" {\n  rankdir=LR;\n  node [shape=box];\n  input [shape=oval, label=\"");
    text.append(dot(name)).append("\"];\n");
    for (int i = 0; i < steps.size(); i++) {
      List<String> lines = lines(steps.get(i)).stream().map(Drawing::dot).toList();
      text.append("  s").append(i).append(" [label=\"").append(String.join("\\n", lines));
      text.append("\"];\n  ").append(previous(i)).append(" -> s").append(i);
      text.append(" [label=\"").append(slots(steps.get(i))).append("\"];\n");
    }
    return text.append("}\n").toString();
  }

  private static String previous(int step) {
    return step == 0 ? "input" : "s" + (step - 1);
  }

  private static List<String> lines(StepDefinition step) {
    List<String> lines = new ArrayList<>(List.of(step.name()));
    int workers = value(step, StepOption.WORKERS);
    String kind = value(step, StepOption.VIRTUAL_THREADS) ? " virtual" : "";
    lines.add(workers + kind + (workers == 1 ? " worker" : " workers"));
    if (step instanceof StepDefinition.Async async) {
      lines.add(String.format(Locale.ROOT, "%,d in flight", async.inFlight()));
    }
    if (value(step, StepOption.ORDERED)) {
      lines.add("ordered");
    }
    if (step.options().get(StepOption.KEYED).isPresent()) {
      lines.add("keyed");
    }
    if (step instanceof StepDefinition.Chunking chunk && chunk.grouping().isPresent()) {
      lines.add("grouped");
    }
    int retries = value(step, StepOption.RETRYING).max();
    if (retries > 0) {
      lines.add(retries + (retries == 1 ? " retry" : " retries"));
    }
    return lines;
  }

  private static String slots(StepDefinition step) {
    return String.format(Locale.ROOT, "%,d", value(step, StepOption.CAPACITY));
  }

  private static <V> V value(StepDefinition step, StepOption<V> option) {
    return OptionValues.of(step.options(), option);
  }

  /** In quotes, Mermaid reads entities, and tags. */
  private static String mermaid(String words) {
    return words
        .replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replaceAll("\\R", " ");
  }

  private static String dot(String words) {
    return words.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ");
  }
}
