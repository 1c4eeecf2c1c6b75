package io.paipa.benchmarks;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import io.paipa.Waiting;
import java.time.Duration;

/** The engines that carry a {@link Line}, by name. */
final class Lines {
  /** The engine with its default waiting. */
  static final String PAIPA = "paipa";

  /** Threads and queues. */
  static final String QUEUE = "arrayBlockingQueue";

  private static final Waiting BACKOFF =
      Waiting.backoff(100, 100, Duration.ofNanos(1_000), Duration.ofNanos(100_000));

  private Lines() {}

  static Line start(String engine, Shape shape) {
    return switch (engine) {
      case PAIPA -> new PaipaLine(shape, Waiting.parking());
      case "paipaYielding" -> new PaipaLine(shape, Waiting.yielding());
      case "paipaBusySpin" -> new PaipaLine(shape, Waiting.busySpin());
      case "paipaBackoff" -> new PaipaLine(shape, BACKOFF);
      case QUEUE -> new QueueLine(shape);
      case "rawDisruptorBusySpin" -> new DisruptorLine(shape, new BusySpinWaitStrategy());
      case "rawDisruptorBlocking" -> new DisruptorLine(shape, new BlockingWaitStrategy());
      default -> throw new IllegalArgumentException("engine: " + engine);
    };
  }
}
