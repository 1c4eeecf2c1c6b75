package io.paipa.run;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.hop.Admission;
import io.paipa.hop.Marker;
import io.paipa.source.Source;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as its user sees it: checks the calls, and passes them on to the engine.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs
 */
public final class PipelineRun<I, O> implements Pipeline<I, O> {
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Termination termination;
  private final Admission putting;
  private final Drawing drawing;
  private volatile @Nullable Pulling pulling;

  /**
   * A pipeline that was not started.
   *
   * @param definition what it is
   */
  public PipelineRun(Definition definition) {
    name = definition.name();
    engine = new Engine(definition);
    drawing = new Drawing(definition);
    lifecycle = engine.lifecycle();
    termination = engine.termination();
    putting = lifecycle::putRefusal;
  }

  @Override
  public void put(I item) throws InterruptedException {
    checkItem(item);
    publish("put", item, Long.MAX_VALUE);
  }

  @Override
  public void putMeta(Object meta) throws InterruptedException {
    Objects.requireNonNull(meta, () -> where() + ": null is no meta event");
    publish("putMeta", Marker.meta(meta), Long.MAX_VALUE);
  }

  @Override
  public boolean offer(I item, Duration timeout) throws InterruptedException {
    checkItem(item);
    return publish("offer with a timeout", item, nanos(timeout));
  }

  private boolean publish(String call, Object content, long nanos) throws InterruptedException {
    checkCaller(call);
    checkPut();
    return stage(content) || engine.entrance().put(content, putting, nanos);
  }

  /** Keeps what is put before the start; false if it was started. */
  private boolean stage(Object content) {
    boolean staged = engine.intake().stage(content);
    if (!staged && lifecycle.state() == PipelineState.NEW) {
      throw refused(); // it was finished meanwhile: nothing goes into the ring before the start
    }
    return staged;
  }

  @Override
  public boolean offer(I item) {
    checkItem(item);
    checkPut();
    return stage(item) || engine.entrance().offer(item, putting);
  }

  @Override
  public void putAll(Iterable<? extends I> items) throws InterruptedException {
    Objects.requireNonNull(items, () -> where() + ": null is no collection of items");
    checkCaller("putAll");
    checkPut();
    for (I item : items) {
      put(item);
    }
  }

  @Override
  public void putIterable(Iterable<? extends I> source) {
    checkSource(source);
    put(Source.of(source));
  }

  @Override
  public void putIterator(Iterator<? extends I> source) {
    checkSource(source);
    put(Source.of(source));
  }

  @Override
  public void putStream(Stream<? extends I> source) {
    checkSource(source);
    put(Source.of(source));
  }

  @Override
  public void putQueue(BlockingQueue<? extends I> source, Predicate<? super I> endMarker) {
    checkSource(source);
    Objects.requireNonNull(endMarker, () -> where() + ": null is no end marker");
    put(Source.of(source, endMarker));
  }

  private void put(Source source) {
    checkPut();
    if (!engine.intake().add(source)) {
      throw refused();
    }
  }

  @Override
  public void putQueue(BlockingQueue<? extends I> source) {
    checkSource(source);
    checkPut();
    if (!engine.putQueue(source)) {
      throw refused();
    }
  }

  @Override
  public void finish() {
    engine.finish(false);
  }

  @Override
  public void run() throws InterruptedException {
    checkCaller("run");
    if (lifecycle.state() == PipelineState.NEW && !engine.intake().endsByItself()) {
      throw new IllegalStateException(
          where()
              + ": nothing would end this run; call finish() first, put a source that ends, or use"
              + " runForever()");
    }
    begin(false);
    awaitOrAbort();
    deliver();
  }

  @Override
  public void runForever() throws InterruptedException {
    checkCaller("runForever");
    begin(true);
    awaitOrAbort();
    deliver();
  }

  @Override
  public Pipeline<I, O> start() {
    begin(false);
    return this;
  }

  private void begin(boolean forever) {
    begin(forever, () -> {});
  }

  private void begin(boolean forever, Runnable prepare) {
    if (!engine.start(forever, prepare)) {
      throw new IllegalStateException(
          where() + " was started or closed before; build another one from its builder");
    }
  }

  private void awaitOrAbort() throws InterruptedException {
    try {
      termination.await();
    } catch (InterruptedException e) {
      lifecycle.abort();
      termination.awaitUninterruptibly();
      throw e;
    } finally {
      engine.crew().join(JOIN_NANOS);
    }
  }

  @Override
  public Stream<O> results() {
    checkCaller("results");
    Runnable check = () -> checkCaller("to pull its results");
    AtomicReference<@Nullable Results<O>> opened = new AtomicReference<>();
    begin(
        false,
        () -> {
          Pulling byCaller = new Pulling();
          opened.set(engine.openResults(byCaller, check, this::deliverAtEnd));
          pulling = byCaller;
        });
    Results<O> results = Objects.requireNonNull(opened.get());
    return StreamSupport.stream(results, false).onClose(() -> close(results));
  }

