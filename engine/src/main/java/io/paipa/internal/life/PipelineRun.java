package io.paipa.internal.life;

import io.paipa.Health;
import io.paipa.Pipeline;
import io.paipa.PipelineBody;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.internal.assembly.Drawing;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.platform.StackReserve;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A pipeline as its user sees it: passes the calls on. Whatever changes something, or takes a lock,
 * makes sure of its stack before, since user code may call it with hardly any left, and go on after
 * the overflow.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs
 */
public final class PipelineRun<I, O> extends PipelineEntry<I, O> {
  private final String name;
  private final PipelineDefinition<I, O> described;
  private final Lifecycle lifecycle;
  private final Endings endings;
  private final PauseSwitch pause;
  private final RunResults<O> results;
  private final Drawing drawing;

  /**
   * A pipeline that was not started.
   *
   * @param plan what it is
   */
  public PipelineRun(PipelinePlan plan) {
    this(plan, new Engine(plan));
  }

  @SuppressWarnings("unchecked") // the builder that made it knows its types
  PipelineRun(PipelinePlan plan, Engine engine) {
    super(engine);
    name = plan.name();
    described = (PipelineDefinition<I, O>) plan.described();
    drawing = new Drawing(plan.described());
    lifecycle = engine.lifecycle();
    endings = new Endings(engine);
    pause = new PauseSwitch(engine);
    results = new RunResults<>(engine, callers, endings);
  }

  @Override
  public void finish() {
    StackReserve.ensure();
    engine.finish(false);
  }

  @Override
  public Report run() throws InterruptedException {
    StackReserve.ensure();
    callers.check("run");
    if (lifecycle.state() == PipelineState.NEW && !engine.intake().endsByItself()) {
      throw new IllegalStateException(
          callers.where()
              + ": nothing would end this run; call runForever() if it is to go on until somebody"
              + " ends it; else call finish() first, or put sources that end (a queue without an"
              + " end marker does not)");
    }
    return endings.run(beginning(false), false);
  }

  @Override
  public Report runForever() throws InterruptedException {
    StackReserve.ensure();
    callers.check("runForever");
    return endings.run(beginning(true), true);
  }

  @Override
  public <X extends Exception> Report during(PipelineBody<? super Pipeline<I, O>, X> body)
      throws X, InterruptedException {
    StackReserve.ensure();
    Objects.requireNonNull(body, () -> callers.where() + ": null is no body");
    callers.check("during");
    Pipeline<I, O> self = this;
    return new During<>(engine, endings, self).run(beginning(true), body);
  }

  @Override
  public Pipeline<I, O> start() {
    begin(false, () -> {});
    return this;
  }

  /** For a call that goes on when the run has ended. */
  private Runnable beginning(boolean forever) {
    return () -> begin(forever, engine.shutdown()::awaitCaller);
  }

  private void begin(boolean forever, Runnable prepare) {
    StackReserve.ensure();
    if (!engine.start(forever, prepare)) {
      throw new IllegalStateException(lifecycle.refusals().tooLate());
    }
  }

  @Override
  public Stream<O> results() {
    Results<O> opened = open();
    return StreamSupport.stream(opened, false).onClose(() -> close(opened));
  }

  /** Starts, and opens the results. */
  public Results<O> open() {
    StackReserve.ensure();
    return results.open(prepare -> begin(false, prepare));
  }

  /** The puller wants no more: aborts, if not all was pulled, and waits for the end. */
  public void close(Results<O> opened) {
    StackReserve.ensure();
    results.close(opened);
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    StackReserve.ensure();
    callers.check("awaitTermination");
    return endings.await(nanos(timeout));
  }

  @Override
  public CompletionStage<Report> completion() {
    StackReserve.ensure();
    engine.audience().stay();
    return engine.termination().completion().minimalCompletionStage();
  }

  @Override
  public void whenEnded(Consumer<? super Report> observer) {
    StackReserve.ensure();
    Objects.requireNonNull(observer, () -> callers.where() + ": null observes nothing");
    ObserverLog log = new ObserverLog(name, "an observer of the end");
    var unused =
        engine
            .termination()
            .completion()
            .thenAccept(
                report -> {
                  try {
                    observer.accept(report);
                  } catch (Throwable t) { // an Error, too: it observes, it does not decide
                    log.failed(t);
                  }
                });
  }

  @Override
  public Report stop() throws InterruptedException {
    StackReserve.ensure();
    callers.check("stop");
    if (lifecycle.state() == PipelineState.NEW) {
      throw new IllegalStateException(
          callers.where()
              + " was not started: there is nothing to stop. Call start() or run() before; close()"
              + " gives up what was put in");
    }
    results.checkStop();
    return endings.stop();
  }

  @Override
  public Report drain(Duration timeout) throws InterruptedException {
    StackReserve.ensure();
    callers.check("drain");
    long nanos = nanos(timeout);
    if (engine.closeUnstarted("was drained", Cut.byCaller(true))) {
      return report();
    }
    return endings.drain(nanos);
  }

  @Override
  public void abort() {
    StackReserve.ensure();
    if (!engine.closeUnstarted("was aborted", Cut.byCaller(false))) {
      lifecycle.abort();
    }
  }

  @Override
  public void close() {
    StackReserve.ensure();
    callers.check("close");
    if (endings.closeUnstarted()) {
      return;
    }
    results.leave();
    endings.close();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PipelineState state() {
    return lifecycle.shown();
  }

  @Override
  public void pause() {
    StackReserve.ensure();
    pause.pause();
  }

  @Override
  public void resume() {
    StackReserve.ensure();
    pause.resume();
  }

  @Override
  public boolean isAlive() {
    return lifecycle.state() != PipelineState.NEW && !engine.termination().isOver();
  }

  @Override
  public Optional<PipelineException> failure() {
    return Optional.ofNullable(engine.failures().get());
  }

  @Override
  public Health health() {
    return engine.health();
  }

  @Override
  public long count() {
    return engine.reports().count();
  }

  @Override
  public String dump() {
    StackReserve.ensure();
    return engine.dump();
  }

  @Override
  public PipelineDefinition<I, O> definition() {
    return described;
  }

  @Override
  public String toMermaid() {
    return drawing.mermaid();
  }

  @Override
  public String toDot() {
    return drawing.dot();
  }

  @Override
  public Report report() {
    StackReserve.ensure();
    return engine.reports().now();
  }
}
