package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What steps have seen of the events of each key. */
final class Keyed {
  private final Map<Integer, List<Integer>> begun = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> inside = new ConcurrentHashMap<>();

  /** An event is begun: no other of its key is in work. */
  void begin(Event event) {
    AtomicInteger those = inside.computeIfAbsent(event.key(), key -> new AtomicInteger());
    assertThat(those.incrementAndGet()).as("in work of the key of %s", event).isEqualTo(1);
    begun.computeIfAbsent(event.key(), key -> new CopyOnWriteArrayList<>()).add(event.number());
  }

  /** An event that was begun is done with. */
  void end(Event event) {
    Objects.requireNonNull(inside.get(event.key())).decrementAndGet();
  }

  /** The numbers of a key, in the order in which they were begun. */
  List<Integer> of(int key) {
    return begun.getOrDefault(key, List.of());
  }

  /** Of how many keys events were begun. */
  int keys() {
    return begun.size();
  }
}
