package io.paipa.ring;

import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import io.paipa.internal.loop.Pace;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.Workforce;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers that share the events of a ring: each event goes to one of them. Takes the place of the
 * class of that name in the Disruptor 3; {@linkplain io.paipa.ring the package} says what is
 * different.
 *
 * <pre>{@code
 * RingBuffer<Order> ring =
 *     RingBuffer.createMultiProducer(Order::new, 1024, new WorkWaitStrategy());
 * WorkerPool<Order> pool = new WorkerPool<>(ring, first, second, third); // three handlers
 * pool.start(executor);
 * ring.publishEvent(translator);
 * pool.drainAndHalt();
 * }</pre>
 *
 * <p><b>The ring.</b> A pool gates its ring from the moment when it is made: make it before
 * anything is published, for it does not see what was. It waits as the ring's strategy prescribes;
 * with a {@link WorkWaitStrategy} one worker is woken for each publication. Other consumers may be
 * on the ring, ahead of the pool, behind it, or beside it; other pools, too. A {@link Disruptor}
 * starts and halts the pools on its ring that are {@linkplain #addTo handed to it}, and no others.
 *
 * <p><b>Virtual threads</b> may be workers, but not where the ring's strategy is {@link
 * com.lmax.disruptor.BusySpinWaitStrategy} or {@link com.lmax.disruptor.YieldingWaitStrategy}: as
 * many workers as there are cores would keep all other virtual threads from running. There the
 * first worker ends with an {@link IllegalStateException}, and the pool halts.
 *
 * <p><b>Slots.</b> A worker claims one event at a time, and holds its slot while it handles it. So
 * a slow event keeps no other from being handled; but no producer gets past its slot, see {@link
 * WorkHandler#onEvent}. Every worker has a gate, which producers read when they look for room.
 *
 * <p><b>Exceptions</b> of handlers go to the exception handler, and the worker goes on. If the
 * exception handler throws in its turn, that worker ends with that exception, and the pool halts:
 * what is fatal must not cost one worker after the other, unseen. Without an exception handler it
 * is the Disruptor's {@linkplain ExceptionHandlers#defaultHandler default}, which logs and throws.
 * After an event was released, the exception handler gets null in its place.
 *
 * <p><b>Interrupts</b> do not stop a worker; what user code leaves of them is cleared. So {@link
 * java.util.concurrent.ExecutorService#shutdownNow} does not halt a pool: {@link #halt} does.
 *
 * <p><b>Halting</b> loses nothing: what was not claimed stays in the ring, which stays gated, so
 * that producers find it full at some time. {@link #start} goes on with it; {@link #retire} gives
 * the ring back to the producers.
 *
 * <p>All methods can be called by any threads at any time.
 *
 * @param <T> the events of the ring
 */
public final class WorkerPool<T> {
  private final Backlog<T> backlog;
  private final ExceptionHandler<? super T> exceptionHandler;
  private final List<WorkHandler<? super T>> handlers;
  private final List<Sequence> sequences; // of the workers, then the work sequence
  private final Pace pace;
  private final Polls polls = new Polls();
  private final @Nullable Signal signal; // null if the ring's own strategy wakes the workers
  private final @Nullable WorkWaitStrategy strategy;
  private final @Nullable Class<?> polling; // the ring's own strategy, if that never parks
  private volatile @Nullable Shift<T> shift; // written under the lock of this
  private boolean retired; // read and written under the lock of this

  /**
   * A pool whose handlers' exceptions are fatal: the first is logged, and halts the pool.
   *
   * @param ringBuffer the ring; will be gated
   * @param workHandlers a handler for each worker, at least one
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are copied
  public WorkerPool(RingBuffer<T> ringBuffer, WorkHandler<? super T>... workHandlers) {
    this(ringBuffer, null, ExceptionHandlers.defaultHandler(), List.of(workHandlers));
  }

  /**
   * A pool.
   *
   * @param ringBuffer the ring; will be gated
   * @param exceptionHandler gets the handlers' exceptions, in the workers' threads
   * @param workHandlers a handler for each worker, at least one
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are copied
  public WorkerPool(
      RingBuffer<T> ringBuffer,
      ExceptionHandler<? super T> exceptionHandler,
      WorkHandler<? super T>... workHandlers) {
    this(ringBuffer, null, exceptionHandler, List.of(workHandlers));
  }

  /**
   * A pool that follows other consumers: gets an event after all of them are done with it. Since
   * nobody is told when they are, a worker polls as long as there is an event that only they keep
   * from the pool.
   *
   * @param ringBuffer the ring; will be gated
   * @param sequenceBarrier a barrier of the ring that tracks the consumers that the pool follows;
   *     only its cursor is used, so that it is neither waited at nor alerted
   * @param exceptionHandler gets the handlers' exceptions, in the workers' threads
   * @param workHandlers a handler for each worker, at least one
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are copied
  public WorkerPool(
      RingBuffer<T> ringBuffer,
      SequenceBarrier sequenceBarrier,
      ExceptionHandler<? super T> exceptionHandler,
      WorkHandler<? super T>... workHandlers) {
    this(
        ringBuffer,
        Objects.requireNonNull(sequenceBarrier, "sequenceBarrier"),
        exceptionHandler,
        List.of(workHandlers));
  }

  private WorkerPool(
      RingBuffer<T> ringBuffer,
      @Nullable SequenceBarrier followed,
      ExceptionHandler<? super T> exceptionHandler,
      List<WorkHandler<? super T>> handlers) {
    Objects.requireNonNull(ringBuffer, "ringBuffer");
    this.exceptionHandler = Objects.requireNonNull(exceptionHandler, "exceptionHandler");
    this.pace = new Pace(handlers.size() > 1);
    this.handlers = handlers;
    if (handlers.isEmpty()) {
      throw new IllegalArgumentException("workHandlers: a pool needs at least one");
    }
    handlers.forEach(handler -> handler.setEventReleaser(this::release)); // it may throw: first
    backlog = new Backlog<>(ringBuffer, followed, handlers.size());
    sequences =
        Stream.concat(
                IntStream.range(0, handlers.size()).mapToObj(this::positionOf),
                Stream.of(backlog::claimed))
            .<Sequence>map(PoolSequence::new)
            .toList();
    StrategyFinder finder = StrategyFinder.ask(ringBuffer);
    strategy = finder.ours();
    polling = finder.polling();
    if (strategy == null) {
      signal = null;
    } else {
      // Of its own: among others, the workers of a pool that is halted would count as awake.
      signal = new Signal(handlers.size(), new Workforce());
      strategy.add(signal);
    }
  }

  /**
   * Has every worker run, in threads of the executor. It needs a thread for each of them; those
   * that get none leave the work to the others. A pool that was halted goes on where it was, with
   * the same handlers.
   *
   * @param executor runs {@link WorkProcessor}s, each of them until it is halted
   * @return the ring
   * @throws IllegalStateException if a worker of an earlier start has not ended yet, or the pool
   *     was retired
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses a worker; the
   *     pool is halted then
   */
  public RingBuffer<T> start(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    newShift().start(executor);
    return backlog.ring();
  }

  /**
   * Hands the workers to a disruptor as its event processors, in place of a {@link #start}. The
   * disruptor gives each of them a thread when it is started, and halts them with its other
   * consumers. {@link Disruptor#shutdown(long, TimeUnit)} waits for them, whether their threads
   * have begun or not. The pool's own exception handler stays in charge.
   *
   * <p>A disruptor knows nothing of the pools on its ring that are not handed to it: its shutdown
   * does not wait for them, nor halt them. {@linkplain #drainAndHalt(Duration) Drain} those first.
   *
   * <p>When event handlers follow the pool, the disruptor's shutdown waits for these alone; and not
   * for one whose thread has not begun yet, as everywhere in the Disruptor 4.
   *
   * @param disruptor the disruptor of the pool's ring, not started yet
   * @return the workers, for other handlers to come after them; for another pool to do so, its
   *     {@link EventHandlerGroup#asSequenceBarrier}
   * @throws IllegalArgumentException if the pool is on another ring
   * @throws IllegalStateException if the disruptor was started, if a worker of an earlier start has
   *     not ended yet, or the pool was retired
   */
  public EventHandlerGroup<T> addTo(Disruptor<T> disruptor) {
    if (disruptor.getRingBuffer() != backlog.ring()) {
      throw new IllegalArgumentException("disruptor: its ring is not the one of the pool");
    }
    if (disruptor.hasStarted()) {
      throw new IllegalStateException(
          "the disruptor was started, and would not start the pool: add the pool before");
    }
    EventHandlerGroup<T> group =
        disruptor.handleEventsWith(newShift().workers().toArray(EventProcessor[]::new));
    sequences.forEach(backlog.ring()::removeGatingSequence); // the pool has its own gates
    return group;
  }

  private synchronized Shift<T> newShift() {
    if (retired) {
      throw new IllegalStateException("the pool was retired from its ring: make a new one");
    }
    if (isRunning()) {
      throw new IllegalStateException("the pool was started, and its workers have not ended yet");
    }
    Shift<T> now = new Shift<>(this);
    shift = now;
    return now;
  }

  /**
   * Waits until everything that was published before the call was handled, then halts the pool, and
   * waits for the end of its workers. Producers may go on meanwhile; what they publish stays in the
   * ring.
   *
   * <p>It waits for ever if an event before the last published one never is published, since its
   * producer failed. It also does if the consumers that the pool follows do not come that far. Then
   * {@link #halt} ends the wait, or {@linkplain #drainAndHalt(Duration) a time limit}. Once the
   * pool is halted, this method just waits for the end of the workers.
   *
   * @return whether everything was handled; false if the pool was halted before, by whatever
   * @throws InterruptedException if the calling thread is interrupted; the pool drains and halts
   *     nonetheless
   * @throws IllegalStateException if the pool was never started, or the caller is one of its
   *     workers
   */
  public boolean drainAndHalt() throws InterruptedException {
    return shiftToDrain().drain();
  }

  /**
   * Drains as {@link #drainAndHalt()} does, for a limited time. When that is up, every worker is
   * halted after the event that it handles, and the method returns without waiting for them: {@link
   * #isRunning} tells whether some still work. What they have not claimed stays in the ring.
   *
   * @param timeout how long to wait at most; zero or less does not wait
   * @return whether everything was handled, and the workers ended, in time; false, too, if the pool
   *     was halted before, by whatever
   * @throws InterruptedException if the calling thread is interrupted; the pool drains and halts
   *     nonetheless, without a time limit
   * @throws IllegalStateException if the pool was never started, or the caller is one of its
   *     workers
   */
  public boolean drainAndHalt(Duration timeout) throws InterruptedException {
    long timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout); // does not overflow
    return shiftToDrain().drain(timeoutNanos);
  }

  private Shift<T> shiftToDrain() {
    if (WorkProcessor.current(this) != null) {
      throw new IllegalStateException("a worker can't wait for its own end: use halt()");
    }
    Shift<T> now = shift;
    if (now == null) {
      throw new IllegalStateException("the pool was not started: nothing would drain it");
    }
    return now;
  }

  /**
   * Halts every worker after the event that it handles. Does not wait for that, and may be called
   * by a handler. Workers that the executor has not run yet never will. Has no effect on a pool
   * that is not started, or halted already.
   */
  public void halt() {
    Shift<T> now = shift;
    if (now != null) {
      now.halt();
    }
  }

  /**
   * Takes the pool off its ring for ever: producers do not wait for it any more, and it can't be
   * started again. For a pool that is halted, or was never started. Has no effect a second time.
   *
   * <p>It drops no event unseen. Its workers have ended, so that it has handled every event up to
   * the one that is returned, and none behind it: these are not its matter any more. To leave none,
   * stop the producers, and {@linkplain #drainAndHalt() drain}. The consumers that follow the pool
   * get no event behind it either, and still gate the ring: retire or remove those first.
   *
   * @return the sequence of the last event that the pool has handled; -1 if there is none. What was
   *     published before the pool was made counts as handled
   * @throws IllegalStateException if not all workers have ended
   */
  public synchronized long retire() {
    if (isRunning()) {
      throw new IllegalStateException(
          "the pool's workers have not ended yet: halt or drain it before it is retired");
    }
    if (!retired) {
      retired = true;
      sequences.forEach(backlog.ring()::removeGatingSequence); // if they were added, too
      backlog.ungate();
      if (strategy != null && signal != null) {
        strategy.remove(signal);
      }
    }
    return backlog.claimed();
  }

  /**
   * Whether the pool was started, and not all of its workers have ended.
   *
   * @return true if a worker runs, or is going to
   */
  public boolean isRunning() {
    Shift<T> now = shift;
    return now != null && now.isRunning();
  }

  /**
   * Up to where the workers let the consumers come that follow the pool; and the work sequence,
   * which is the last event that was claimed. To be given to {@link RingBuffer#newBarrier}: every
   * event up to the minimum of them was handled or released. The ring need not be gated by them:
   * the pool has done so.
   *
   * @return a sequence for each worker, and the work sequence as the last; only the workers move
   *     them
   */
  public Sequence[] getWorkerSequences() {
    return sequences.toArray(Sequence[]::new);
  }

  private LongSupplier positionOf(int worker) {
    return () -> backlog.passedBy(worker);
  }

  private void release() {
    WorkProcessor<?> worker = WorkProcessor.current(this);
    if (worker == null) {
      throw new IllegalStateException("release() is for the pool's workers, inside onEvent()");
    }
    worker.release();
  }

  Backlog<T> backlog() {
    return backlog;
  }

  ExceptionHandler<? super T> exceptionHandler() {
    return exceptionHandler;
  }

  List<WorkHandler<? super T>> handlers() {
    return handlers;
  }

  Sequence sequence(int worker) {
    return sequences.get(worker);
  }

  @Nullable Class<?> polling() {
    return polling;
  }

  @Nullable Signal signal() {
    return signal;
  }

  /** What an event takes. */
  Pace pace() {
    return pace;
  }

  Polls polls() {
    return polls;
  }
}
