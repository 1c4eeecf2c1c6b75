package io.paipa.cluster.examples;

import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.map.IMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The source, as each member has it. The files are numbered, and dealt out to twelve shares; each
 * member gives the files of some of them. A snapshot has the position in each share: how many of
 * its files were given. After the loss of a member those that are left divide the shares anew, and
 * go on from these positions. Used by one thread of Jet's.
 *
 * <p>It does not end with the last file. A part of a job that has ended is in no later snapshot,
 * and a restart from that would begin it anew.
 */
final class FileShares {
  private static final int SHARES = 12;

  /** Given to Jet at a time; a snapshot waits for them. */
  private static final int AT_A_TIME = 8;

  private final IMap<Integer, String> paths;
  private final IMap<Integer, Integer> safePositions;
  private final int files;

  /** Of each share of this member. */
  private final Map<Integer, Integer> positions = new HashMap<>();

  /** The same at the last snapshot. */
  private Map<Integer, Integer> atSnapshot = new HashMap<>();

  private FileShares(Processor.Context context, int files) {
    this.paths = ClusterMaps.paths(context.hazelcastInstance());
    this.safePositions = ClusterMaps.safePositions(context.hazelcastInstance());
    this.files = files;
    for (int share = 0; share < SHARES; share++) {
      if (share % context.totalParallelism() == context.globalProcessorIndex()) {
        positions.put(share, 0);
      }
    }
  }

  /**
   * The source.
   *
   * @param files how many paths the map has
   */
  static StreamSource<String> of(int files) {
    return SourceBuilder.stream("files", context -> new FileShares(context, files))
        .<String>fillBufferFn(FileShares::fill)
        .distributed(1)
        .createSnapshotFn(FileShares::snapshot)
        .restoreSnapshotFn(FileShares::restore)
        .build();
  }

  private void fill(SourceBuffer<String> buffer) {
    Set<Integer> numbers = next();
    Map<Integer, String> found = paths.getAll(numbers);
    for (int number : numbers) {
      String path = found.get(number);
      if (path == null) {
        throw new IllegalStateException(
            "the path of file " + number + " is lost; were two members killed at once?");
      }
      buffer.add(path);
    }
  }

  /** Moves on, by a file of each share in turn. */
  private Set<Integer> next() {
    Set<Integer> numbers = new LinkedHashSet<>();
    boolean hasMore = true;
    while (hasMore && numbers.size() < AT_A_TIME) {
      hasMore = false;
      for (Map.Entry<Integer, Integer> share : positions.entrySet()) {
        int number = share.getKey() + share.getValue() * SHARES;
        if (number < files) {
          numbers.add(number);
          share.setValue(share.getValue() + 1);
          hasMore = true;
        }
      }
    }
    return numbers;
  }

  /** Another snapshot is taken only when the one before is complete: so that one can be told of. */
  private Map<Integer, Integer> snapshot() {
    var unused = safePositions.setAllAsync(atSnapshot);
    atSnapshot = new HashMap<>(positions);
    return atSnapshot;
  }

  /** Takes its own from what all members have saved. */
  private void restore(List<? extends Map<Integer, Integer>> saved) {
    saved.forEach(ofOneMember -> positions.replaceAll(ofOneMember::getOrDefault));
  }
}
