package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.Acknowledgement;
import io.paipa.LazySource;
import io.paipa.Pipeline;
import io.paipa.Settlement;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.source.Source;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The ways into a pipeline, as its user sees them: passes the calls on, as {@link PipelineRun} does
 * with all others.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs
 */
abstract class PipelineEntry<I, O> implements Pipeline<I, O> {
  final Engine engine;
  final Callers callers;
  private final Inputs<I> inputs;

  PipelineEntry(Engine engine) {
    this.engine = engine;
    callers = new Callers(engine.name(), engine.crew());
    inputs = new Inputs<>(engine, callers);
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
  public boolean offer(I item, Acknowledgement acknowledgement, Duration timeout)
      throws InterruptedException {
    StackReserve.ensure();
    return inputs.offer(item, acknowledgement, nanos(timeout));
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
  public void putSource(LazySource<? extends I> source) {
    StackReserve.ensure();
    inputs.putSource(source);
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

  static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout: null is not a duration");
    try {
      return timeout.toNanos();
    } catch (ArithmeticException tooLong) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
