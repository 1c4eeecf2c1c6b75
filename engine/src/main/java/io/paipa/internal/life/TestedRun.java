package io.paipa.internal.life;

import io.paipa.Pipeline;
import io.paipa.PipelineDefinition;
import io.paipa.Settlement;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.platform.VirtualTime;
import io.paipa.internal.worker.StationView;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run on a clock that stands still, whose outputs the thread of a test takes without waiting. But
 * for that it is a run as any other. Used by one thread at a time.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs
 */
public final class TestedRun<I, O> {
  private final VirtualTime time;
  private final Engine engine;
  private final PipelineRun<I, O> pipeline;
  private final QuietWatch watch;
  private final ResultsReader reader = new ResultsReader();
  private @Nullable PolledResults opened;

  /**
   * A run that was not started.
   *
   * @param definition what it is
   * @param time its clock
   */
  public TestedRun(PipelineDefinition<I, O> definition, VirtualTime time) {
    this.time = time;
    PipelinePlan plan = new PipelinePlanner(definition).plan(time);
    engine = new Engine(plan);
    pipeline = new PipelineRun<>(plan, engine);
    watch = new QuietWatch(engine, time, engine.views());
  }

  /** Starts its threads. What fails in user code fails the run. */
  public void start() {
    engine.start(
        true,
        () -> {
          opened = engine.pollResults();
          engine.acknowledged().pulledBy(reader);
        });
  }

  /**
   * The run, as any user sees it.
   *
   * @return the pipeline
   */
  public Pipeline<I, O> pipeline() {
    return pipeline;
  }

  /** Code of lazy sources may wait. */
  public void sourcesMayWait() {
    watch.sourcesMayWait();
  }

  /**
   * When the next thing happens by the clock, items that take too long among them.
   *
   * @return the time on the clock; {@link Long#MAX_VALUE} if there is nothing to come
   */
  public long nextDue() {
    long next = time.nextDue();
    for (StationView station : engine.views()) {
      long nanos = station.nanosUntilLate();
      next = nanos == Long.MAX_VALUE ? next : Math.min(next, time.nanoTime() + nanos);
    }
    return next;
  }

  /**
   * Moves the clock, and lets all go on that is due then. Items that take too long expire at once,
   * and not when the run looks after its workers next.
   *
   * @param nanos the time on the clock, not before the present one
   */
  public void moveTo(long nanos) {
    time.moveTo(nanos);
    for (StationView station : engine.views()) {
      if (station.hasLateItems()) {
        station.expireItems();
      }
    }
  }

  /**
   * Takes the outputs that there are.
   *
   * @param consumer is given each; then it is dealt with
   * @return whether there were any
   */
  @SuppressWarnings("unchecked") // what the last step emits
  public boolean takeOutputs(Consumer<? super O> consumer) {
    PolledResults results = Objects.requireNonNull(opened, "start() comes first");
    boolean over = engine.termination().isOver();
    boolean taken = false;
    for (Object next = results.peek(); next != null; next = results.peek()) {
      results.remove();
      taken = true;
      if (next instanceof Envelope envelope) {
        consumer.accept((O) envelope.item());
        envelope.delivery().settle(Settlement.DONE);
      } else {
        consumer.accept((O) next);
      }
    }
    if (over) {
      reader.end();
      engine.submissions().abandonAll();
    }
    return taken;
  }

  /**
   * Puts a meta event in, if there is room, and the run is not paused.
   *
   * @param meta the event
   * @return whether it is in
   */
  public boolean offerMeta(Object meta) {
    Marker event = Marker.meta(Objects.requireNonNull(meta, "null is no meta event"));
    return engine.entrance().tryPut(event, () -> engine.lifecycle().refusals().ofPut(() -> false));
  }

  /**
   * Looks what it is at, once.
   *
   * @param mayWait the steps whose code may wait
   * @param marks gets what would be another if a thread had gone on before the next look
   * @return what was seen
   */
  public Standing look(Set<String> mayWait, List<Object> marks) {
    return watch.look(mayWait, marks);
  }

  /** As a drain does: no source is pulled any more. */
  public void drain() {
    engine.finish(true);
  }

  /**
   * Whether the end has come, and all that it does is done.
   *
   * @return true if so
   */
  public boolean isOver() {
    return engine.termination().completion().isDone();
  }
}
