package io.paipa.testing;

import io.paipa.PipelineDefinition;
import io.paipa.internal.life.Standing;
import io.paipa.internal.life.TestedRun;
import io.paipa.internal.platform.VirtualTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The runs that go by one clock: they may share a limiter, or feed one another. All are quiet when
 * each of them is, at the same moment. Used by one thread.
 */
final class OneClock {
  private final VirtualTime time = new VirtualTime();
  private final List<Member<?, ?>> members = new ArrayList<>();

  /**
   * A run, and what the test has said and taken of it.
   *
   * @param run the run
   * @param mayWait the steps whose code may wait
   * @param outputs what was taken
   */
  record Member<I, O>(TestedRun<I, O> run, Set<String> mayWait, List<O> outputs) {
    private boolean takeOutputs() {
      return run.takeOutputs(outputs::add);
    }
  }

  /** Adds a run, and starts it. */
  <I, O> Member<I, O> start(PipelineDefinition<I, O> definition) {
    Member<I, O> member =
        new Member<>(new TestedRun<>(definition, time), new HashSet<>(), new ArrayList<>());
    members.add(member);
    member.run.start();
    return member;
  }

  VirtualTime time() {
    return time;
  }

  /** Looks twice: what was quiet both times, by the same waits, was so at one moment. */
  Standing look() {
    List<Object> first = new ArrayList<>();
    Standing seen = look(first);
    if (!seen.isStill()) {
      return seen;
    }
    List<Object> second = new ArrayList<>();
    seen = look(second);
    return !seen.isStill() || first.equals(second)
        ? seen
        : Standing.busy("something has just happened");
  }

  private Standing look(List<Object> marks) {
    Standing seen = Standing.QUIET;
    for (Member<?, ?> member : members) {
      seen = seen.and(member.run.look(member.mayWait, marks));
    }
    return seen;
  }

  /** Takes the outputs of all; true if there were any. */
  boolean takeOutputs() {
    boolean taken = false;
    for (Member<?, ?> member : members) {
      taken |= member.takeOutputs();
    }
    return taken;
  }

  /** When the next thing happens by the clock. */
  long nextDue() {
    long next = Long.MAX_VALUE;
    for (Member<?, ?> member : members) {
      next = Math.min(next, member.run.nextDue());
    }
    return next;
  }

  /** Moves the clock, and lets all go on that is due then. */
  void moveTo(long nanos) {
    for (Member<?, ?> member : members) {
      member.run.moveTo(nanos);
    }
  }
}
