package io.paipa.stress.soak;

import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.Skip;
import io.paipa.StepReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * The load: a pipeline that runs all the time, in which items fail, are retried, skipped, put back
 * and dead-lettered. Beside it run short ones, of which some fail and some are aborted.
 */
final class Load {
  private static final long SHORT_ITEMS = 2_000;
  private static final int META_EVERY = 10_000;
  private static final long JOIN_MILLIS = 60_000;

  private final LongAdder items = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder shortRuns = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();
  private final PrintStream out;
  private final Pipeline<Long, Void> pipeline;
  private final Thread producer = new Thread(this::produce, "soak-producer");
  private final Thread starter = new Thread(this::startShortOnes, "soak-starter");

  /**
   * Begins.
   *
   * @param out where to print what goes wrong
   */
  Load(PrintStream out) {
    this.out = out;
    pipeline =
        Pipeline.<Long>named("soak")
            .map("fail", Load::failNowAndThen)
            .workers(4)
            .retrying(3, Backoff.fixed(Duration.ofNanos(200_000)))
            .onFailure(FailurePolicy.deadLetter(failed -> deadLetters.increment()))
            .filter("most", item -> item % 7 != 0)
            .workers(2)
            .ordered()
            .chunk("chunk", 100, Duration.ofMillis(5))
            .<Long>flatMapIterable("flatten", chunk -> chunk)
            .workers(2)
            .sink("count", item -> items.increment())
            .build();
    producer.setDaemon(true);
    starter.setDaemon(true);
    pipeline.start();
    producer.start();
    starter.start();
  }

  private static Long failNowAndThen(Long item) {
    if (item % 1_000 == 3) {
      throw new IllegalStateException("always");
    }
    if (item % 500 == 7 && System.nanoTime() % 2 == 0) {
      throw new IllegalStateException("now and then");
    }
    if (item % 100 == 11) {
      throw Skip.item();
    }
    return item;
  }

  private void produce() {
    try {
      for (long i = 0; !over.get(); i++) {
        pipeline.put(i);
        if (i % META_EVERY == 0) {
          pipeline.putMeta(i);
        }
      }
    } catch (Throwable t) {
      wrong("the producer: " + t);
    }
  }

  private void startShortOnes() {
    try {
      for (long round = 0; !over.get(); round++) {
        startShortOne(round);
      }
    } catch (Throwable t) {
      wrong("the starter: " + t);
    }
  }

  private void startShortOne(long round) throws InterruptedException {
    long failing = round % 3 == 0 ? SHORT_ITEMS / 2 : -1;
    boolean aborts = round % 5 == 0;
    try (Pipeline<Long, Long> shortOne =
        Pipeline.<Long>named("short")
            .map("a", item -> failAt(item, failing))
            .workers(3)
            .map("b", item -> item + 1)
            .workers(2)
            .ordered()
            .build()) {
      shortOne.putIterator(LongStream.range(0, SHORT_ITEMS).iterator());
      shortOne.start();
      if (aborts) {
        shortOne.abort();
      }
      boolean failed = stop(shortOne);
      if (!aborts && failed != (failing >= 0)) {
        wrong("round " + round + ": " + shortOne.state());
      }
      check(shortOne);
    }
    shortRuns.increment();
  }

  private static boolean stop(Pipeline<Long, Long> shortOne) throws InterruptedException {
    try {
      shortOne.stop();
    } catch (PipelineException e) {
      return true;
    }
    return false;
  }

  private static Long failAt(Long item, long failing) {
    if (item == failing) {
      throw new IllegalStateException("short");
    }
    return item;
  }

  private void check(Pipeline<?, ?> ended) {
    Report report = ended.report();
    long came = report.accepted() - report.abandonedBeforeFirstStep();
    for (StepReport step : report.steps()) {
      long sum =
          step.done() + step.skipped() + step.deadLettered() + step.failed() + step.abandoned();
      if (step.received() != sum || step.received() != came) {
        wrong(came + " came: " + step);
      }
      came = step.emitted();
    }
  }

  long items() {
    return items.sum();
  }

  long shortRuns() {
    return shortRuns.sum();
  }

  private void wrong(String what) {
    wrong.increment();
    out.println("WRONG: " + what);
  }

  /** How often something was found wrong. */
  long wrong() {
    return wrong.sum();
  }

  /** Ends the load, and waits for it; what does not end is described. */
  void stop() throws InterruptedException {
    over.set(true);
    Thread closer = new Thread(pipeline::close, "soak-closer");
    for (Thread thread : List.of(producer, starter, closer)) {
      if (thread == closer) {
        closer.setDaemon(true);
        closer.start();
      }
      thread.join(JOIN_MILLIS);
      if (thread.isAlive()) {
        wrong(thread.getName() + " does not end: " + Arrays.toString(thread.getStackTrace()));
        out.println(pipeline.dump());
      }
    }
    check(pipeline);
  }
}
