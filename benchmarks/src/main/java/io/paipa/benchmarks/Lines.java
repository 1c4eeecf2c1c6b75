package io.paipa.benchmarks;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import io.paipa.Waiting;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The engines that carry a {@link Line}, by name. */
final class Lines {
  /** The engine with its default waiting. */
  static final String PAIPA = "paipa";

  /** Threads and queues, with the queue that is most often picked. */
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
      case QUEUE ->
          new QueueLine(shape, size -> new BlockingChannel(new ArrayBlockingQueue<>(size)));
      case "linkedBlockingQueue" ->
          new QueueLine(shape, size -> new BlockingChannel(new LinkedBlockingQueue<>(size)));
      case "conversant" ->
          new QueueLine(shape, size -> new BlockingChannel(new DisruptorBlockingQueue<>(size)));
      case "linkedTransferQueue" -> new QueueLine(shape, TransferChannel::new);
      case "jctools" -> new QueueLine(shape, JctoolsChannel::new);
      case "rawDisruptorBusySpin" -> new DisruptorLine(shape, new BusySpinWaitStrategy());
      case "rawDisruptorBlocking" -> new DisruptorLine(shape, new BlockingWaitStrategy());
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }
}
