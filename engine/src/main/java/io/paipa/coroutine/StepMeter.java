package io.paipa.coroutine;

import io.paipa.StepReport;
import io.paipa.StepUsage;
import io.paipa.internal.ledger.StepCounts;
import io.paipa.internal.ledger.StepLoad;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What one step has given and used. Written and read by the thread that reads the results. */
final class StepMeter {
  final long[] counters;
  long given;
  long elements;
  long ownNanos;
  long processorNanos;
  long userNanos;
  long allocatedBytes;

  /** Own time since processor time was last shared out. */
  long unsharedNanos;

  /** Processor time since user time was last shared out. */
  long unsharedProcessorNanos;

  StepMeter(int counters) {
    this.counters = new long[counters];
  }

  void gave(Object output) {
    given++;
    elements += output instanceof Collection<?> collection ? collection.size() : 1;
  }

  /** How this meter's step, which gets what another's gave, looks in a report. */
  StepReport report(
      NamedStep step,
      long received,
      int failed,
      int inHand,
      ThreadMeter thread,
      List<String> names) {
    long failedItems = Math.min(failed, received); // a step may fail before its first item
    boolean drops = step.stage() instanceof PerItem;
    long skipped = drops ? Math.max(0, received - given - failedItems - inHand) : 0;
    return new StepCounts(
        step.name(),
        1,
        received,
        received - skipped - failedItems - inHand,
        skipped,
        0,
        failedItems,
        0,
        given,
        0,
        0,
        0,
        inHand,
        0,
        0,
        0,
        0,
        StepLoad.NONE,
        Optional.of(usage(thread, names)));
  }

  private StepUsage usage(ThreadMeter thread, List<String> names) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < counters.length; i++) {
      counts.put(names.get(i), counters[i]);
    }
    boolean timed = thread.tellsProcessorTime();
    long user = Math.min(userNanos, processorNanos);
    return new Usage(
        elements,
        Duration.ofNanos(ownNanos),
        timed ? Optional.of(Duration.ofNanos(user)) : Optional.empty(),
        timed ? Optional.of(Duration.ofNanos(processorNanos - user)) : Optional.empty(),
        thread.tellsAllocation() ? OptionalLong.of(allocatedBytes) : OptionalLong.empty(),
        Collections.unmodifiableMap(counts));
  }

  private record Usage(
      long elements,
      Duration ownTime,
      Optional<Duration> userTime,
      Optional<Duration> systemTime,
      OptionalLong allocatedBytes,
      Map<String, Long> counters)
      implements StepUsage {}
}
