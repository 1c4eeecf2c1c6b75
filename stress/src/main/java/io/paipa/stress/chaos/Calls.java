package io.paipa.stress.chaos;

import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.stress.Stuck;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What the threads saw that call the pipeline. Any thread, but the results are pulled by one. */
final class Calls {
  /** Something that may throw what the pipeline's calls throw. */
  @FunctionalInterface
  interface Call {
    void make() throws InterruptedException;
  }

  private final Scenario scenario;
  private final Problems problems;
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicInteger pulled = new AtomicInteger();
  private final AtomicLong pulledSum = new AtomicLong();
  private volatile boolean interrupted;
  private volatile boolean startReturned;
  private volatile boolean resultsDrained;
  private volatile boolean trusted;

  Calls(Scenario scenario, Problems problems) {
    this.scenario = scenario;
    this.problems = problems;
  }

  /** How often the failure was thrown, to other threads than the one that pulls the results. */
  int delivered() {
    return delivered.get();
  }

  /** How often user code was said to be stuck. */
  int stuck() {
    return stuck.get();
  }

  int pulled() {
    return pulled.get();
  }

  /** The sum of the hashes of the results. */
  long pulledSum() {
    return pulledSum.get();
  }

  /** Whether a call ended for an interrupt, or for an abort. */
  boolean interrupted() {
    return interrupted;
  }

  /** Whether a call returned behind which one may trust that all was done. */
  boolean trusted() {
    return trusted;
  }

  /** A call has returned that throws unless all was done, for a thread that has cut nothing. */
  void trust() {
    trusted = true;
  }

  /** Whether the call that starts, runs or pulls returned without an exception. */
  boolean startReturned() {
    return startReturned;
  }

  /** Whether the results ended, with or without the word that a drain has cut what they are of. */
  boolean pulledAll() {
    return scenario.start() == Scenario.Start.RESULTS && (startReturned || resultsDrained);
  }

  /** Any call. */
  void guarded(Call call) {
    guarded(call, false);
  }

  /** The call that starts, runs or pulls. */
  void start(Call call) {
    guarded(
        () -> {
          call.make();
          startReturned = true;
        },
        scenario.pullsResults() || scenario.runsDuring());
  }

  private void guarded(Call call, boolean pulls) {
    try {
      call.make();
    } catch (PipelineException e) {
      if (Stuck.isSaidBy(e)) {
        stuck.incrementAndGet();
      } else if (!pulls) {
        delivered.incrementAndGet(); // the puller gets it, too, if another has
      }
    } catch (InterruptedException | CancellationException e) {
      interrupted = true;
    } catch (IllegalStateException e) {
      // too late, or too early
    } catch (Throwable t) {
      problems.other("a call threw " + t);
    }
  }

  /** Pulls results. */
  void pull(Pipeline<Object, Object> pipeline, int atMost) {
    boolean ordered =
        scenario.steps().stream().allMatch(StepSpec::keepsOrder)
            && scenario.feeds().size() == 1
            && !scenario.mayOvertakeItself(0);
    try (Stream<Object> results = pipeline.results()) {
      Iterator<Object> items = results.iterator();
      long last = -1;
      while (pulled.get() < atMost && items.hasNext()) {
        Object item = items.next();
        pulled.incrementAndGet();
        if (item instanceof Token token) {
          pulledSum.addAndGet(token.id);
          problems.otherUnless(
              !token.doomed, "result " + token + " is the output of an attempt that failed");
          if (ordered && token.feed >= 0) {
            problems.otherUnless(token.order > last, "result " + token + " came out of its order");
            last = token.order;
          }
        }
      }
    } catch (CutShortException cut) {
      resultsDrained = cut.report().state() == PipelineState.DRAINED;
      throw cut;
    }
  }
}
