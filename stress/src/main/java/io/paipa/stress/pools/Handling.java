package io.paipa.stress.pools;

import com.lmax.disruptor.ExceptionHandler;
import io.paipa.ring.EventReleaser;
import io.paipa.ring.WorkHandler;
import io.paipa.stress.pools.PoolScenario.PoolSpec;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of a pool do with events, and note of them. Called by all workers of the pool;
 * counts are atomic, the scenario's numbers are fixed. The releaser is set before the start.
 */
final class Handling implements WorkHandler<Handling.Event>, ExceptionHandler<Handling.Event> {
  private static final int SPINS = 2_000;

  private final String name;
  private final PoolSpec spec;
  private final @Nullable Handling followed;
  private final Queue<String> problems;
  private final AtomicIntegerArray times;
  private final AtomicInteger thrown = new AtomicInteger();
  private final AtomicInteger caught = new AtomicInteger();
  private EventReleaser releaser = () -> {};

  /** An event; the number is written by its producer before it is published. */
  static final class Event {
    int number;
  }

  /** What a handler throws on purpose. */
  private static final class Thrown extends Exception {
    private static final long serialVersionUID = 1L;
  }

  Handling(
      String name, PoolSpec spec, int total, @Nullable Handling followed, Queue<String> problems) {
    this.name = name;
    this.spec = spec;
    this.followed = followed;
    this.problems = problems;
    this.times = new AtomicIntegerArray(total);
  }

  @Override
  public void setEventReleaser(EventReleaser given) {
    releaser = given;
  }

  @Override
  public void onEvent(Event event) throws Thrown {
    int number = event.number;
    if (followed != null && followed.times.get(number) == 0) {
      problems.add(name + ": event " + number + " came before the pool that it follows was done");
    }
    int draw = Math.floorMod(number * 0x9E3779B9, 1_000_000);
    if (draw % 1_000 < spec.slowPerMille()) {
      spin();
    }
    if (event.number != number) {
      problems.add(name + ": event " + number + " was overwritten while it was in hand");
    }
    if (times.incrementAndGet(number) != 1) {
      problems.add(name + ": event " + number + " came twice");
    }
    if (draw / 1_000 < spec.releasePerMille()) {
      releaser.release();
    }
    if ((draw + 500) % 1_000 < spec.failPerMille()) {
      thrown.incrementAndGet();
      throw new Thrown();
    }
  }

  private static void spin() {
    for (int i = 0; i < SPINS; i++) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void handleEventException(Throwable exception, long sequence, @Nullable Event event) {
    if (exception instanceof Thrown) {
      caught.incrementAndGet();
    } else {
      problems.add(name + ": " + exception);
    }
  }

  @Override
  public void handleOnStartException(Throwable exception) {
    problems.add(name + ": " + exception);
  }

  @Override
  public void handleOnShutdownException(Throwable exception) {
    problems.add(name + ": " + exception);
  }

  /** After the end of all workers. */
  void check() {
    for (int i = 0; i < times.length(); i++) {
      if (times.get(i) == 0) {
        problems.add(name + ": event " + i + " was lost");
      }
    }
    if (thrown.get() != caught.get()) {
      problems.add(name + ": " + thrown + " exceptions were thrown, " + caught + " told");
    }
  }
}
