package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import com.hazelcast.jet.pipeline.StreamSource;
import java.util.List;

/**
 * Numbers from 0, in one place of the cluster. The next one is in its snapshot: so it replays from
 * there. A map of the cluster says how many snapshots were begun.
 */
final class Numbers {
  private static final String PROBES = "probes";
  private static final int BATCH = 64;

  private final int end;
  private final HazelcastInstance hazelcast;
  private int next;
  private int limit;
  private int snapshots;

  private Numbers(int end, HazelcastInstance hazelcast) {
    this.end = end;
    this.hazelcast = hazelcast;
  }

  static StreamSource<Integer> upTo(int end) {
    return SourceBuilder.stream("numbers", context -> new Numbers(end, context.hazelcastInstance()))
        .<Integer>fillBufferFn(Numbers::fill)
        .createSnapshotFn(Numbers::snapshot)
        .restoreSnapshotFn(Numbers::restore)
        .build();
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
    if (next >= limit) {
      limit = Math.min(end, hazelcast.<String, Integer>getMap(PROBES).getOrDefault("limit", end));
    }
    for (int i = 0; i < BATCH && next < limit; i++) {
      buffer.add(next++);
    }
  }

  private Integer snapshot() {
    hazelcast.<String, Integer>getMap(PROBES).set("snapshots", ++snapshots);
    return next;
  }

  private void restore(List<Integer> saved) {
    next = saved.get(0);
  }
}
