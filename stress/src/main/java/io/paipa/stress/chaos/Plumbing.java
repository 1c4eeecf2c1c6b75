package io.paipa.stress.chaos;

import io.paipa.Builder;
import io.paipa.Clocks;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepOptions;
import io.paipa.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes the pipeline of a scenario, with probes in its steps. */
final class Plumbing {
  private final Scenario scenario;
  private final Sabotage sabotage;
  private final Problems problems;
  private final String name;
  private final List<StepCode> codes = new ArrayList<>();
  private final List<HookProbe> hooks = new ArrayList<>();
  private final AtomicReference<@Nullable Pipeline<?, ?>> pipeline = new AtomicReference<>();
  private final AtomicInteger failedCalls = new AtomicInteger();
  private final JumpingClock clock;
  private final CarriedTokens carried;
  private final DrawnRates rates;

  Plumbing(Scenario scenario, Sabotage sabotage, Problems problems, String name) {
    this.scenario = scenario;
    this.sabotage = sabotage;
    this.problems = problems;
    this.name = name;
    this.clock = new JumpingClock(scenario.does(Act.Kind.CLOCK_JUMP), sabotage, name + "-s");
    this.carried = new CarriedTokens(scenario.feeds(), problems);
    this.rates = new DrawnRates(scenario);
    boolean ordered = true;
    DrawnKeys keysBefore = DrawnKeys.NONE;
    int replacements = 0;
    for (int i = 0; i < scenario.steps().size(); i++) {
      StepSpec spec = scenario.steps().get(i);
      StepProbe probe =
          new StepProbe(
              i, spec, ordered, scenario::mayOvertakeItself, keysBefore, replacements, problems);
      codes.add(
          new StepCode(
              scenario.seed(),
              i,
              spec,
              scenario.oddities(),
              probe,
              sabotage,
              this::abort,
              this::finish,
              spec.rarity().companyPerMille() == 0 || spec.ordered()
                  ? null
                  : new Company(i, spec.workers() - 1, pipeline::get)));
      hooks.add(new HookProbe(i, spec.workers(), problems));
      boolean keepsKeys = ordered && spec.habit().reenqueuePerMille() == 0;
      keysBefore = keepsKeys ? new DrawnKeys(i, spec.rarity().keys()) : DrawnKeys.NONE;
      ordered &= spec.keepsOrder();
      replacements += spec.rarity().metas() == StepSpec.Metas.REPLACED ? 1 : 0;
    }
  }

  private void abort() {
    Objects.requireNonNull(pipeline.get()).abort();
  }

  private void finish() {
    Objects.requireNonNull(pipeline.get()).finish();
  }

  StepProbe probe(int step) {
    return codes.get(step).probe();
  }

  HookProbe hooks(int step) {
    return hooks.get(step);
  }

  JumpingClock clock() {
    return clock;
  }

  /** The contexts in which items are put. */
  CarriedTokens carried() {
    return carried;
  }

  /** How often attempts may begin. */
  DrawnRates rates() {
    return rates;
  }

  /** How often the failure callback was called. */
  int failedCalls() {
    return failedCalls.get();
  }

  Pipeline<Object, Object> build() {
    Builder<Object, Object> builder = Pipeline.<Object>named(name);
    for (int i = 0; i < scenario.steps().size(); i++) {
      builder = step(builder, i);
    }
    builder =
        builder
            .terminationTimeout(Duration.ofMillis(scenario.terminationMillis()))
            .whenFailed(
                failure -> {
                  failedCalls.incrementAndGet();
                  sabotage.strike(Fault.Kind.WHEN_FAILED, Sabotage.PIPELINE);
                });
    if (scenario.reports()) {
      builder = builder.reporter(this::report, Duration.ofMillis(1));
    }
    if (scenario.carriesContexts()) {
      builder = builder.contextPropagation(carried);
    }
    if (scenario.reports() || scenario.carriesContexts()) {
      builder = builder.tracker(new Watching());
    }
    if (scenario.ownThreads()) {
      builder = builder.threadFactory(this::newThread);
    }
    if (scenario.daemon()) {
      builder = builder.daemon(true);
    }
    Pipeline<Object, Object> built = Clocks.build(builder, clock);
    pipeline.set(built);
    return built;
  }

