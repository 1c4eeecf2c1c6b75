package io.paipa.examples.manual;

import io.paipa.Builder;
import io.paipa.CheckedFunction;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Skip;
import io.paipa.Step;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the same step in three ways: as a class, as a function on a stream, and as a simple
 * function. Each shouts the words that it gets, and skips those that are empty.
 */
public final class WritingSteps {
  private static final int WORKERS = 16;
  private static final int PROGRESS = 1_000;

  private WritingSteps() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> words =
        IntStream.range(0, 20_000).mapToObj(number -> number % 4 == 0 ? "" : "word").toList();
    System.out.println("As a class: " + shout(words, asClass()));
    System.out.println("As a stream: " + shout(words, asStream(System.out)));
    System.out.println("As a function: " + shout(words, asFunction()));
  }

  /** Runs a pipeline; tells how many words came out. */
  static long shout(Iterable<String> words, Builder<String, String> builder)
      throws InterruptedException {
    try (Pipeline<String, String> pipeline = builder.build()) {
      pipeline.putIterable(words);
      pipeline.run();
      return pipeline.count();
    }
  }

  static Builder<String, String> asClass() {
    return Pipeline.<String>named("words").step("shout", Shout::new).workers(WORKERS);
  }

  /** Each worker has one of its own, so that it may keep state, and has more hooks if it wants. */
  private static final class Shout implements Step<String, String> {
    @Override
    public void process(String word, Emitter<String> out) {
      if (word.isEmpty()) {
        throw Skip.item();
      }
      out.emit(word.toUpperCase(Locale.ROOT));
    }
  }

  static Builder<String, String> asStream(PrintStream out) {
    return Pipeline.<String>named("words")
        .iterateStream("shout", words -> shoutAndCount(words, out))
        .workers(WORKERS);
  }

  /**
   * Applied once for each worker, to its share of the words. What it keeps lives as long as the
   * stream: here, how many words there were. To skip one means to filter it out; {@code Skip} would
   * fail the pipeline.
   */
  private static Stream<String> shoutAndCount(Stream<String> words, PrintStream out) {
    int[] count = new int[1];
    return words
        .filter(word -> !word.isEmpty())
        .peek(
            word -> {
              if (++count[0] % PROGRESS == 0) {
                out.println("A worker has shouted " + count[0] + " words");
              }
            })
        .map(word -> word.toUpperCase(Locale.ROOT));
  }

  static Builder<String, String> asFunction() {
    return Pipeline.<String>named("words")
        .map("shout", skippingEmpty(word -> word.toUpperCase(Locale.ROOT)))
        .workers(WORKERS);
  }

  private static <R> CheckedFunction<String, R> skippingEmpty(CheckedFunction<String, R> function) {
    return word -> {
      if (word.isEmpty()) {
        throw Skip.item();
      }
      return function.apply(word);
    };
  }
}
