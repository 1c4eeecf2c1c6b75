package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import com.hazelcast.jet.pipeline.StreamSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers from 0. They are in lanes, each of which has one reader: the place of the lane is its
 * remainder. The next number of each lane is in the reader's snapshot: so the lane goes on from
 * there, whoever reads it then. A map of the cluster says how many snapshots the first reader has
 * begun.
 */
final class Numbers {
  private static final String PROBES = "probes";

  /** Two and three readers have equally many of them. */
  private static final int LANES = 6;

  private static final int BATCH = 64;

  private final int end;
  private final HazelcastInstance hazelcast;
  private final boolean isFirst;
  private final Map<Integer, Integer> nextOfLane = new HashMap<>();
  private int limit;
  private int snapshots;

  private Numbers(int end, HazelcastInstance hazelcast, int reader, int readers) {
    this.end = end;
    this.hazelcast = hazelcast;
    this.isFirst = reader == 0;
    for (int lane = reader; lane < LANES; lane += readers) {
      nextOfLane.put(lane, lane);
    }
  }

  /** One member reads them all. */
  static StreamSource<Integer> upTo(int end) {
    return SourceBuilder.stream(
            "numbers", context -> new Numbers(end, context.hazelcastInstance(), 0, 1))
        .<Integer>fillBufferFn(Numbers::fill)
        .createSnapshotFn(Numbers::snapshot)
        .restoreSnapshotFn(Numbers::restore)
        .build();
  }

  /** Each member reads some of the lanes. */
  static StreamSource<Integer> onEachMemberUpTo(int end) {
    return SourceBuilder.stream("numbers", context -> ofReader(end, context))
        .<Integer>fillBufferFn(Numbers::fill)
        .createSnapshotFn(Numbers::snapshot)
        .restoreSnapshotFn(Numbers::restore)
        .distributed(1)
        .build();
  }

  private static Numbers ofReader(int end, Processor.Context context) {
    return new Numbers(
        end,
        context.hazelcastInstance(),
        context.globalProcessorIndex(),
        context.totalParallelism());
  }

  /** How many snapshots were begun since the last start. All but the last are complete. */
  static int snapshots(HazelcastInstance hazelcast) {
    return hazelcast.<String, Integer>getMap(PROBES).getOrDefault("snapshots", 0);
  }

  /** How many are given for now. */
  static void limit(HazelcastInstance hazelcast, int numbers) {
    hazelcast.<String, Integer>getMap(PROBES).set("limit", numbers);
  }

  private void fill(SourceBuffer<Integer> buffer) {
    if (nextOfLane.values().stream().allMatch(next -> next >= limit)) {
      limit = Math.min(end, hazelcast.<String, Integer>getMap(PROBES).getOrDefault("limit", end));
    }
    nextOfLane.replaceAll((lane, next) -> fill(buffer, next));
  }

  private int fill(SourceBuffer<Integer> buffer, int first) {
    int next = first;
    for (int i = 0; i < BATCH / LANES && next < limit; i++) {
      buffer.add(next);
      next += LANES;
    }
    return next;
  }

  private Map<Integer, Integer> snapshot() {
    if (isFirst) {
      hazelcast.<String, Integer>getMap(PROBES).set("snapshots", ++snapshots);
    }
    return new HashMap<>(nextOfLane);
  }

  /** What all readers have saved; there may have been more of them. */
  private void restore(List<Map<Integer, Integer>> saved) {
    for (Map<Integer, Integer> lanes : saved) {
      nextOfLane.replaceAll(lanes::getOrDefault);
    }
  }
}
