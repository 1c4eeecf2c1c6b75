package io.paipa.stress.chaos;

import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Kept;
import io.paipa.Step;
import io.paipa.StepContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A class step with all hooks. */
final class ChaosStep implements Step<Object, Object> {
  /** Shared by the workers of a step. */
  private record Shared(HookProbe hooks, Sabotage sabotage, int step) implements AutoCloseable {
    @Override
    public void close() {
      hooks.sharedClosed.incrementAndGet();
      sabotage.strike(Fault.Kind.SHARED_CLOSE, step, hooks.sawAnEnd());
    }
  }

  private final StepCode code;
  private final HookProbe hooks;
  private final Sabotage sabotage;
  private final StepSpec spec;
  private final int step;
  private @Nullable StepContext<Object> context;
  private int worker;
  private long emitted;
  private Kept kept = Kept.none();

  ChaosStep(StepCode code, HookProbe hooks, Sabotage sabotage, StepSpec spec) {
    this.code = code;
    this.hooks = hooks;
    this.sabotage = sabotage;
    this.spec = spec;
    this.step = code.step();
  }

  @Override
  public void onStepStart(StepContext<Object> given) throws Exception {
    hooks.stepStarts.incrementAndGet();
    shared(given);
    sabotage.strike(Fault.Kind.STEP_START, step);
    hooks.stepStarted.incrementAndGet();
  }

  private void shared(StepContext<Object> given) throws Exception {
    Shared shared =
        given.shared(
            Shared.class,
            () -> {
              hooks.sharedMade.incrementAndGet();
              return new Shared(hooks, sabotage, step);
            });
    Objects.requireNonNull(shared);
  }

  @Override
  public void onWorkerStart(StepContext<Object> given) throws Exception {
    context = given;
    worker = given.workerIndex();
    hooks.workerStarts.incrementAndGet(worker);
    shared(given);
    sabotage.strike(Fault.Kind.WORKER_START, step);
    hooks.workerStarted.incrementAndGet(worker);
  }

  @Override
  public void process(Object item, Emitter<Object> out) throws Exception {
    if (code.keeps(item)) {
      kept = kept.join(Objects.requireNonNull(context).keep()); // whatever becomes of the attempt
    } else if (code.releases(item)) {
      release();
    }
    code.process(item, out, context);
  }

  private void release() {
    kept.release();
    kept = Kept.none();
  }

  @Override
  public void onInputEmpty(Emitter<Object> out) {
    sabotage.strike(Fault.Kind.INPUT_EMPTY, step);
  }

  @Override
  public void onFlush(Emitter<Object> out) {
    hooks.flushes.incrementAndGet(worker);
    code.probe().nothingInWork("a flush");
    sabotage.strike(Fault.Kind.FLUSH, step);
    if (spec.habit().emitsInHooks()) {
      emitOwn(out);
    }
    release();
  }

  @Override
  public @Nullable Object onMeta(Object event, Emitter<Object> out) {
    Meta meta = (Meta) event;
    hooks.beforeMeta(code.probe().metas.get());
    code.probe().meta(meta);
    sabotage.strike(Fault.Kind.META, step);
    return switch (spec.rarity().metas()) {
      case PASSED -> meta;
      case SWALLOWED -> code.probe().swallows(meta) ? null : meta;
      case REPLACED -> meta.replaced();
      case ANNOUNCED -> {
        emitOwn(out);
        yield meta;
      }
    };
  }

  private void emitOwn(Emitter<Object> out) {
    Token token = Token.ofHook(step, ++emitted << 16 | worker);
    kept.emit(out, token);
    code.probe().out.addAndGet(token.id);
  }

  @Override
  public void onWorkerStop(Ending ending) {
    hooks.workerStop(worker, ending);
    sabotage.strike(
        Fault.Kind.WORKER_STOP, step, ending != Ending.CLEAN && ending != Ending.DRAINED);
  }

  @Override
  public void onStepStop(StepContext<Object> given) {
    hooks.stepStops.incrementAndGet();
    sabotage.strike(Fault.Kind.STEP_STOP, step, hooks.sawAnEnd());
  }
}
