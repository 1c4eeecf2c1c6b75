package io.paipa.stress.lifecycle;

import io.paipa.Clocks;
import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepContext;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/** The pipeline that is tried: two steps with rings of two slots, and counts of what it did. */
final class Subject {
  /** An item at which the first step fails. */
  static final Integer BAD = -1;

  final AtomicInteger stepStarts = new AtomicInteger();
  final AtomicInteger stepStops = new AtomicInteger();
  final AtomicInteger workerStarts = new AtomicInteger();
  final AtomicInteger workerStops = new AtomicInteger();
  final AtomicInteger accepted = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger sources = new AtomicInteger();
  final AtomicInteger closedSources = new AtomicInteger();
  final Pipeline<Integer, Integer> pipeline;
  private final Points points;

  Subject(String name, Points points) {
    this.points = points;
    pipeline =
        Clocks.build(
            Pipeline.<Integer>named(name)
                .step("first", First::new)
                .workers(2)
                .capacity(2)
                .map("second", item -> item)
                .capacity(2)
                .whenFailed(failure -> failures.incrementAndGet())
                .threadFactory(this::newThread),
            points);
  }

  private Thread newThread(Runnable work) {
    points.pass();
    return new Thread(work);
  }

  private final class First implements Step<Integer, Integer> {
    @Override
    public void onStepStart(StepContext<Integer> context) {
      points.pass();
      stepStarts.incrementAndGet();
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      workerStarts.incrementAndGet();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      if (item.equals(BAD)) {
        throw new IllegalArgumentException("a bad item");
      }
      out.emit(item);
    }

    @Override
    public void onWorkerStop(Ending ending) {
      workerStops.incrementAndGet();
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      stepStops.incrementAndGet();
    }
  }

  /** A lazy source of ten items. */
  final class Source implements Iterable<Integer>, AutoCloseable {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return next.get() < 10;
        }

        @Override
        public Integer next() {
          accepted.incrementAndGet();
          return next.incrementAndGet();
        }
      };
    }

    @Override
    public void close() {
      closedSources.incrementAndGet();
    }
  }
}
