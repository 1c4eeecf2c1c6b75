package io.paipa.benchmarks.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The committed results: a folder for each run of the published set. */
record Archive(Path root) {
  /** The newest of each JDK, by JDK. */
  List<Results> newest() throws IOException {
    Map<Integer, Results> newest = new TreeMap<>();
    for (Path folder : folders()) {
      Results results = Results.read(folder);
      newest.put(results.about().jdk(), results);
    }
    return new ArrayList<>(newest.values());
  }

  /** The oldest first: their names begin with the date. */
  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(folder -> Files.exists(folder.resolve(About.FILE))).sorted().toList();
    }
  }

  /** The README of the folder. */
  String readme() throws IOException {
    Markdown text = new Markdown();
    text.heading(1, "Benchmark results");
    text.paragraph(
        "Written by `java -jar benchmarks/target/benchmarks.jar render` from the JSON in the"
            + " folders beside this file, which JMH's own viewers read, too. Changes by hand get"
            + " lost.");
    List<Results> all = newest();
    text.paragraph(new Summary(all, "").text(2).strip());
    if (!all.isEmpty()) {
      text.paragraph(
          "In the tables, bytes per item are JMH's. On a JDK before 21 it does not see what threads"
              + " allocated that ended meanwhile; `Allocation` measures the threads of a pipeline"
              + " that goes on, and is exact (`alloc.item`).");
    }
    all.forEach(results -> new Tables(results).write(text));
    return text.toString();
  }
}
