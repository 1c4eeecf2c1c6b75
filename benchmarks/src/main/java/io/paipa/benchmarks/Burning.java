package io.paipa.benchmarks;

import org.openjdk.jmh.infra.Blackhole;

/** One worker of a step that takes so long. */
record Burning(int tokens, Tally tally) {
  void take(Integer item) {
    Blackhole.consumeCPU(tokens);
    tally.add(item);
  }
}
