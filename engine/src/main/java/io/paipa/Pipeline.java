package io.paipa;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A running, or startable, line of steps. It runs once; its {@link Builder} builds many.
 *
 * <pre>{@code
 * Builder<Path, Void> sizes = Pipeline.<Path>named("sizes")
 *     .map("size", Files::size).workers(4)
 *     .sink("print", System.out::println);
 * sizes.build().during(pipeline -> {
 *   for (Path path : paths) {
 *     pipeline.put(path); // waits while the first step is busy
 *   }
 * });                     // returns when all is done, or throws what went wrong
 * }</pre>
 *
 * <p><b>Thread safety.</b> All methods may be called from any thread, but those that may wait
 * ({@code put}, {@code putAll}, {@code putMeta}, {@code run}, {@code runForever}, {@code during},
 * {@code results}, {@code stop}, {@code close}, {@code drain}, {@code awaitTermination}, and {@code
 * offer} with a time limit) throw {@link IllegalStateException} in the pipeline's own threads,
 * where they could wait for themselves.
 *
 * <p><b>Putting.</b> Null is refused with {@link NullPointerException}. After {@link #finish}, puts
 * throw {@link IllegalStateException}; after an abort or drain {@link
 * java.util.concurrent.CancellationException}; after a failure a {@link PipelineException} with
 * that failure as cause. What is put before the start is one sequence in the order of the calls,
 * and unbounded. While the pipeline runs, puts enter at the moment of the call, beside the sources.
 *
 * <p><b>Finish</b> is implied when the last lazy source that was handed over before the start is
 * exhausted. Sources handed over later and {@link #runForever} imply none, and none is implied
 * where a {@link #putQueue(BlockingQueue) queue without an end} was handed over before the start.
 *
 * <p><b>Failure.</b> The first failure ends the pipeline. It is thrown once, by the first of {@code
 * run}, {@code runForever}, {@code stop} and {@code close} that meets it, and always by {@code
 * during}, and to the thread that pulls {@code results}; {@link #failure} has it always. It can be
 * that nobody would hear of it: no such call waits for the end, {@link #completion} was not asked
 * for, and there is no {@link Builder#whenFailed}. Then it is logged once, at the moment of the
 * failure, at level {@code ERROR}. User code that ignores the interrupt at a failure or an abort is
 * waited for as long as {@link Builder#terminationTimeout} says. Then the first of these calls
 * throws, naming the threads that are stuck.
 *
 * <p><b>Cuts.</b> A thread that calls {@code drain} or {@code abort}, or is interrupted in {@code
 * run}, {@code during} or {@code close}, cuts the pipeline short: it may end before all is done.
 * The first cut counts, and belongs to its thread. If something was cut, {@code run}, {@code
 * during}, {@code stop} and {@code close} throw a {@link CutShortException} in any other thread. So
 * code behind these calls may trust that all was done. {@code close} says nothing more in a thread
 * that was told before.
 *
 * <p><b>Visibility.</b> What a thread did before a put is visible to the processing of that item;
 * before an emit, to the next step. Everything is visible to the caller of {@code run}, {@code
 * stop}, {@code close}, {@code drain} and {@code awaitTermination} that returns.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs of the last step
 */
public interface Pipeline<I, O> extends AutoCloseable {
  /**
   * Begins a pipeline.
   *
   * @param name for threads, messages and reports; not blank
   * @param <T> type of the items that will be put in
   * @return a builder without steps
   */
  static <T> Builder<T, T> named(String name) {
    return PipelineBuilder.named(name);
  }

  /**
   * This function over that source, on several threads, results as they come, or in the order of
   * the items with {@link StepOptions#ordered}: {@code mapConcurrent(urls, options().workers(16),
   * this::fetch)}.
   *
   * <p>Lazy: nothing is started before the first result is asked for. The source is read ahead by
   * no more than what two rings of the options' {@code capacity} hold, half as much in front of
   * each, and what is in hand. A function that throws fails the stream with a {@link
   * PipelineException}, unless the options say otherwise. Close a stream that is not read to its
   * end, to stop the work. That closes the source, too, if it can be closed, as {@link
   * #putIterable} says. If this call throws, the caller still owns the source.
   *
   * <p>When nobody pulls, the threads end, 7.5 to 10 seconds after the last pull. The next pull
   * starts others, which go on where they have stopped: nothing is lost, doubled or put out of
   * order. A pull that waits is no pause, however long it takes. Calls of the function and of the
   * source that are under way are not interrupted: their threads end when they return, and an item
   * that has failed is retried before. What was read ahead and not begun waits for the next pull.
   * So a stream that is left without being closed keeps no threads; its source stays open until the
   * garbage collector finds the stream.
   *
   * @param source the items, none null; pulled by one thread at a time, after a pause by another
   * @param options how many threads, and how they treat items
   * @param function called by any of the threads; must not return null
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results; pulled by one thread at a time
   */
  static <T, R> Stream<R> mapConcurrent(
      Iterable<? extends T> source,
      StepOptions options,
      CheckedFunction<? super T, ? extends R> function) {
    return PipelineBuilder.mapping(source, options, function);
  }

  /**
   * As {@link #mapConcurrent(Iterable, StepOptions, CheckedFunction)}, with options that know the
   * type of the items: {@code mapConcurrent(urls, s ->
   * s.workers(16).onFailure(deadLetter(this::failed)), this::fetch)}.
   *
   * @param source the items, none null; pulled by one thread at a time, after a pause by another
   * @param options sets how many threads, and how they treat items, and does nothing else
   * @param function called by any of the threads; must not return null
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results; pulled by one thread at a time
   * @throws IllegalArgumentException if the options add a step
   */
  static <T, R> Stream<R> mapConcurrent(
      Iterable<? extends T> source,
      UnaryOperator<StepBuilder<T, T, R>> options,
      CheckedFunction<? super T, ? extends R> function) {
    return PipelineBuilder.mapping(source, options, function);
  }

  /**
   * As {@link #mapConcurrent(Iterable, StepOptions, CheckedFunction)}, with a number of threads
   * alone. The results come in the order of the items.
   *
   * @param source the items, none null; pulled by one thread at a time, after a pause by another
   * @param workers how many threads, from 1 to 65,536
   * @param function called by any of the threads; must not return null
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results; pulled by one thread at a time
   */
  static <T, R> Stream<R> mapConcurrent(
      Iterable<? extends T> source, int workers, CheckedFunction<? super T, ? extends R> function) {
    return PipelineBuilder.mapping(
        source, StepOptions.options().workers(workers).ordered(), function);
  }

  /**
   * Puts an item in. Before the start it is kept; while the pipeline runs, this waits while the
   * first step's ring is full. Whatever is thrown, the item is not put in.
   *
   * @param item the item, never null
   * @throws InterruptedException if interrupted while waiting
   * @throws IllegalStateException if the pipeline is finished, also while this waits
   * @throws java.util.concurrent.CancellationException if it is drained or aborted, also while this
   *     waits
   * @throws PipelineException if it has failed, also while this waits
   */
  void put(I item) throws InterruptedException;

  /**
   * Puts an item in if there is room at once. May be called from the pipeline's own threads. After
   * {@link #finish} it throws there, too; a step can put items back by {@link
   * StepContext#reenqueue} until everything is done.
   *
   * @param item the item, never null
   * @return whether it was put in; may be false although there is room, while others put items,
   *     too, or while what was put before the start is still being fed
   */
  boolean offer(I item);

  /**
   * Puts an item in, waiting for room for a limited time.
   *
   * @param item the item, never null
   * @param timeout how long to wait; zero or less does not wait
   * @return whether it was put in
   * @throws InterruptedException if interrupted while waiting; the item is not put in
   */
  boolean offer(I item, Duration timeout) throws InterruptedException;

  /**
   * Puts an item in as {@link #put} does, with an answer. The answer comes when the item and
   * everything that came of it is dealt with in the last step. Skipped and filtered items are done.
   * The thread that has settled the last of it completes the stage: what follows there must not
   * hold it up, and should be {@code ...Async} where it waits.
   *
   * @param item the item, never null
   * @return completed with what became of the item, never exceptionally
   * @throws InterruptedException if interrupted while waiting
   * @throws IllegalStateException as {@link #put} does; or if the pipeline has an iterator step,
   *     which can't tell what came of which item
   */
  CompletionStage<Settlement> submit(I item) throws InterruptedException;

  /**
   * Puts an item in if there is room at once, as {@link #offer(Object)} does, with an answer as
   * {@link #submit} gives it.
   *
   * @param item the item, never null
   * @param acknowledgement called once if the item was put in, and never else
   * @return whether it was put in
   * @throws IllegalStateException as {@link #submit} does
   */
  boolean offer(I item, Acknowledgement acknowledgement);

  /**
   * Puts an item in, waiting for room for a limited time, as {@link #offer(Object, Duration)} does,
   * with an answer as {@link #submit} gives it.
   *
   * @param item the item, never null
   * @param acknowledgement called once if the item was put in, and never else
   * @param timeout how long to wait; zero or less does not wait
   * @return whether it was put in
   * @throws InterruptedException if interrupted while waiting; the item is not put in
   * @throws IllegalStateException as {@link #submit} does
   */
  boolean offer(I item, Acknowledgement acknowledgement, Duration timeout)
      throws InterruptedException;

  /**
   * Puts all items in at once, in the calling thread, and waits for room. {@link #putIterable} is
   * lazy instead: a thread of the pipeline pulls the items, and the call never waits. The items go
   * in one after another. The iterator that this opens is closed by it, also when this throws, if
   * it is {@link AutoCloseable}; the iterable stays the caller's.
   *
   * @param items the items, none null
   * @throws InterruptedException if interrupted while waiting; the earlier items are in
   * @throws PipelineException as {@link #put} does; or if all items are in, and closing the
   *     iterator throws a checked exception, which is the cause
   */
  void putAll(Iterable<? extends I> items) throws InterruptedException;

  /**
   * Hands over a lazy source: a thread of the pipeline pulls the items, and this call never waits.
   * {@link #putAll} is eager instead: it puts the items in at once, in the calling thread, and
   * waits for room. Each item is published before the next is pulled (collections of the JDK may be
   * read ahead). Sources are pulled one after another. If the source or its iterator is {@link
   * AutoCloseable}, it is closed on every ending, by the thread that pulls it, the iterator first.
   * If this call throws, the caller still owns it. What closing throws fails the pipeline, unless
   * the end has interrupted it. A source that was not pulled is closed, too, but its iterator is
   * not opened.
   *
   * <p>Items that are pulled, and not yet begun by the first step, are bounded. They are at most as
   * many as its ring has {@linkplain StepOptions#capacity slots}, as its workers may have claimed
   * together (256, no more than the ring has slots), and one. Of a collection of the JDK, 64 take
   * the place of that one. By default that is 1,024 + 256 + 1.
   *
   * @param source the items, none null
   * @throws IllegalArgumentException if the source is an {@link #inputQueue}
   */
  void putIterable(Iterable<? extends I> source);

  /**
   * Hands over a lazy source, as {@link #putIterable} does.
   *
   * @param source the items, none null. The results of a {@link io.paipa.coroutine.Recipe recipe}
   *     can be read by the pipeline alone from now on
   * @throws IllegalStateException if they are results of a recipe that were read to their end,
   *     closed, or handed over before
   */
  void putIterator(Iterator<? extends I> source);

  /**
   * Hands over a lazy source, as {@link #putIterable} does. The stream is closed at the end; the
   * pipeline alone can use it from now on.
   *
   * @param source the items, none null; pulled one by one, as far as the stream does: one with a
   *     {@code flatMap} may read all that an element is mapped to
   * @throws IllegalStateException if the stream was used or closed before
   */
  void putStream(Stream<? extends I> source);

  /**
   * Hands over a lazy source, as {@link #putIterable} does, that is made anew when it fails: {@code
   * putSource(LazySource.restarting(5, Backoff.exponential(ofMillis(100)), rows::from))}. Nothing
   * is made before the source is pulled.
   *
   * @param source makes the source
   */
  void putSource(LazySource<? extends I> source);

  /**
   * Hands over a queue that others fill: its items are taken by a thread of its own. It never ends
   * by itself: {@link #stop} and {@link #finish} work off what the queue holds then, {@link #drain}
   * and {@link #abort} leave the rest in it.
   *
   * @param source the queue; not closed
   * @throws IllegalArgumentException if it is an {@link #inputQueue}, which gives nothing
   */
  void putQueue(BlockingQueue<? extends I> source);

  /**
   * Hands over a queue that others fill, until an item that marks its end comes. That item is not
   * processed. It is pulled like any other source, and counts for the implied finish.
   *
   * @param source the queue; not closed
   * @param endMarker says of an item whether it marks the end
   * @throws IllegalArgumentException if the source is an {@link #inputQueue}, which gives nothing
   */
  void putQueue(BlockingQueue<? extends I> source, Predicate<? super I> endMarker);

  /**
   * Hands over a source that is told what became of each item: when the item and everything that
   * came of it is dealt with in the last step, or the pipeline has ended before. A thread of its
   * own polls it while there is room in the first step's ring. A source that has no end is polled
   * no more after {@link #finish}, {@link #stop} and {@link #close}; what it has delivered is
   * worked off, and acknowledged.
   *
   * <p>With {@link #results} an output is dealt with when the next one is asked for. A step that
   * keeps items beyond {@link Step#process} says so by {@link StepContext#keep}.
   *
   * @param source the source; closed on every ending
   * @throws IllegalStateException if the pipeline has an iterator step, which can't tell what came
   *     of which item
   */
  void putAcknowledged(AcknowledgedSource<? extends I> source);

  /**
   * Puts a meta event in: it passes each step after all items before it and before all items after
   * it, by way of {@link Step#onFlush} and {@link Step#onMeta}.
   *
   * @param meta the event, never null
   * @throws InterruptedException if interrupted while waiting; the event is not put in
   */
  void putMeta(Object meta) throws InterruptedException;

  /**
   * Says that nothing more will be put in. The pipeline ends when everything is done, the sources
   * handed over before included. Never waits; may be called from anywhere, and again.
   */
  void finish();

  /**
   * Starts, and waits until everything is done. For a pipeline that goes on until somebody ends it,
   * such as one that reads a topic, there is {@link #runForever}.
   *
   * @return the final report
   * @throws InterruptedException if interrupted while waiting; the pipeline is aborted and has
   *     ended; if it failed nevertheless, the failure is suppressed in this
   * @throws PipelineException if the pipeline failed, and the failure was not thrown before
   * @throws CutShortException if another thread cut the pipeline short
   * @throws IllegalStateException if it was started before, or if nothing would end it: no {@link
   *     #finish} and no lazy source that ends, or a {@link #putQueue(BlockingQueue) queue} that
   *     does not; it is left unstarted then
   */
  @CanIgnoreReturnValue
  Report run() throws InterruptedException;

  /**
   * Starts, and waits until somebody ends the pipeline: {@link #finish}, {@link #stop}, {@link
   * #drain}, {@link #abort}. The end of the sources does not. A drain is a good end here, whatever
   * came of it, and whichever thread asked for it.
   *
   * @return the final report
   * @throws InterruptedException if interrupted while waiting; the pipeline is aborted and has
   *     ended; if it failed nevertheless, the failure is suppressed in this
   * @throws PipelineException if the pipeline failed, and the failure was not thrown before
   * @throws CutShortException if another thread aborted the pipeline
   * @throws IllegalStateException if it was started before
   */
  @CanIgnoreReturnValue
  Report runForever() throws InterruptedException;

  /**
   * Starts, calls a body in the calling thread, finishes, and waits until everything is done. It
   * knows how the body ended, as {@link #close} does not: a body that throws aborts the pipeline,
   * and its exception is thrown when that has ended. The end of the sources is no finish while the
   * body runs. With a source that has no end, the body ends with {@link #drain}. A warning in the
   * log names a source that goes on after the body for longer than {@code stallAfter}.
   *
   * <p>If the pipeline fails, that failure is thrown, and what the body threw is suppressed in it.
   * Nothing ends the body then: a put in it throws, but a body that waits for something else goes
   * on waiting. So the failure is logged if the body goes on for a second after it. A body that is
   * to end with the pipeline waits by {@link #awaitTermination}. A {@link
   * java.util.concurrent.CancellationException} of the body does not abort the pipeline if another
   * thread has cut it: that cut is thrown at the end.
   *
   * @param body what to do while the pipeline runs; gets the pipeline
   * @param <X> type of what the body may throw
   * @return the final report
   * @throws X what the body threw
   * @throws InterruptedException if interrupted in the body or while waiting; the pipeline is
   *     aborted and has ended; if it failed while this waited, the failure is suppressed in this
   * @throws PipelineException if the pipeline failed
   * @throws CutShortException if another thread cut the pipeline short
   * @throws IllegalStateException if it was started before
   */
  @CanIgnoreReturnValue
  <X extends Exception> Report during(PipelineBody<? super Pipeline<I, O>, X> body)
      throws X, InterruptedException;

  /**
   * Starts: calls the factories and {@link Step#onStepStart} in the calling thread, and does not
   * wait for the work. What fails in user code at the start is a failure of the pipeline like any
   * other, and not thrown here.
   *
   * @return this pipeline
   * @throws IllegalStateException if it was started before
   */
  Pipeline<I, O> start();

  /**
   * Waits until the pipeline has ended, for whatever reason. Never throws its failure.
   *
   * @param timeout how long to wait; zero or less does not wait
   * @return whether it has ended
   * @throws InterruptedException if interrupted while waiting; the pipeline goes on
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /**
   * Completes with the final report when the pipeline has ended, for whatever reason; exceptionally
   * only if that report could not be made. Completes before the JVM can exit, in a thread of the
   * pipeline as a rule: actions that depend on it should be short or asynchronous. It may complete
   * a moment after the calls that wait for the end have returned, for they do not wait for the
   * report.
   *
   * @return the completion
   */
  CompletionStage<Report> completion();

  /**
   * Finishes, and waits until everything is done, sources included. A warning in the log names a
   * source that goes on for longer than {@code stallAfter}: it may have no end.
   *
   * @return the final report
   * @throws InterruptedException if interrupted while waiting; the pipeline goes on finishing
   * @throws PipelineException if the pipeline failed, and the failure was not thrown before
   * @throws CutShortException if another thread cut the pipeline short
   * @throws IllegalStateException if it was not started, and is not closed; or in the thread that
   *     pulls its {@link #results}, which is the one that opened them until another pulls
   */
  @CanIgnoreReturnValue
  Report stop() throws InterruptedException;

  /**
   * Starts, like {@link #start}, and gives what the last step emits, pulled by the caller; instead
   * of {@code run} or {@code start}. In input order if the last step is ordered. As many results as
   * the last step's ring has slots, at most 1,024, wait to be pulled in a ring, and half as many
   * again in front of it. Then the last step's workers wait. None come from a sink: they end when
   * all is done.
   *
   * <p>A failure is thrown to the puller after the results that came before it. A drain or an abort
   * by another thread, if it left something undone, is thrown likewise: as a {@link
   * CutShortException}. So results that end normally are all. Closing the stream, or the pipeline,
   * before the last result aborts the pipeline, and that is no failure. An interrupt while waiting
   * for a result aborts the pipeline, too: it is thrown as a {@code CancellationException}, and the
   * flag is set. Close a stream that is not read to its end.
   *
   * @return the results, none null; used by one thread at a time, not one of the pipeline's own
   * @throws IllegalStateException if it was started or closed before
   */
  Stream<O> results();

  /**
   * The pipeline's input as a queue, for producers that were written for one. {@code put}, {@code
   * offer}, {@code add}, {@code remainingCapacity} and {@code size} do what the interface says.
   * They throw what {@link #put} throws when nothing more is taken. Before the start it has no
   * bound. Nothing can be taken from it: those methods throw {@link UnsupportedOperationException}.
   *
   * @return a view; safe for all threads
   */
  BlockingQueue<I> inputQueue();

  /**
   * What the pipeline is doing, in words: the state of each step, how full its ring is, where a
   * fence stands, what its workers do and where in the code, the ledger. For people who look for
   * what is stuck; the text may change from version to version. Safe for all threads, at any time.
   *
   * @return several lines
   */
  String dump();

  /**
   * What the pipeline was built of.
   *
   * @return its steps and settings, as pure data
   */
  PipelineDefinition<I, O> definition();

  /**
   * The steps as a flow chart in the language of Mermaid, as Markdown pages show it. Each step has
   * its workers, and at the arrow to it the slots of its ring.
   *
   * @return several lines
   */
  String toMermaid();

  /**
   * As {@link #toMermaid}, in the language of Graphviz.
   *
   * @return several lines
   */
  String toDot();

  /**
   * Pulls the sources no more, works off what was accepted, and aborts when the time is over. Code
   * that ignores the interrupt of that is waited for as long as {@link Builder#terminationTimeout}
   * says, so this may take the sum of both. Before the start, abandons what was put. Never throws
   * the failure: it is in the report, and in the log if nobody else is told of it.
   *
   * <p>The pipeline ends in {@link PipelineState#DRAINED} if a source was cut or a queue was left
   * with items. It ends in {@code COMPLETED} if nothing was cut, and in {@code ABORTED} if the time
   * was over.
   *
   * @param timeout how long to wait for the work; zero or less aborts at once
   * @return the final report
   * @throws InterruptedException if interrupted while waiting; the pipeline is aborted
   */
  Report drain(Duration timeout) throws InterruptedException;

  /**
   * Takes nothing more for a while, until {@link #resume}. Sources are not pulled, but for what is
   * just being read: an item, or some of a collection. Of {@linkplain #putAcknowledged acknowledged
   * sources} the {@linkplain AcknowledgedSource#idle idle} calls go on, so that a broker keeps
   * their sessions. {@link #put}, {@link #putMeta} and {@link #submit} wait, {@link #offer(Object)}
   * gives false. What was accepted goes on, as does all that was put before the start. A pause is
   * neither a stall nor a reason for {@link #health} to be down.
   *
   * <p>A finish, {@link #stop}, {@link #close}, {@link #drain} and the end of the pipeline lift the
   * pause; after that a pause has no effect. Before the start it counts from the start on. Never
   * waits; may be called by any thread, and again.
   */
  void pause();

  /** Ends a {@link #pause}. Without one it does nothing. Any thread may call it. */
  void resume();

  /**
   * Ends the pipeline at once: what is not done is abandoned. Never waits (before the start, it
   * closes the sources); may be called from anywhere, and again. No effect on a pipeline that has
   * ended or failed.
   */
  void abort();

  /**
   * Ends the pipeline. Running: finishes and waits, like {@link #stop}; or aborts, if {@link
   * #results} were opened and not read to their end. Never started: starts nothing, abandons what
   * was put, closes the sources; if there was something, a warning in the log says so. Ended: does
   * nothing.
   *
   * <p>It can't know whether the body of a try-with-resources statement threw, and so waits for the
   * end of the sources: use {@link #during} where they may have none. A warning in the log names a
   * source that goes on for longer than {@code stallAfter}.
   *
   * <p>Interrupted while waiting: aborts, waits on, and restores the interrupt flag.
   *
   * @throws PipelineException if the pipeline failed, and the failure was not thrown before
   * @throws CutShortException if another thread cut the pipeline short, and this thread was not
   *     told before; {@link #runForever} has told it of a drain
   */
  @Override
  void close();

  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String name();

  /**
   * The pipeline's state.
   *
   * @return the state
   */
  PipelineState state();

  /**
   * Whether the pipeline was started and has not ended.
   *
   * @return false before the start and after the end
   */
  boolean isAlive();

  /**
   * Why the pipeline failed.
   *
   * @return the failure, if there is one
   */
  Optional<PipelineException> failure();

  /**
   * Whether the pipeline works. Never waits, calls no user code, and may be called by any thread,
   * at any time. So it suits a health check.
   *
   * <p>It is down if it has failed. It is also down if a step stands still: items wait there,
   * although none of its workers is in user code, and nothing was settled there for the longest
   * {@code stallAfter} of all steps. That is found by looks at intervals of a part of that time.
   * None of these is down: waiting for input, for room behind the step, for somebody to pull the
   * results, for a back-off, or for a stage. An attempt that goes on for long is up, and named.
   *
   * @return the health, at this moment
   */
  Health health();

  /**
   * Has an observer called when the pipeline has ended, however it came, or at once if it has: with
   * the final report, once, in the thread that comes to the end, or in this one. For what shows a
   * pipeline, such as meters and pages. It decides nothing: what the observer throws is logged and
   * otherwise ignored. And it hears nothing: a failure of which nobody else is told is logged, as
   * it is without an observer; compare {@link #completion}. The calls that wait for the end may
   * return before the observer is called, or may have to wait for it: so it has to be quick.
   *
   * @param observer takes the final report; keeps nobody waiting, and is never null
   */
  void whenEnded(Consumer<? super Report> observer);

  /**
   * How many outputs the last step has emitted, or its sink consumed, so far.
   *
   * @return the count
   */
  long count();

  /**
   * The ledger so far.
   *
   * @return a snapshot; final once the pipeline has ended
   */
  Report report();
}
