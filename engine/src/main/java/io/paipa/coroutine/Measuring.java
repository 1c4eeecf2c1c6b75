package io.paipa.coroutine;

import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.internal.ledger.PipelineReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One application of steps that are measured. Each step stands between two {@link Metered}, which
 * say whose turn it is. Closing it makes the last report. Confined to the thread that reads the
 * results.
 */
final class Measuring implements AutoCloseable {
  /** The meter of all that is not of the steps: what is before and after them. */
  private static final int OUTSIDE = 0;

  private static final int NOBODY = -1;

  private final RuntimeDebugger debugger;
  private final List<NamedStep> steps;
  private final ThreadMeter thread = ThreadMeter.best();
  private final StepMeter[] meters;
  private final Stopwatch watch;
  private final long start;
  private long lastReport;
  private boolean ended;
  private @Nullable Throwable failure;
  private int failedStep;

  Measuring(RuntimeDebugger debugger, List<NamedStep> steps) {
    this.debugger = debugger;
    this.steps = steps;
    meters =
        IntStream.rangeClosed(0, steps.size())
            .mapToObj(i -> new StepMeter(debugger.counterNames().size()))
            .toArray(StepMeter[]::new);
    watch = new Stopwatch(meters, thread, debugger);
    start = watch.lastNanos();
    lastReport = start;
  }

  Pull stack(Pull upstream, Belongings belongings) {
    belongings.add(this, null); // before what the steps own, so that it is closed after that
    Pull top = new Metered(upstream, OUTSIDE);
    for (int i = 0; i < steps.size(); i++) {
      NamedStep step = steps.get(i);
      int before = watch.turnTo(i + 1);
      try {
        top = step.stage().on(top, new Place(i + 1, step.name()), belongings);
      } catch (Throwable t) {
        failed(i + 1, t);
        throw t;
      } finally {
        watch.turnTo(before);
      }
      top = new Metered(top, i + 1);
    }
    return top;
  }

  private void failed(int step, Throwable thrown) {
    if (failure != thrown) {
      failure = thrown;
      failedStep = step;
    }
  }

  /** Called when a meter's item goes to the step after it, which has it in hand then. */
  private void reportIfDue(int meter) {
    if (watch.lastNanos() - lastReport >= debugger.intervalNanos()) {
      report(PipelineState.RUNNING, meter + 1);
      lastReport = watch.lastNanos();
    }
  }

  @Override
  public void close() {
    if (failure != null) {
      report(PipelineState.FAILED, NOBODY);
    } else {
      report(ended ? PipelineState.COMPLETED : PipelineState.ABORTED, NOBODY);
    }
  }

  private void report(PipelineState state, int holder) {
    watch.settleAll();
    debugger.report(snapshot(state, holder));
    watch.resume();
  }

  private Report snapshot(PipelineState state, int holder) {
    boolean hasFailed = state == PipelineState.FAILED;
    List<StepReport> reports = new ArrayList<>();
    for (int i = 1; i <= steps.size(); i++) {
      reports.add(
          meters[i].report(
              steps.get(i - 1),
              meters[i - 1].given,
              hasFailed && failedStep == i ? 1 : 0,
              holder == i ? 1 : 0,
              thread,
              debugger.counterNames()));
    }
    return new PipelineReport(
        debugger.name(),
        state,
        Duration.ofNanos(watch.lastNanos() - start),
        meters[OUTSIDE].given,
        0,
        List.copyOf(reports),
        List.of(),
        state == PipelineState.ABORTED,
        Optional.empty(),
        hasFailed ? Optional.of(described()) : Optional.empty());
  }

  private PipelineException described() {
    Throwable thrown = failure;
    if (thrown instanceof PipelineException known) {
      return known;
    }
    String step = failedStep == OUTSIDE ? null : steps.get(failedStep - 1).name();
    String where =
        "recipe '" + debugger.name() + "'" + (step == null ? ", source" : ", step '" + step + "'");
    return new PipelineException(
        where + " failed: " + thrown, debugger.name(), step, null, 0, thrown);
  }

  /** Gives the turn to a step, or to what is before the first, for as long as it is asked. */
  private final class Metered extends Pull {
    private final Pull pull;
    private final int index;
    private final StepMeter meter;

    Metered(Pull pull, int index) {
      this.pull = pull;
      this.index = index;
      this.meter = meters[index];
    }

    @Override
    @Nullable Object next() {
      int before = watch.turnTo(index);
      Object item;
      try {
        item = pull.next();
      } catch (Throwable t) {
        failed(index, t);
        throw t;
      } finally {
        watch.turnTo(before);
      }
      failure = null; // if there was one, this step has dealt with it
      if (item != null) {
        meter.gave(item);
        reportIfDue(index);
      } else if (index == meters.length - 1) {
        ended = true;
      }
      return item;
    }
  }
}
