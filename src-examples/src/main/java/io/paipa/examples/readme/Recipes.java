package io.paipa.examples.readme;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapping;

import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.Reporter;
import io.paipa.StepReport;
import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Co-routine pipelines, alone and together with threaded ones. */
final class Recipes {
  private Recipes() {}

  static void send(
      Stream<String> lines,
      CheckedFunction<List<Integer>, List<String>> send,
      Consumer<String> print) {
    // tag::recipe[]
    Recipe<String, String> recipe =
        Recipe.<String>identity()
            .then("parse", mapping(Integer::valueOf))
            .then("odd", filtering(number -> number % 2 != 0))
            .then("chunk", chunk(2_048))
            .then("send", mapping(send)) // from a list to a list
            .then("flatten", flatten());
    try (CloseableIterator<String> answers = recipe.on(lines)) {
      answers.forEachRemaining(print);
    }
    // end::recipe[]
  }

  // tag::own[]
  /** The difference of each number to the one before. Its constructor is a step. */
  static final class Differences implements Iterator<Integer> {
    private final Iterator<Integer> numbers;
    private int last;

    Differences(Iterator<Integer> numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasNext() {
      return numbers.hasNext();
    }

    @Override
    public Integer next() {
      int before = last;
      last = numbers.next();
      return last - before;
    }
  }

  static final Recipe<Integer, Integer> DIFFERENCES = Recipe.of("differences", Differences::new);

  // end::own[]

  static List<List<String>> bridges(Stream<String> lines, CheckedFunction<Integer, String> fetch) {
    Recipe<String, Integer> parse = mapping(Integer::valueOf);
    Recipe<String, List<String>> collect = chunk(100);
    // tag::bridges[]
    try (Pipeline<Integer, String> pipeline =
        Pipeline.<Integer>named("pages").map("fetch", fetch).workers(16).ordered().build()) {
      pipeline.putIterator(parse.on(lines)); // pulled by the source's thread
      try (CloseableIterator<List<String>> pages = collect.on(pipeline.results())) {
        return pages.stream().toList(); // pulled by this thread
      }
    }
    // end::bridges[]
  }

  static <I, O> Recipe<I, O> measured(Recipe<I, O> recipe, LongSupplier queries) {
    // tag::debugger[]
    RuntimeDebugger debugger =
        RuntimeDebugger.named("products")
            .counting("queries", queries)
            .reportingTo(Reporter.aligned(System.err::println));
    Recipe<I, O> measured = recipe.debuggedBy(debugger);
    // end::debugger[]
    return measured;
  }

  // tag::statsd[]
  /** Sends the counts to a StatsD server. */
  record StatsdReporter(DatagramSocket socket, SocketAddress server) implements Reporter {
    @Override
    public void report(Report report) {
      for (StepReport step : report.steps()) {
        String gauge =
            report.pipelineName() + "." + step.stepName() + ".done:" + step.done() + "|g";
        byte[] bytes = gauge.getBytes(StandardCharsets.UTF_8);
        try {
          socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
          throw new UncheckedIOException(e); // logged once; the pipeline goes on
        }
      }
    }
  }
  // end::statsd[]
}
