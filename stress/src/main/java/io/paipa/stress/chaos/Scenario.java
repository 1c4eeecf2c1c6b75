package io.paipa.stress.chaos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A pipeline, what is put into it, what is done to it, and what goes wrong. Follows from its seed.
 *
 * @param seed the seed
 * @param steps the steps
 * @param feeds the items
 * @param start how it is started
 * @param end what is done when the feeds that end have ended
 * @param acts what else is done
 * @param faults what goes wrong
 * @param reports whether there are tracker and reporter
 */
record Scenario(
    long seed,
    List<StepSpec> steps,
    List<Feed> feeds,
    Start start,
    Act end,
    List<Act> acts,
    List<Fault> faults,
    boolean reports) {
  private static final int SOON_MILLIS = 50;
  private static final int LATE_MILLIS = 20_000;
  private static final int ONE_IN_EIGHT = 125;
  private static final int ONE_IN_FOUR = 250;
  private static final int STALLS_MILLIS = 50;

  /** How a pipeline is started. */
  enum Start {
    RUN,
    RUN_FOREVER,
    START,
    RESULTS,
    /** Pulled for a while, then closed. */
    RESULTS_CLOSED_EARLY,
    NEVER
  }

  boolean has(Fault.Kind kind) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind);
  }

  boolean does(Act.Kind kind) {
    return acts.stream().anyMatch(act -> act.kind() == kind);
  }

  /** Whether outputs may be left that nobody pulls, though the pipeline has completed. */
  boolean mayLeaveResults() {
    boolean interrupted =
        does(Act.Kind.INTERRUPT_CALLER) || end.kind() == Act.Kind.INTERRUPT_CALLER;
    return start == Start.RESULTS_CLOSED_EARLY || (start == Start.RESULTS && interrupted);
  }

  /** How long to wait for user code that ignores interrupts: long, where there is none. */
  int terminationMillis() {
    return has(Fault.Kind.PROCESS_STUBBORN) ? SOON_MILLIS : LATE_MILLIS;
  }

  /** Whether the threads are daemons. */
  boolean daemon() {
    return draws(1) && !ownThreads(); // the factory says so itself
  }

  /** After how long a warning of a worker that gets nothing done; 0 for the default. */
  int stallMillis() {
    return draws(2) ? 1 + Math.floorMod(Mix.hash(seed, 3), STALLS_MILLIS) : 0;
  }

  /** What users' code seldom does. */
  Oddities oddities() {
    return Oddities.drawn(seed);
  }

  /** Whether what is started is started by {@code during}, whose body waits for somebody's end. */
  boolean runsDuring() {
    return start == Start.START && draws(8);
  }

  /** How many items the queue of a feed never gives; negative if it is an ordinary queue. */
  int keptInQueue(int feed) {
    return draws(9 + feed) ? Math.floorMod(Mix.hash(seed, 27), 4) : -1;
  }

  /** Whether a factory makes the threads. */
  boolean ownThreads() {
    return has(Fault.Kind.THREAD_NEVER_RUNS)
        || has(Fault.Kind.THREAD_FACTORY)
        || has(Fault.Kind.THREAD_FACTORY_NULL)
        || draws(4);
  }

  /** Whether items carry the contexts of the threads that put them. */
  boolean carriesContexts() {
    return Mix.hits(Mix.hash(seed, 41), ONE_IN_FOUR) && steps.stream().noneMatch(StepSpec::pulls);
  }

  /** Whether its steps are run once more, by a host. */
  boolean isEmbeddedToo() {
    return Mix.hits(Mix.hash(seed, 44), ONE_IN_EIGHT);
  }

  /** Drawn apart, so that older seeds stay what they were. */
  private boolean draws(int what) {
    return Mix.hits(Mix.hash(seed, what), ONE_IN_EIGHT);
  }

  /**
   * Whether nobody ends the pipeline before all has been put in, or keeps somebody from putting it
   * in. If sources come before the start, their end is the finish: a thread that puts in
   * afterwards, or at the same time, may come too late.
   */
  boolean isUndisturbed() {
    boolean ends =
        mayAbort()
            || does(Act.Kind.FINISH)
            || does(Act.Kind.STOP)
            || has(Fault.Kind.PROCESS_FINISHES);
    boolean mayBeLate =
        feeds.size() > 1
            && feeds.stream().anyMatch(feed -> feed.kind().isLazy())
            && feeds.stream().anyMatch(feed -> !feed.staged());
    return !ends && !mayBeLate && !does(Act.Kind.INTERRUPT_PRODUCER);
  }

  /** Whether somebody drains: the sources are pulled no more then. */
  boolean drains() {
    return end.kind() == Act.Kind.DRAIN || does(Act.Kind.DRAIN);
  }

  /**
   * Whether the items of a feed may overtake each other on the way in. What is put before the start
   * waits for sources that were handed over earlier, what is put afterwards does not. Both may meet
   * the start.
   */
  boolean mayOvertakeItself(int feed) {
    return !feeds.get(feed).staged() && feeds.stream().anyMatch(other -> other.kind().isLazy());
  }

  boolean pullsResults() {
    return start == Start.RESULTS || start == Start.RESULTS_CLOSED_EARLY;
  }

  /** Whether an abort may come of what is done. */
  boolean mayAbort() {
    return start == Start.NEVER
        || start == Start.RESULTS_CLOSED_EARLY
        || end.kind().mayAbort()
        || has(Fault.Kind.PROCESS_ABORTS)
        || acts.stream().anyMatch(act -> act.kind().mayAbort())
        // Closing before the start, or while results are unread, aborts.
        || (end.kind() == Act.Kind.CLOSE && pullsResults())
        || does(Act.Kind.CLOSE);
  }

  Scenario withSteps(List<StepSpec> changed) {
    return new Scenario(seed, changed, feeds, start, end, acts, faults, reports);
  }

  Scenario withFeeds(List<Feed> changed) {
    return new Scenario(seed, steps, changed, start, end, acts, faults, reports);
  }

  Scenario withEnd(Act changed) {
    return new Scenario(seed, steps, feeds, start, changed, acts, faults, reports);
  }

  Scenario withActs(List<Act> changed) {
    return new Scenario(seed, steps, feeds, start, end, changed, faults, reports);
  }

  Scenario withFaults(List<Fault> changed) {
    return new Scenario(seed, steps, feeds, start, end, acts, changed, reports);
  }

  String words() {
    StringBuilder words = new StringBuilder("seed ").append(seed);
    words.append(", start ").append(start).append(", end ").append(end);
    words.append(", termination ").append(terminationMillis()).append(" ms");
    words.append(reports ? ", tracker and reporter" : "");
    words.append(carriesContexts() ? ", contexts" : "");
    words.append(new DrawnRates(this).words()).append(new Pauser(this).words());
    words.append(isEmbeddedToo() ? ", embedded, too" : "");
    words.append(", ").append(oddities()).append(runsDuring() ? ", during" : "");
    words.append(daemon() ? ", daemon" : "").append(ownThreads() ? ", thread factory" : "");
    words.append(stallMillis() > 0 ? ", stall after " + stallMillis() + " ms" : "").append('\n');
    for (int i = 0; i < steps.size(); i++) {
      words.append("  s").append(i).append(' ').append(steps.get(i)).append('\n');
    }
    words.append(lines("  ", feeds)).append(lines("  ", acts)).append(lines("  ", faults));
    return words.toString();
  }

  private static String lines(String indent, List<?> things) {
    return things.stream().map(thing -> indent + thing + "\n").collect(Collectors.joining());
  }
}
