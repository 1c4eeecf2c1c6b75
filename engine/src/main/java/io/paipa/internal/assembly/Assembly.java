package io.paipa.internal.assembly;

import io.paipa.CheckedFunction;
import io.paipa.IteratorStep;
import io.paipa.Step;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.loop.Workforce;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.Station;
import io.paipa.internal.worker.StationSettings;
import io.paipa.internal.worker.StepWorker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hops and stations of a run, first to last; and, once it starts, its workers. */
public final class Assembly {
  private final PipelinePlan plan;
  private final Run run;
  private final Workforce workforce = new Workforce();
  private final List<Hop> hops = new ArrayList<>();
  private final List<StepLedger> ledgers = new ArrayList<>();
  private final List<Station> stations = new ArrayList<>();
  private volatile @Nullable Hop results;

  public Assembly(PipelinePlan plan, Run run) {
    this.plan = plan;
    this.run = run;
    // Any threads put; the source thread pulls, and may do so in batches.
    Hop.Producers producers = new Hop.Producers(false, 1);
    for (PipelinePlan.StepPlan stepPlan : plan.steps()) {
      StationSettings settings = stepPlan.settings();
      Hop hop =
          Hop.create(
              settings.capacity(),
              producers,
              settings.workers(),
              settings.idling().polling(),
              workforce,
              plan.time());
      hops.add(hop);
      ledgers.add(new StepLedger(settings.name(), settings.workers(), hop));
      producers = producers(settings);
    }
    for (int i = 0; i < hops.size(); i++) {
      PipelinePlan.StepPlan stepPlan = plan.steps().get(i);
      Hop next = i + 1 < hops.size() ? hops.get(i + 1) : null;
      stations.add(
          new Station(
              run, stepPlan.settings(), hops.get(i), next, ledgers.get(i), stepPlan.reenqueues()));
    }
  }

  /**
   * Where order is restored, outputs go into the ring one by one, each by the worker whose turn it
   * is; as they do where an item of the same key may be begun by another worker afterwards.
   */
  private static Hop.Producers producers(StationSettings settings) {
    int workers = settings.workers();
    return new Hop.Producers(workers == 1, settings.publishesDirectly() ? 0 : workers);
  }

  public Hop entrance() {
    return hops.get(0);
  }

  List<Hop> hops() {
    return hops;
  }

  public List<StepLedger> ledgers() {
    return ledgers;
  }

  public List<Station> stations() {
    return stations;
  }

  /** Makes the workers of all steps; an empty list if user code failed at that. */
  public List<List<StepWorker>> makeWorkers() {
    List<List<StepWorker>> workers = new ArrayList<>();
    Set<Object> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < stations.size(); i++) {
      PipelinePlan.StepPlan stepPlan = plan.steps().get(i);
      List<StepWorker> made = new ArrayList<>();
      try {
        for (int index = 0; index < stepPlan.settings().workers(); index++) {
          made.add(makeWorker(stepPlan, stations.get(i), index, instances));
        }
      } catch (Throwable t) {
        run.fail("the step could not be made", stepPlan.settings().name(), null, 0, t);
        if (t instanceof InterruptedException) {
          Thread.currentThread().interrupt(); // the caller's, which is not lost
        }
        return List.of();
      }
      workers.add(made);
    }
    return workers;
  }

  private StepWorker makeWorker(
      PipelinePlan.StepPlan stepPlan, Station station, int index, Set<Object> instances)
      throws Exception {
    IteratorStep<?, ?> iterate = stepPlan.iterate();
    if (iterate != null) {
      return StepWorker.of(station, index, iterate);
    }
    CheckedFunction<?, ?> async = stepPlan.async();
    if (async != null) {
      return StepWorker.of(station, index, async, !stepPlan.sink());
    }
    @Nullable Step<?, ?> step = Objects.requireNonNull(stepPlan.factory()).make(plan.time());
    if (step == null) {
      throw new NullPointerException("the factory gave null, not a step");
    }
    if (!instances.add(step) && !stepPlan.shareable() && !isStatelessLambda(step)) {
      throw new IllegalStateException(
          "the factory gave the same instance twice; each worker needs one of its own");
    }
    return StepWorker.of(station, index, step);
  }

  private static boolean isStatelessLambda(Object step) {
    Class<?> type = step.getClass();
    return type.isHidden() && type.getDeclaredFields().length == 0;
  }

  /** Adds a hop behind the last step, to be pulled by one thread. Before the start. */
  public Hop addResults(int atMost) {
    StationSettings last = plan.steps().get(stations.size() - 1).settings();
    Hop hop =
        Hop.create(
            Math.min(atMost, last.capacity()), producers(last), 1, null, workforce, plan.time());
    stations.get(stations.size() - 1).publishTo(hop);
    results = hop;
    return hop;
  }

  public void wakeAll() {
    for (Hop hop : hops) {
      hop.wakeAll();
    }
    Hop behind = results;
    if (behind != null) {
      behind.wakeAll();
    }
  }
}
