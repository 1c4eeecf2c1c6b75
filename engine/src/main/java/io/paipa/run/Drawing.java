package io.paipa.run;

import io.paipa.worker.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A pipeline as a drawing, in the languages of those who draw. Immutable. */
final class Drawing {
  private final String name;
  private final List<StepSettings> steps;

  Drawing(Definition definition) {
    name = definition.name();
    steps = definition.steps().stream().map(Definition.StepPlan::settings).toList();
  }

  String mermaid() {
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

  String dot() {
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

  private static List<String> lines(StepSettings step) {
    List<String> lines = new ArrayList<>(List.of(step.name()));
    String kind = step.virtualThreads() ? " virtual" : "";
    lines.add(step.workers() + kind + (step.workers() == 1 ? " worker" : " workers"));
    if (step.ordered()) {
      lines.add("ordered");
    }
    if (step.maxRetries() > 0) {
      lines.add(step.maxRetries() + (step.maxRetries() == 1 ? " retry" : " retries"));
    }
    return lines;
  }

  private static String slots(StepSettings step) {
    return String.format(Locale.ROOT, "%,d", step.capacity());
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
