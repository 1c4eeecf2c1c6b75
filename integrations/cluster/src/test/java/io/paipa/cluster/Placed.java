package io.paipa.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.paipa.Emitter;
import io.paipa.Step;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Passes numbers on, and notes in a map of the cluster in which processes it has done that. */
final class Placed implements Step<Integer, Integer> {
  private static final String PLACES = "places";

  private boolean isNoted;

  /** The ids of the processes. */
  static Set<Long> processes(HazelcastInstance hazelcast) {
    return hazelcast.<Long, Boolean>getMap(PLACES).keySet();
  }

  @Override
  public void process(Integer number, Emitter<Integer> out) {
    if (!isNoted) {
      IMap<Long, Boolean> places =
          Hazelcast.getAllHazelcastInstances().iterator().next().getMap(PLACES);
      places.set(ProcessHandle.current().pid(), true);
      isNoted = true;
    }
    LockSupport.parkNanos(number < NumbersRun.NUMBERS / 2 ? 100_000 : 1_000_000);
    out.emit(number);
  }
}
