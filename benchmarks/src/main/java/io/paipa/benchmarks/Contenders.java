package io.paipa.benchmarks;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import io.paipa.Waiting;
import java.util.concurrent.LinkedBlockingQueue;

/** The contenders of {@link PipelineThroughput} by name. */
final class Contenders {
  private Contenders() {}

  /** A pipeline of two steps with so many workers each. */
  static Contender named(String engine, int first, int second) {
    return switch (engine) {
      case "paipa" -> new PaipaContender(first, second);
      case "paipaYielding" -> new PaipaContender(first, second, Waiting.yielding());
      case "arrayBlockingQueue" -> new QueueContender(first, second);
      case "linkedBlockingQueue" ->
          new QueueContender(
              first, second, size -> new BlockingChannel(new LinkedBlockingQueue<>(size)));
      case "linkedTransferQueue" -> new QueueContender(first, second, TransferChannel::new);
      case "jctools" -> new QueueContender(first, second, JctoolsChannel::new);
      case "conversant" ->
          new QueueContender(
              first, second, size -> new BlockingChannel(new DisruptorBlockingQueue<>(size)));
      case "rawDisruptor" -> new RawDisruptorContender(first, second);
      case "tunedDisruptor" -> new TunedDisruptorContender(first, second);
      case "reactor" -> new ReactorContender(first, second);
      case "rxjava" -> new RxJavaContender(first, second);
      case "pekko" -> new PekkoContender(first, second);
      case "jox" -> new JoxContender(first, second);
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }
}
