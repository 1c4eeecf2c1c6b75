package io.paipa.examples.ring;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import io.paipa.ring.EventReleaser;
import io.paipa.ring.WorkHandler;
import io.paipa.ring.WorkWaitStrategy;
import io.paipa.ring.WorkerPool;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Factorises numbers with a pool of workers on a ring of the program's own, as programs did with
 * the worker pool of the Disruptor 3.
 *
 * <p>The ring's events are made once and used again and again. Some numbers take long: a handler
 * copies the number out of its event and releases the event's slot, so that the producer is not
 * held up by it. What can't be factorised goes to the exception handler, and the worker goes on.
 */
public final class RawWorkerPool {
  private static final int SLOTS = 64;
  private static final int WORKERS = 4;

  private RawWorkerPool() {}

  public static void main(String[] arguments) throws InterruptedException {
    long factorised =
        factorise(
            List.of(60L, 1_000_003L * 999_983L, 0L, 97L, 1L << 40, 999_999_999_989L), System.out);
    System.out.println(factorised + " numbers factorised");
  }

  /** Returns when all numbers are done; tells how many could be factorised. */
  static long factorise(List<Long> numbers, PrintStream out) throws InterruptedException {
    // Wakes one worker for each event. The Disruptor's own strategies would do, and wake all.
    RingBuffer<Task> ring =
        RingBuffer.createSingleProducer(Task::new, SLOTS, new WorkWaitStrategy());
    Factoriser[] workers = new Factoriser[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = new Factoriser(out);
    }
    WorkerPool<Task> pool = new WorkerPool<>(ring, new Complaints(out), workers);

    ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
    pool.start(executor);
    try {
      for (long number : numbers) {
        // Waits while the ring is full.
        ring.publishEvent((task, sequence, given) -> task.number = given, number);
      }
      pool.drainAndHalt();
    } finally {
      // After an exception, too: an executor's shutdown alone does not end the workers.
      pool.halt();
      executor.shutdown();
    }
    long factorised = 0;
    for (Factoriser worker : workers) {
      factorised += worker.factorised; // what the workers did is visible when they have ended
    }
    return factorised;
  }

  /** An event of the ring. */
  private static final class Task {
    private long number;
  }

  /** A worker's handler. Its worker's thread alone calls it. */
  private static final class Factoriser implements WorkHandler<Task> {
    private final PrintStream out;
    private long factorised;
    private EventReleaser releaser = () -> {};

    Factoriser(PrintStream out) {
      this.out = out;
    }

    @Override
    public void setEventReleaser(EventReleaser releaser) {
      this.releaser = releaser;
    }

    @Override
    public void onEvent(Task task) {
      long number = task.number;
      if (number < 1) {
        throw new IllegalArgumentException(number + " has no prime factors");
      }
      releaser.release(); // from here on, the task may be another one
      out.println(number + " = " + factors(number));
      factorised++;
    }
  }

  private static String factors(long number) {
    StringBuilder factors = new StringBuilder();
    long left = number;
    long factor = 2;
    while (factor * factor <= left) {
      if (left % factor == 0) {
        factors.append(factor).append(" * ");
        left /= factor;
      } else {
        factor++;
      }
    }
    return factors.append(left).toString();
  }

  /** Gets what the handlers throw. If it threw in its turn, the pool would halt. */
  private static final class Complaints implements ExceptionHandler<Task> {
    private final PrintStream out;

    Complaints(PrintStream out) {
      this.out = out;
    }

    @Override
    public void handleEventException(Throwable failure, long sequence, Task task) {
      out.println("Event " + sequence + ": " + failure.getMessage());
    }

    @Override
    public void handleOnStartException(Throwable failure) {
      out.println("A worker did not start well: " + failure);
    }

    @Override
    public void handleOnShutdownException(Throwable failure) {
      out.println("A worker did not end well: " + failure);
    }
  }
}