  private void close(Results<O> opened) {
    checkCaller("to close its results");
    opened.close();
    engine.crew().join(JOIN_NANOS);
  }

  private void deliverAtEnd() {
    engine.crew().join(JOIN_NANOS);
    deliver();
    PipelineException failure = engine.failures().get();
    if (failure != null) {
      throw failure; // somebody else got it, too; but the results end here, and not at their end
    }
  }

  @Override
  public BlockingQueue<I> inputQueue() {
    return new InputQueue<>(this, this::waiting, this::room);
  }

  private int waiting() {
    return (int) Math.min(Integer.MAX_VALUE, engine.waiting());
  }

  private int room() {
    return switch (lifecycle.state()) {
      case NEW -> engine.intake().isClosed() ? 0 : Integer.MAX_VALUE;
      case RUNNING -> Math.max(0, engine.capacity() - waiting());
      default -> 0;
    };
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    checkCaller("awaitTermination");
    boolean over = termination.await(nanos(timeout));
    if (over) {
      engine.crew().join(JOIN_NANOS);
    }
    return over;
  }

  @Override
  public CompletionStage<Report> completion() {
    return termination.completion().minimalCompletionStage();
  }

  @Override
  public void stop() throws InterruptedException {
    checkCaller("stop");
    if (lifecycle.state() == PipelineState.NEW) {
      throw new IllegalStateException(where() + " was not started; close() abandons what was put");
    }
    Pulling unread = pulling;
    if (unread != null && unread.isOpen() && unread.isBy(Thread.currentThread())) {
      throw new IllegalStateException(
          where()
              + ": stop in the thread that pulls its results would wait for itself; pull them"
              + " to the end, or close the stream");
    }
    finish();
    termination.await();
    engine.crew().join(JOIN_NANOS);
    deliver();
  }

  @Override
  public Report drain(Duration timeout) throws InterruptedException {
    checkCaller("drain");
    long nanos = nanos(timeout);
    if (engine.closeUnstarted("was drained")) {
      return engine.report();
    }
    engine.finish(true);
    try {
      if (!termination.await(nanos)) {
        lifecycle.abort();
        termination.await();
      }
    } catch (InterruptedException e) {
      lifecycle.abort();
      throw e;
    }
    engine.crew().join(JOIN_NANOS);
    return engine.report();
  }

  @Override
  public void abort() {
    if (!engine.closeUnstarted("was aborted")) {
      lifecycle.abort();
    }
  }

  @Override
  public void close() {
    checkCaller("close");
    if (engine.closeUnstarted("was closed before it was started")) {
      return;
    }
    Pulling unread = pulling;
    if (unread != null && unread.isOpen()) {
      lifecycle.abort(); // nobody may ever make room for the rest
    }
    finish();
    try {
      termination.await();
    } catch (InterruptedException e) {
      lifecycle.abort();
      termination.awaitUninterruptibly();
      Thread.currentThread().interrupt();
    }
    engine.crew().join(JOIN_NANOS);
    deliver();
  }

  /** Throws what went wrong, if nobody got it before. */
  private void deliver() {
    PipelineException stuck = termination.takeStuck();
    boolean mine = engine.failures().deliver();
    if (stuck != null) {
      throw stuck;
    }
    PipelineException failure = engine.failures().get();
    if (mine && failure != null) {
      throw failure;
    }
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
    return lifecycle.state() != PipelineState.NEW && !termination.isOver();
  }

  @Override
  public Optional<PipelineException> failure() {
    return Optional.ofNullable(engine.failures().get());
  }

  @Override
  public long count() {
    return engine.count();
  }

  @Override
  public String dump() {
    return engine.dump();
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
    return engine.report();
  }

  private String where() {
    return "pipeline '" + name + "'";
  }

  private void checkItem(@Nullable Object item) {
    Objects.requireNonNull(item, () -> where() + ": null is no item");
  }

  private void checkSource(@Nullable Object source) {
    Objects.requireNonNull(source, () -> where() + ": null is no source");
  }

  private void checkCaller(String call) {
    if (engine.crew().isOwn(Thread.currentThread())) {
      throw new IllegalStateException(
          where()
              + ": "
              + call
              + " in one of the pipeline's own threads would wait for itself; offer, finish, abort"
              + " and StepContext.reenqueue are possible there");
    }
  }

  private void checkPut() {
    RuntimeException refusal = lifecycle.putRefusal();
    if (refusal != null) {
      throw refusal;
    }
    if (engine.intake().isClosed()) {
      throw refused();
    }
  }

  private RuntimeException refused() {
    RuntimeException refusal = lifecycle.putRefusal();
    return refusal != null
        ? refusal
        : new IllegalStateException(
            where() + " is finished, and takes no more items; put before finish()");
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
