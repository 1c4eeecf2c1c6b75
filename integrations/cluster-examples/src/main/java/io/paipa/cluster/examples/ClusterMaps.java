package io.paipa.cluster.examples;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

/** The maps of the cluster that a run uses. Each has a copy of each entry on another member. */
final class ClusterMaps {
  /** The name of {@link #facts}. */
  static final String FACTS = "facts";

  private ClusterMaps() {}

  /** The files to be read, by their numbers from 0. */
  static IMap<Integer, String> paths(HazelcastInstance hazelcast) {
    return hazelcast.getMap("paths");
  }

  /** The catalogue, by path: so a file that is read twice is there once. */
  static IMap<String, FileFacts> facts(HazelcastInstance hazelcast) {
    return hazelcast.getMap(FACTS);
  }

  /** How many files of each share are in a snapshot, at least. */
  static IMap<Integer, Integer> safePositions(HazelcastInstance hazelcast) {
    return hazelcast.getMap("safe-positions");
  }
}
