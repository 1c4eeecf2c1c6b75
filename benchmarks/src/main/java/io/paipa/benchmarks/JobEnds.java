package io.paipa.benchmarks;

import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.Inbox;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.pipeline.BatchSource;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs of a cluster take from, and what they give to, one job at a time: a processor each,
 * which does as little as can be. Jet makes the processors out of bytes. So items and tallies are
 * found in static fields: the only member is in this JVM.
 *
 * <p>The thread that submits a job writes the fields before that, and reads the tallies after the
 * job's end.
 */
final class JobEnds {
  private static volatile Iterable<Integer> items = Collections.emptyList();
  private static volatile Tallies tallies = new Tallies();

  private JobEnds() {}

  /** Before a job: what its source is to give. */
  static void prepare(Iterable<Integer> all) {
    items = all;
    tallies = new Tallies();
  }

  /** After a job: what came to its sink. */
  static Checksum arrived() {
    return tallies.total();
  }

  static BatchSource<Integer> source() {
    return Sources.batchFromProcessor("items", ProcessorMetaSupplier.of(1, Giving::new));
  }

  static Sink<Integer> sink() {
    return Sinks.fromProcessor("counted", ProcessorMetaSupplier.of(1, Counting::new));
  }

  private static final class Giving extends AbstractProcessor {
    private final Iterator<Integer> left = items.iterator();
    private @Nullable Integer next;

    @Override
    public boolean complete() {
      while (next != null || left.hasNext()) {
        next = next == null ? left.next() : next;
        if (!tryEmit(Objects.requireNonNull(next))) {
          return false;
        }
        next = null;
      }
      return true;
    }
  }

  private static final class Counting extends AbstractProcessor {
    private final Tally tally = tallies.add();

    @Override
    public void process(int ordinal, Inbox inbox) {
      for (Object item = inbox.poll(); item != null; item = inbox.poll()) {
        tally.add((Integer) item);
      }
    }
  }
}
