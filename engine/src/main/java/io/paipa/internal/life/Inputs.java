package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.Acknowledgement;
import io.paipa.LazySource;
import io.paipa.PipelineState;
import io.paipa.Settlement;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Admission;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.source.Entrance;
import io.paipa.internal.source.Intake;
import io.paipa.internal.source.Source;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways in: checks what is put, and whether anything may be. Any thread; has no state of its
 * own.
 *
 * @param <I> type of the items
 */
final class Inputs<I> {
  private final Engine engine;
  private final Callers callers;
  private final Lifecycle lifecycle;
  private final Intake intake;
  private final Entrance entrance;
  private final Admission putting;

  Inputs(Engine engine, Callers callers) {
    this.engine = engine;
    this.callers = callers;
    lifecycle = engine.lifecycle();
    intake = engine.intake();
    entrance = engine.entrance();
    BooleanSupplier inOwnThread = callers::areOwn;
    putting = () -> lifecycle.refusals().ofPut(inOwnThread);
  }

  void put(I item) throws InterruptedException {
    StackReserve.ensure(); // in the midst of a collection, too
    checkItem(item);
    publish("put", lifecycle.contexts().carrying(item), Long.MAX_VALUE);
  }

  void putMeta(Object meta) throws InterruptedException {
    Objects.requireNonNull(meta, () -> callers.where() + ": null is no meta event");
    publish("putMeta", Marker.meta(meta), Long.MAX_VALUE);
  }

  boolean offer(I item, long timeoutNanos) throws InterruptedException {
    checkItem(item);
    return publish("offer with a timeout", lifecycle.contexts().carrying(item), timeoutNanos);
  }

  private boolean publish(String call, Object content, long nanos) throws InterruptedException {
    callers.check(call);
    checkPut();
    return stage(content) || entrance.put(content, putting, nanos);
  }

  /** Keeps what is put before the start; false if it was started. */
  private boolean stage(Object content) {
    boolean staged = intake.stage(content);
    if (!staged && lifecycle.state() == PipelineState.NEW) {
      throw refused(); // it was finished meanwhile: nothing goes into the ring before the start
    }
    return staged;
  }

  boolean offer(I item) {
    checkItem(item);
    checkPut();
    Object content = lifecycle.contexts().carrying(item);
    return stage(content) || entrance.tryPut(content, putting);
  }

  CompletionStage<Settlement> submit(I item) throws InterruptedException {
    checkItem(item);
    checkTells("submit");
    CompletableFuture<Settlement> answer = new CompletableFuture<>();
    Envelope envelope = engine.submissions().opened(item, answer::complete);
    publish("submit", envelope, Long.MAX_VALUE);
    engine.submissions().put(envelope);
    return answer.minimalCompletionStage();
  }

  boolean offer(I item, Acknowledgement acknowledgement) {
    checkTold(item, acknowledgement);
    checkPut();
    Envelope envelope = engine.submissions().opened(item, acknowledgement);
    boolean put = stage(envelope) || entrance.tryPut(envelope, putting);
    if (put) {
      engine.submissions().put(envelope);
    }
    return put;
  }

  boolean offer(I item, Acknowledgement acknowledgement, long timeoutNanos)
      throws InterruptedException {
    checkTold(item, acknowledgement);
    Envelope envelope = engine.submissions().opened(item, acknowledgement);
    boolean put = publish("offer with a timeout", envelope, timeoutNanos);
    if (put) {
      engine.submissions().put(envelope);
    }
    return put;
  }

  private void checkTold(@Nullable Object item, @Nullable Acknowledgement acknowledgement) {
    checkItem(item);
    Objects.requireNonNull(acknowledgement, () -> callers.where() + ": null is no acknowledgement");
    checkTells("offer with an acknowledgement");
  }

  void putAcknowledged(AcknowledgedSource<? extends I> source) {
    checkSource(source);
    checkTells("putAcknowledged");
    checkPut();
    if (!engine.putAcknowledged(source)) {
      throw refused();
    }
  }

  /** Whether all steps can tell what came of which item. */
  private void checkTells(String call) {
    engine
        .plan()
        .iteratorStep()
        .ifPresent(
            step -> {
              throw new IllegalStateException(
                  callers.where()
                      + ", step '"
                      + step
                      + "': an iterator step can't tell which output came of which item, so "
                      + call
                      + " is refused; make it a step that takes one item, or put the position as a"
                      + " meta event and confirm it in onMeta");
            });
  }

  void putAll(Iterable<? extends I> items) throws InterruptedException {
    Objects.requireNonNull(items, () -> callers.where() + ": null is no collection of items");
    callers.check("putAll");
    checkPut();
    new EachItem<I>(lifecycle.pipelineName(), items).to(this::put);
  }

  void putIterable(Iterable<? extends I> source) {
    checkSource(source);
    add(() -> Source.of(source));
  }

  void putIterator(Iterator<? extends I> source) {
    checkSource(source);
    add(() -> Source.of(source));
  }

  void putStream(Stream<? extends I> source) {
    checkSource(source);
    add(() -> Source.of(source));
  }

  void putSource(LazySource<? extends I> source) {
    checkSource(source);
    add(() -> Source.of(source));
  }

  void putQueue(BlockingQueue<? extends I> source, Predicate<? super I> endMarker) {
    checkSource(source);
    Objects.requireNonNull(endMarker, () -> callers.where() + ": null is no end marker");
    add(() -> Source.of(source, endMarker));
  }

  /** Takes a source from the caller: not before it is clear that it may be put. */
  void add(Supplier<Source> taking) {
    checkPut();
    Source source;
    try {
      source = taking.get();
    } catch (IllegalStateException used) {
      throw new IllegalStateException(callers.where() + ": " + used.getMessage(), used);
    }
    if (!intake.add(source)) {
      throw refused();
    }
  }

  void putQueue(BlockingQueue<? extends I> source) {
    checkSource(source);
    checkPut();
    if (!engine.putQueue(source)) {
      throw refused();
    }
  }

  /** How many items wait for the first step. */
  int waiting() {
    StackReserve.ensure();
    return (int) Math.min(Integer.MAX_VALUE, engine.reports().waiting());
  }

  /** How many more would be taken without waiting. */
  int room() {
    StackReserve.ensure();
    return switch (lifecycle.shown()) {
      case NEW -> intake.isClosed() ? 0 : Integer.MAX_VALUE;
      case RUNNING -> Math.max(0, engine.plan().capacity() - waiting());
      default -> 0;
    };
  }

  private void checkItem(@Nullable Object item) {
    Objects.requireNonNull(item, () -> callers.where() + ": null is no item; leave it out");
  }

  private void checkSource(@Nullable Object source) {
    Objects.requireNonNull(source, () -> callers.where() + ": null is no source");
    if (source instanceof InputQueue<?>) {
      throw new IllegalArgumentException(
          callers.where()
              + ": an input queue is no source, for nothing can be taken from it; put what is put"
              + " into it, or the results of its pipeline");
    }
  }

  private void checkPut() {
    RuntimeException refusal = putting.refusal();
    if (refusal != null) {
      throw refusal;
    }
    if (intake.isClosed()) {
      throw refused();
    }
  }

  private RuntimeException refused() {
    RuntimeException refusal = putting.refusal();
    return refusal != null ? refusal : lifecycle.refusals().finished(false); // before the start
  }
}
