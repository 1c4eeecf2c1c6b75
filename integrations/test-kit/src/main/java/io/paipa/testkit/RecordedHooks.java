package io.paipa.testkit;

import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Step;
import io.paipa.StepContext;
import io.paipa.StepFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Records the calls of a step's methods, to be asserted: {@code .step("total",
 * hooks.of(Total::new))}. The step itself is called, too. Any threads, and any number of workers.
 */
public final class RecordedHooks {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<StepContext<?>> contexts = new CopyOnWriteArrayList<>();

  /** Nothing is recorded yet. */
  public RecordedHooks() {}

  /**
   * The same step, whose calls are recorded.
   *
   * @param factory makes the step's instances
   * @param <I> type of its items
   * @param <O> type of its outputs
   * @return a factory for the pipeline
   */
  public <I, O> StepFactory<Step<I, O>> of(StepFactory<? extends Step<I, O>> factory) {
    return () -> new Recorded<>(factory.create());
  }

  /**
   * The calls, in the order in which they began: {@code onStepStart}, {@code onWorkerStart}, {@code
   * process(item)}, {@code onMeta(event)}, {@code onFlush}, {@code onInputEmpty}, {@code
   * onWorkerStop(ending)}, {@code onStepStop}.
   *
   * @return the calls so far
   */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /**
   * What the workers were given when they started: the names and numbers of each, and its attempt.
   *
   * @return a context for each worker, in the order in which they started
   */
  public List<StepContext<?>> contexts() {
    return List.copyOf(contexts);
  }

  private final class Recorded<I, O> implements Step<I, O> {
    private final Step<I, O> step;

    Recorded(Step<I, O> step) {
      this.step = step;
    }

    @Override
    public void process(I item, Emitter<O> out) throws Exception {
      calls.add("process(" + item + ")");
      step.process(item, out);
    }

    @Override
    public void onStepStart(StepContext<I> context) throws Exception {
      calls.add("onStepStart");
      step.onStepStart(context);
    }

    @Override
    public void onWorkerStart(StepContext<I> context) throws Exception {
      calls.add("onWorkerStart");
      contexts.add(context);
      step.onWorkerStart(context);
    }

    @Override
    public void onInputEmpty(Emitter<O> out) throws Exception {
      calls.add("onInputEmpty");
      step.onInputEmpty(out);
    }

    @Override
    public void onFlush(Emitter<O> out) throws Exception {
      calls.add("onFlush");
      step.onFlush(out);
    }

    @Override
    public @Nullable Object onMeta(Object meta, Emitter<O> out) throws Exception {
      calls.add("onMeta(" + meta + ")");
      return step.onMeta(meta, out);
    }

    @Override
    public void onWorkerStop(Ending ending) throws Exception {
      calls.add("onWorkerStop(" + ending + ")");
      step.onWorkerStop(ending);
    }

    @Override
    public void onStepStop(StepContext<I> context) throws Exception {
      calls.add("onStepStop");
      step.onStepStop(context);
    }
  }
}
