package io.paipa.benchmarks.results;

import java.util.List;
import java.util.stream.Stream;

/** The engines by name, as the benchmarks' parameters have them. */
final class Engines {
  static final String PAIPA = "paipa";
  static final String BUSY_SPIN = "paipaBusySpin";
  static final String QUEUE = "arrayBlockingQueue";
  static final String TUNED = "tunedDisruptor";
  static final String RAW_BUSY_SPIN = "rawDisruptorBusySpin";
  static final String RAW_BLOCKING = "rawDisruptorBlocking";

  /** Threads, rings, and nothing else: no engine, but what engines are held against. */
  static final String LIMIT = "limit";

  static final String STREAM = "parallelStream";
  static final String IDEAL = "ideal";
  static final String DISRUPTOR_3 = "disruptor3";
  static final String QUEUE_ONE_WRITER = "arrayBlockingQueueOneWriter";
  static final String CLUSTER = "paipaCluster";
  static final String JET_VERTICES = "jetVertices";

  /** Workers of the two steps. */
  static final List<String> TOPOLOGIES = List.of("1x1", "2x1", "4x4", "16x1", "16x16");

  /** Producers and workers of {@code WorkerPools}, and how those wait. */
  static final List<String> POOL_SHAPES = List.of("1to3", "1to3released", "2to2");

  static final List<String> POOL_WAITING = List.of("yielding", "blocking", "one");

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /** The quickest queue, and the quickest reactive library; by hand all others can be run. */
  private static final List<String> OTHER_PEERS = List.of("jctools", "reactor");

  private Engines() {}

  /** The peers beside the queue pipeline and the Disruptor by hand; jox needs virtual threads. */
  static List<String> otherPeers(int jdk) {
    return hasVirtualThreads(jdk)
        ? Stream.concat(OTHER_PEERS.stream(), Stream.of("jox")).toList()
        : OTHER_PEERS;
  }

  /** As they are drawn: the engine first, and last what it is held against. */
  static List<String> drawn(int jdk) {
    return Stream.of(Stream.of(PAIPA, TUNED, QUEUE), otherPeers(jdk).stream(), Stream.of(LIMIT))
        .flatMap(engines -> engines)
        .toList();
  }

  static boolean hasVirtualThreads(int jdk) {
    return jdk >= FIRST_WITH_VIRTUAL_THREADS;
  }

  /** Whether it is this engine, whichever way it waits. */
  static boolean isOurs(String engine) {
    return engine.startsWith(PAIPA);
  }
}
