package io.paipa.ring;

import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.Sequence;
import io.paipa.internal.loop.ParkingWaiter;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.Waiter;
import io.paipa.internal.loop.WorkLoop;
import io.paipa.internal.platform.VirtualThreads;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a {@link WorkerPool}, as the pool's executor gets it: claims an event, has its
 * handler handle it, and so on until it is halted. {@link WorkerPool#start} makes new ones each
 * time. It runs the same loop, and waits in the same way, as the workers of a pipeline's steps.
 *
 * <p><b>No event is lost, or handled twice.</b> Only a published event is claimed, and what is
 * claimed is handled next, by the worker that claimed it, whatever its flag says by then. Its slot
 * is held until the handler, or after an exception the exception handler, has returned, or the
 * handler has released it. Then the worker does one of three things at once, and each gives the
 * slot up: it claims another event, it waits, or it ends. Whatever ends it, it holds no slot
 * afterwards.
 *
 * <p><b>Who writes what.</b> The worker's thread alone moves its lane, and nothing else is written
 * for an event. The state is changed by compare-and-set, so that either the worker runs, or it is
 * halted before and never will.
 *
 * @param <T> the events of the ring
 */
public final class WorkProcessor<T> implements EventProcessor {
  private enum State {
    NEW,
    RUNNING,
    ENDED
  }

  private static final ThreadLocal<@Nullable WorkProcessor<?>> CURRENT = new ThreadLocal<>();

  private final WorkerPool<T> pool;
  private final Shift<T> shift;
  private final int index;
  private final Backlog<T> backlog;
  private final WorkHandler<? super T> handler;
  private final ExceptionHandler<? super T> exceptionHandler;
  private final RingSource<T> source;
  private final Waiter waiter;
  private final WorkLoop loop;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private boolean working; // inside work(): in user code, that means inside onEvent()

  WorkProcessor(WorkerPool<T> pool, Shift<T> shift, int index) {
    this.pool = pool;
    this.shift = shift;
    this.index = index;
    this.backlog = pool.backlog();
    this.handler = pool.handlers().get(index);
    this.exceptionHandler = pool.exceptionHandler();
    Signal signal = pool.signal();
    this.source = new RingSource<>(pool, shift, signal, index);
    this.waiter =
        signal == null
            ? new BarrierWaiter(source, backlog, pool.polling() != null)
            : new ParkingWaiter(source, signal, index, true, true);
    this.loop = new WorkLoop(source, waiter);
  }

  /** The worker of a pool that the calling thread is, or null. */
  static @Nullable WorkProcessor<?> current(WorkerPool<?> pool) {
    WorkProcessor<?> worker = CURRENT.get();
    return worker != null && worker.pool == pool ? worker : null;
  }

  /**
   * The worker's number: that of its handler, in the order in which the pool got them.
   *
   * @return the number, from 0
   */
  public int getIndex() {
    return index;
  }

  /**
   * Up to where this worker lets the consumers come that follow the pool; one of the pool's
   * {@linkplain WorkerPool#getWorkerSequences sequences}.
   *
   * @return a sequence that only this worker moves
   */
  @Override
  public Sequence getSequence() {
    return pool.sequence(index);
  }

  /**
   * Halts this worker, after the event that it handles; the others go on. Otherwise as {@link
   * WorkerPool#halt}.
   */
  @Override
  public void halt() {
    source.halt();
    waiter.endWait();
    if (state.compareAndSet(State.NEW, State.ENDED)) {
      shift.ended();
    }
  }

  /**
   * Whether the worker runs, or is going to. {@link com.lmax.disruptor.dsl.Disruptor#shutdown}
   * waits only for processors that say so; so a worker whose thread has not begun yet has to say
   * it.
   *
   * @return true from the pool's start to the end of {@link #run}
   */
  @Override
  public boolean isRunning() {
    return state.get() != State.ENDED;
  }

  /**
   * Works until it is halted. To be called by the pool's executor; has no effect a second time.
   *
   * @throws IllegalStateException if the calling thread is virtual, and the ring's strategy polls
   *     for ever; the pool is halted then
   */
  @Override
  public void run() {
    if (!state.compareAndSet(State.NEW, State.RUNNING)) {
      return;
    }
    CURRENT.set(this);
    try {
      refuseToPollInAVirtualThread();
      live();
    } finally {
      CURRENT.remove(); // first of all: the thread is the executor's, and may live on
      waiter.resign();
      source.handOn();
      state.set(State.ENDED);
      shift.ended();
    }
  }

  private void refuseToPollInAVirtualThread() {
    if (!VirtualThreads.isCaller()) {
      return;
    }
    Class<?> strategy = pool.polling();
    if (strategy != null) {
      shift.halt();
      throw new IllegalStateException(
          String.format(
              "worker %d of the pool runs in a virtual thread, and the ring's %s would keep other"
                  + " virtual threads from running; give the ring a WorkWaitStrategy, or the"
                  + " workers platform threads",
              index, strategy.getSimpleName()));
    }
  }

  private void live() {
    try {
      notifyStart();
      work();
    } catch (Throwable failure) { // of the exception handler: nobody is left to ask
      shift.halt();
      try {
        notifyShutdown();
      } catch (Throwable another) {
        if (another != failure && another.getCause() != failure) {
          failure.addSuppressed(another);
        }
      }
      throw failure;
    }
    try {
      notifyShutdown();
    } catch (Throwable failure) {
      shift.halt();
      throw failure;
    }
  }

  private void work() {
    working = true;
    try {
      while (loop.next()) {
        handle(source.sequence());
      }
    } finally {
      source.release();
      working = false;
    }
  }

  private void handle(long sequence) {
    T event = backlog.event(sequence);
    try {
      handler.onEvent(event);
    } catch (Throwable e) {
      Thread.interrupted();
      exceptionHandler.handleEventException(e, sequence, backlog.holds(index) ? event : null);
    } finally {
      Thread.interrupted(); // left over from user code; only the flag means stop
    }
  }

  /** Gives up the slot of the event in hand; by the worker's own thread. */
  void release() {
    if (!working) {
      throw new IllegalStateException("no event is in hand: release() is for inside onEvent()");
    }
    source.release();
  }

  private void notifyStart() {
    if (handler instanceof LifecycleAware aware) {
      try {
        aware.onStart();
      } catch (Throwable e) {
        exceptionHandler.handleOnStartException(e);
      } finally {
        Thread.interrupted();
      }
    }
  }

  private void notifyShutdown() {
    if (handler instanceof LifecycleAware aware) {
      try {
        aware.onShutdown();
      } catch (Throwable e) {
        exceptionHandler.handleOnShutdownException(e);
      } finally {
        Thread.interrupted();
      }
    }
  }
}
