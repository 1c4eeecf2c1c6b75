package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.Acknowledgement;
import io.paipa.Pipeline;
import io.paipa.PipelineBody;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Settlement;
import io.paipa.internal.assembly.Drawing;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.source.Source;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
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
public final class PipelineRun<I, O> implements Pipeline<I, O> {
  private final String name;
  private final PipelineDefinition<I, O> described;
  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Callers callers;
  private final Inputs<I> inputs;
  private final Endings endings;
  private final RunResults<O> results;
  private final Drawing drawing;

  /**
   * A pipeline that was not started.
   *
   * @param plan what it is
   */
  @SuppressWarnings("unchecked") // the builder that made it knows its types
  public PipelineRun(PipelinePlan plan) {
    name = plan.name();
    described = (PipelineDefinition<I, O>) plan.described();
    engine = new Engine(plan);
    drawing = new Drawing(plan.described());
    lifecycle = engine.lifecycle();
    callers = new Callers(name, engine.crew());
    inputs = new Inputs<>(engine, callers);
    endings = new Endings(engine);
    results = new RunResults<>(engine, callers, endings);
  }

  @Override
  public void put(I item) throws InterruptedException {
    StackReserve.ensure();
    inputs.put(item);
  }

  @Override
  public void putMeta(Object meta) throws InterruptedException {
    StackReserve.ensure();
    inputs.putMeta(meta);
  }

  @Override
  public boolean offer(I item, Duration timeout) throws InterruptedException {
    StackReserve.ensure();
    return inputs.offer(item, nanos(timeout));
  }

  @Override
  public boolean offer(I item) {
    StackReserve.ensure();
    return inputs.offer(item);
  }

  @Override
  public CompletionStage<Settlement> submit(I item) throws InterruptedException {
    StackReserve.ensure();
    return inputs.submit(item);
  }

  @Override
  public boolean offer(I item, Acknowledgement acknowledgement) {
    StackReserve.ensure();
    return inputs.offer(item, acknowledgement);
  }

  @Override
  public void putAcknowledged(AcknowledgedSource<? extends I> source) {
    StackReserve.ensure();
    inputs.putAcknowledged(source);
  }

  @Override
  public void putAll(Iterable<? extends I> items) throws InterruptedException {
    inputs.putAll(items);
  }

  @Override
  public void putIterable(Iterable<? extends I> source) {
    StackReserve.ensure();
    inputs.putIterable(source);
  }

  @Override
  public void putIterator(Iterator<? extends I> source) {
    StackReserve.ensure();
    inputs.putIterator(source);
  }

  @Override
  public void putStream(Stream<? extends I> source) {
    StackReserve.ensure();
    inputs.putStream(source);
  }

  @Override
  public void putQueue(BlockingQueue<? extends I> source, Predicate<? super I> endMarker) {
    StackReserve.ensure();
    inputs.putQueue(source, endMarker);
  }

  @Override
  public void putQueue(BlockingQueue<? extends I> source) {
    StackReserve.ensure();
    inputs.putQueue(source);
  }

  /** Hands over a source, as {@link #putIterable} does. */
  public void add(Source source) {
    inputs.add(() -> source);
  }

  /** Refuses a call in one of the pipeline's own threads. */
  public void check(String call) {
    callers.check(call);
  }

  @Override
  public BlockingQueue<I> inputQueue() {
    return new InputQueue<>(this, inputs::waiting, inputs::room);
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
              + ": nothing would end this run; call finish() first, put a source that ends and no"
              + " queue without an end marker, or use runForever()");
    }
    return endings.run(() -> begin(false, () -> {}), false);
  }

  @Override
  public Report runForever() throws InterruptedException {
    StackReserve.ensure();
    callers.check("runForever");
    return endings.run(() -> begin(true, () -> {}), true);
  }

  @Override
  public <X extends Exception> Report during(PipelineBody<? super Pipeline<I, O>, X> body)
      throws X, InterruptedException {
    StackReserve.ensure();
    Objects.requireNonNull(body, () -> callers.where() + ": null is no body");
    callers.check("during");
    Pipeline<I, O> self = this;
    return new During<>(engine, endings, self).run(() -> begin(true, () -> {}), body);
  }

  @Override
  public Pipeline<I, O> start() {
    begin(false, () -> {});
    return this;
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
  public Report stop() throws InterruptedException {
    StackReserve.ensure();
    callers.check("stop");
    if (lifecycle.state() == PipelineState.NEW) {
      throw new IllegalStateException(
          callers.where() + " was not started; close() abandons what was put");
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
    return lifecycle.state();
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

  private static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout: null is not a duration");
    try {
      return timeout.toNanos();
    } catch (ArithmeticException tooLong) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
