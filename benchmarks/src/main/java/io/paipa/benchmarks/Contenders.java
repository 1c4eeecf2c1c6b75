package io.paipa.benchmarks;

import java.util.List;

/** The contenders of {@link PipelineThroughput} by name. */
final class Contenders {
  private Contenders() {}

  /** A pipeline of two steps with so many workers each. */
  static Contender named(String engine, int first, int second) {
    return switch (engine) {
      case "rawDisruptor" -> new RawDisruptorContender(first, second);
      case "tunedDisruptor" -> new TunedDisruptorContender(first, second);
      case "limit" -> new LimitContender(first, second);
      case "reactor" -> new ReactorContender(first, second);
      case "rxjava" -> new RxJavaContender(first, second);
      case "pekko" -> new PekkoContender(first, second);
      case "jox" -> new JoxContender(first, second);
      default -> new LineContender(engine, List.of(first, second));
    };
  }
}
