package io.paipa.coroutine;

import com.google.errorprone.annotations.CheckReturnValue;
import io.paipa.Report;
import io.paipa.Reporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Measures the steps of a recipe: what each gives, and what it uses without its neighbours. It
 * reports every few seconds, and at the end of each application: when the results were read to
 * their end, closed, or failed.
 *
 * <pre>{@code
 * RuntimeDebugger debugger = RuntimeDebugger.named("products")
 *     .reportingTo(Reporter.aligned(System.err::println))
 *     .counting("queries", database::queries);
 * Recipe<Row, Product> measured = recipe.debuggedBy(debugger);
 * }</pre>
 *
 * <p>A {@link Report} has the counts that a threaded pipeline's has, and the {@link
 * io.paipa.StepUsage} of each step besides. What a step received is what the one before gave; a
 * list counts as one there, and by its elements in {@link io.paipa.StepUsage#elements}.
 *
 * <p><b>How exact.</b> Own time, allocated bytes and the counters are read whenever the turn goes
 * from one step to another. They are exact, but for the cost of reading them, which is some 50 ns
 * for each turn. Processor time is read every 50 µs, and its division into user and system time
 * every 20 ms; steps that had shorter turns share it by their time. Where the JVM's management is
 * missing (the modules {@code java.management} and {@code jdk.management}), there are neither
 * processor times nor allocated bytes. A recipe without a debugger pays nothing.
 *
 * <p>The reports are made by the thread that reads the results, at a change of turn: while a step
 * waits, none is made. Applications in several threads report each for itself, one at a time. What
 * a reporter or a counter throws is logged once and otherwise ignored. Immutable, safe for all
 * threads.
 */
@CheckReturnValue
public final class RuntimeDebugger {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  private final String name;
  private final long intervalNanos;
  private final List<Reporter> reporters;
  private final List<String> counterNames;
  private final LongSupplier[] counters;
  private final AtomicBoolean logged = new AtomicBoolean();

  private RuntimeDebugger(
      String name,
      long intervalNanos,
      List<Reporter> reporters,
      List<String> counterNames,
      LongSupplier[] counters) {
    this.name = name;
    this.intervalNanos = intervalNanos;
    this.reporters = reporters;
    this.counterNames = counterNames;
    this.counters = counters;
  }

  /**
   * A debugger that reports to nobody yet.
   *
   * @param name what reports call the recipe; not blank
   * @return the debugger
   */
  public static RuntimeDebugger named(String name) {
    Objects.requireNonNull(name, "debugger name: null; give it a name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("debugger name: empty; give it a name");
    }
    return new RuntimeDebugger(
        name, DEFAULT_INTERVAL.toNanos(), List.of(), List.of(), new LongSupplier[0]);
  }

  /**
   * Adds a reporter.
   *
   * @param reporter gets the reports, after those that were added before
   * @return a new debugger
   */
  public RuntimeDebugger reportingTo(Reporter reporter) {
    Objects.requireNonNull(reporter, "reporter: null is not a reporter");
    List<Reporter> more = new ArrayList<>(reporters);
    more.add(reporter);
    return new RuntimeDebugger(name, intervalNanos, List.copyOf(more), counterNames, counters);
  }

  /**
   * Sets how often it reports; every 5 s by default.
   *
   * @param interval the least time between two reports, positive
   * @return a new debugger
   */
  public RuntimeDebugger every(Duration interval) {
    Objects.requireNonNull(interval, "interval: null is not a duration");
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval: " + interval + " is not positive");
    }
    long nanos = interval.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE : interval.toNanos();
    return new RuntimeDebugger(name, nanos, reporters, counterNames, counters);
  }

  /**
   * Adds a counter: by how much it goes up during a step's turn is that step's.
   *
   * @param counterName what reports call it; not blank, and unlike the others
   * @param counter tells the count; called often, by the thread that reads the results
   * @return a new debugger
   */
  public RuntimeDebugger counting(String counterName, LongSupplier counter) {
    Objects.requireNonNull(counterName, "counter name: null; give it a name");
    Objects.requireNonNull(counter, () -> "counter '" + counterName + "': null counts nothing");
    if (counterName.isBlank() || counterNames.contains(counterName)) {
      throw new IllegalArgumentException(
          "counter name: '" + counterName + "' is empty, or another counter's");
    }
    List<String> names = new ArrayList<>(counterNames);
    names.add(counterName);
    LongSupplier[] more = Arrays.copyOf(counters, names.size());
    more[counters.length] = counter;
    return new RuntimeDebugger(name, intervalNanos, reporters, List.copyOf(names), more);
  }

  String name() {
    return name;
  }

  long intervalNanos() {
    return intervalNanos;
  }

  List<String> counterNames() {
    return counterNames;
  }

  /** Reads a counter; if it throws, it has not changed. */
  long count(int counter, long before) {
    try {
      return counters[counter].getAsLong();
    } catch (Throwable t) {
      logOnce("counter '" + counterNames.get(counter) + "'", t);
      return before;
    }
  }

  /** Gives a report to all reporters. */
  synchronized void report(Report report) {
    for (Reporter reporter : reporters) {
      try {
        reporter.report(report);
      } catch (Throwable t) { // an Error, too: it observes, it does not decide
        logOnce("a reporter", t);
      }
    }
  }

  private void logOnce(String what, Throwable thrown) {
    if (logged.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "recipe '" + name + "': " + what + " failed; further failures are not logged",
          thrown);
    }
  }
}
