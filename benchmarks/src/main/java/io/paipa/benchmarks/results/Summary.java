package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How it was measured, the targets, where a peer wins, the charts; and in short, for the README.
 */
record Summary(List<Results> all, String folder) {
  /**
   * The section.
   *
   * @param level of its headings
   */
  String text(int level) {
    if (all.isEmpty()) {
      return "No results are published yet.\n";
    }
    Markdown text = new Markdown();
    text.paragraph(
        "Each number is the median of the rounds, each of them a fresh JVM, with the lowest and the"
            + " highest round in brackets. Ratios are taken within a round, where what is compared"
            + " ran one after the other, since machines change their speed.");
    text.items(all.stream().map(results -> provenance(results.about())).toList());
    text.heading(level, "Targets");
    text.paragraph(
        "A *goal* is what the engine is for. What is below its *floor* is not done; where less is"
            + " better, that is over its limit.");
    text.paragraph(
        "These replace earlier ones. Two are lower: from a collection, the mean over"
            + " `arrayBlockingQueue` (its goal was 20), and 10,000 virtual workers (the floor was"
            + " 0.8). Those came from a prototype that had no ledger, no fences, and no order"
            + " in which items are begun. The targets over `tunedDisruptor` were for the mean of"
            + " the topologies; now each topology counts. What was published with 65,536 slots, and"
            + " over the Disruptor with its defaults (`rawDisruptor`), is not measured any more:"
            + " every ratio there was above its goal.");
    text.table(targetsHead(), Targets.all().stream().map(this::row).toList());
    text.heading(level, "Where a peer is ahead");
    text.paragraph(
        "*Within the spread*: in at least one round the peer was not ahead. *Spins*: it keeps a"
            + " core busy while it waits. `1to3` is one producer and three workers; `released`:"
            + " they release their slots before they are done with the event. They wait by"
            + " `yielding`, `blocking`, or so that a publication wakes `one` of them.");
    for (Results results : all) {
      List<String> sentences = new Winners(results).sentences();
      text.paragraph(
          "JDK "
              + results.about().jdk()
              + (sentences.isEmpty() ? ": nowhere in this set." : ": in these places."));
      if (!sentences.isEmpty()) {
        text.items(sentences);
      }
    }
    text.heading(level, "Charts");
    for (Results results : all) {
      for (String chart : Charts.NAMES) {
        text.paragraph(chart(chart, results));
      }
    }
    return text.toString();
  }

  /** Three sentences and a chart. */
  String brief() {
    if (all.isEmpty()) {
      return "No results are published yet.\n";
    }
    Results first = all.get(0);
    Markdown text = new Markdown();
    text.paragraph(
        String.format(
            "Paipa passes on %s times the items a second of an `ArrayBlockingQueue` pipeline, in"
                + " the mean of %d topologies (iterator, JDK %d, %d cores, %s), and %s times those"
                + " of a hand-tuned Disruptor; at worst, of any source and JDK, %s. [The"
                + " results](%sREADME.md) say where a peer is ahead. %s",
            mean(first, Engines.QUEUE),
            Engines.TOPOLOGIES.size(),
            first.about().jdk(),
            first.about().cores(),
            first.about().date(),
            mean(first, Engines.TUNED),
            worst(Engines.TUNED),
            folder,
            verdicts()));
    text.paragraph(chart("throughput", first));
    return text.toString();
  }

  private static String mean(Results results, String peer) {
    return text(new Ratios(results).mean("iterator", "1024", peer));
  }

  /** In any topology, from any source, on any JDK. */
  private String worst(String peer) {
    return text(
        all.stream()
            .map(Ratios::new)
            .flatMap(
                ratios ->
                    Stream.of("iterator", "collection")
                        .flatMap(source -> ratios.worst(source, "1024", peer).stream()))
            .min(Comparator.comparingDouble(Spread::median)));
  }

  private static String text(Optional<Spread> ratio) {
    return ratio.map(Spread::text).orElse("–");
  }

  private String verdicts() {
    return "Of its targets it reaches "
        + all.stream().map(this::verdicts).collect(Collectors.joining(", "))
        + ".";
  }

  private String verdicts(Results results) {
    return String.format(
        "%d of %d on JDK %d (%d below their floor)",
        count(results, Target.Verdict.GOAL),
        measured(results),
        results.about().jdk(),
        count(results, Target.Verdict.BELOW));
  }

  private static long measured(Results results) {
    return Targets.all().stream()
        .filter(target -> target.measured().apply(results).isPresent())
        .count();
  }

  private static long count(Results results, Target.Verdict verdict) {
    return Targets.all().stream().filter(target -> target.verdict(results) == verdict).count();
  }

  private String chart(String name, Results results) {
    int jdk = results.about().jdk();
    return "![" + name + ", JDK " + jdk + "](" + folder + Charts.file(name, jdk) + ")";
  }

  private static String provenance(About about) {
    return String.format(
        "JDK %d: %s, %s, %s, %d cores, %s, %s; %d rounds, three of what hardly differs, %s"
            + " minutes in all",
        about.jdk(),
        about.date(),
        about.commits(),
        about.processor(),
        about.cores(),
        about.system(),
        about.vm(),
        about.rounds(),
        Numbers.text(about.minutes()));
  }

  private List<String> targetsHead() {
    List<String> head = new ArrayList<>(List.of("what", "goal", "floor"));
    for (Results results : all) {
      head.add("JDK " + results.about().jdk());
      head.add("");
    }
    return head;
  }

  private List<String> row(Target target) {
    List<String> row =
        new ArrayList<>(
            List.of(target.what(), target.text(target.goal()), target.text(target.floor())));
    for (Results results : all) {
      Optional<Spread> spread = target.measured().apply(results);
      row.add(spread.map(Spread::text).orElse("–"));
      row.add(target.verdict(results).text(target.isAtLeast()));
    }
    return row;
  }
}