  @SuppressWarnings("NullAway") // a fault
  private Thread newThread(Runnable work) {
    if (pipeline.get() == null) {
      return new Thread(work); // for the build, to look at
    }
    sabotage.strike(Fault.Kind.THREAD_FACTORY, Sabotage.PIPELINE);
    if (sabotage.strikes(Fault.Kind.THREAD_FACTORY_NULL, Sabotage.PIPELINE)) {
      return null;
    }
    if (sabotage.strikes(Fault.Kind.THREAD_NEVER_RUNS, Sabotage.PIPELINE)) {
      return new Thread(() -> {});
    }
    return new Thread(work);
  }

  private void report(Report report) {
    sabotage.strike(Fault.Kind.REPORTER, Sabotage.PIPELINE);
    sabotage.strike(Fault.Kind.REPORTER_ERROR, Sabotage.PIPELINE);
  }

  private final class Watching implements Tracker {
    @Override
    public void beforeProcess(String stepName, Object item) {
      if (scenario.carriesContexts()) {
        carried.check(stepName, item);
      }
      sabotage.strike(Fault.Kind.TRACKER, Sabotage.PIPELINE);
    }

    @Override
    public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
      sabotage.strike(Fault.Kind.TRACKER_ERROR, Sabotage.PIPELINE);
    }
  }

  private Builder<Object, Object> step(Builder<Object, Object> builder, int i) {
    StepSpec spec = scenario.steps().get(i);
    StepCode code = codes.get(i);
    String step = "s" + i;
    StepOptions options = rates.limit(new DrawnOptions(scenario, sabotage, i).of(code.probe()), i);
    if (spec.rarity().inFlight() > 0) {
      return async(builder, step, options, i);
    }
    return switch (spec.kind()) {
      case MAP -> builder.<Object>map(step, code::map).with(options);
      case FILTER -> builder.filter(step, code::filter).with(options);
      case FLAT_MAP ->
          builder
              .<Object>flatMap(step, item -> code.process(item, null, null).stream())
              .with(options);
      case FLAT_MAP_ITERABLE ->
          builder
              .<Object>flatMapIterable(step, item -> code.process(item, null, null))
              .with(options);
      case FLATTEN ->
          builder.<Object>flatMapIterable(step, item -> flatten(code, item)).with(options);
      case MAP_MULTI ->
          builder
              .<Object>mapMulti(step, (item, out) -> code.process(item, out, null))
              .with(options);
      case PEEK -> builder.peek(step, item -> code.process(item, null, null)).with(options);
      case STEP -> builder.<Object>step(step, () -> newStep(i)).with(options);
      case ITERATE ->
          builder.<Object>iterate(step, items -> PulledItems.of(code, items)).with(options);
      case ITERATE_STREAM ->
          builder.<Object>iterateStream(step, items -> PulledItems.of(code, items)).with(options);
      case CHUNK -> new ChunkCode(spec, code, sabotage).addTo(builder, options);
      case SINK -> sink(builder, step, options, code);
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // nothing comes out of a sink
  private Builder<Object, Object> async(
      Builder<Object, Object> builder, String step, StepOptions options, int i) {
    StepSpec spec = scenario.steps().get(i);
    LaterStages stages =
        new LaterStages(
            scenario.seed(),
            codes.get(i),
            scenario.oddities().words() == Oddities.Words.PLAIN,
            spec.timeoutMillis() > 0 || scenario.end().kind() == Act.Kind.ABORT);
    int inFlight = spec.rarity().inFlight();
    if (spec.kind() == StepSpec.Kind.SINK) {
      return (Builder)
          builder.sinkAsync(step, inFlight, item -> stages.of(item, true)).with(options);
    }
    return builder.<Object>mapAsync(step, inFlight, item -> stages.of(item, false)).with(options);
  }

  private List<Object> flatten(StepCode code, Object list) throws Exception {
    StepSpec chunk = scenario.steps().get(code.step() - 1);
    problems.otherUnless(
        ChunkCode.allows(chunk, (List<?>) list), "a chunk " + list + " of " + chunk);
    List<Object> outputs = new ArrayList<>();
    for (Object item : (List<?>) list) {
      outputs.addAll(code.process(Objects.requireNonNull(item), null, null));
    }
    return outputs;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // nothing comes out
  private static Builder<Object, Object> sink(
      Builder<Object, Object> builder, String step, StepOptions options, StepCode code) {
    return (Builder) builder.sink(step, item -> code.process(item, null, null)).with(options);
  }

  private ChaosStep newStep(int step) {
    sabotage.strike(Fault.Kind.STEP_FACTORY, step);
    StepSpec spec = scenario.steps().get(step);
    return new ChaosStep(codes.get(step), hooks.get(step), sabotage, spec);
  }
}
