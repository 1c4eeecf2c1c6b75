package io.paipa.examples.coroutine;

import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Parses lines in one thread, asks a service for each with 16, and adds up the answers in the
 * thread that reads them. So there are recipes where a thread is enough, and workers where waiting
 * takes the time.
 */
public final class Temperatures {
  private static final Recipe<String, Station> PARSE =
      Recipe.<String>identity()
          .then("no comments", Recipe.filtering(line -> !line.startsWith("#")))
          .then("parse", Recipe.mapping(Station::parse));

  private static final Recipe<Reading, String> AGGREGATE =
      Recipe.of("highest", Temperatures::highest);

  private Temperatures() {}

  public static void main(String[] arguments) throws IOException {
    List<String> lines =
        IntStream.range(0, 500).mapToObj(i -> "region " + i % 5 + ";station " + i).toList();
    try (LoopbackService service = new LoopbackService(Temperatures::measured)) {
      highest(lines.stream(), service::ask).forEach(System.out::println);
    }
  }

  /** The highest temperature of each region. */
  static List<String> highest(Stream<String> lines, CheckedFunction<String, String> ask) {
    try (Pipeline<Station, Reading> pipeline =
        Pipeline.<Station>named("temperatures")
            .map("fetch", station -> station.read(ask))
            .workers(16)
            .build()) {
      pipeline.putIterator(PARSE.on(lines));
      try (CloseableIterator<String> highest = AGGREGATE.on(pipeline.results())) {
        return highest.stream().toList();
      }
    }
  }

  /** A step of one's own: reads all, and gives a line for each region. */
  private static Iterator<String> highest(Iterator<Reading> readings) {
    Map<String, Integer> highest = new TreeMap<>();
    readings.forEachRemaining(
        reading -> highest.merge(reading.region(), reading.degrees(), Math::max));
    return highest.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + " degrees")
        .iterator();
  }

  /** What the service does: makes a temperature up. */
  static String measured(String station) {
    return Integer.toString(Math.floorMod(31 * station.hashCode(), 60) - 20);
  }

  /** Where something is measured. */
  record Station(String region, String name) {
    static Station parse(String line) {
      String[] parts = line.split(";", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + line + "' is not of the kind region;station");
      }
      return new Station(parts[0], parts[1]);
    }

    Reading read(CheckedFunction<String, String> ask) throws Exception {
      return new Reading(region, Integer.parseInt(ask.apply(name)));
    }
  }

  /** What was measured. */
  record Reading(String region, int degrees) {}
}
