package io.paipa.internal.step;

import io.paipa.Emitter;
import io.paipa.Kept;
import io.paipa.Step;
import io.paipa.StepContext;
import io.paipa.internal.platform.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects items into lists, by size and by the time since the first item.
 *
 * @param <T> type of the items
 */
public final class ChunkStep<T> implements Step<T, List<T>>, TimedStep<List<T>> {
  private static final int INITIAL_SIZE = 1_024;

  private final int size;
  private final long timeoutNanos;
  private final TimeSource time;
  private List<T> chunk;
  private long firstNanos;
  private @Nullable StepContext<? super T> context;

  /** The deliveries of the items in the list. */
  private Kept kept = Kept.none();

  /**
   * A step without items.
   *
   * @param size how many items a list
   * @param timeoutNanos how long after its first item a list goes out; {@link #NEVER} for no limit
   * @param time the clock
   */
  public ChunkStep(int size, long timeoutNanos, TimeSource time) {
    this.size = size;
    this.timeoutNanos = timeoutNanos;
    this.time = time;
    this.chunk = newChunk();
  }

  @Override
  public void onWorkerStart(StepContext<T> ofWorker) {
    context = ofWorker;
  }

  @Override
  public void process(T item, Emitter<List<T>> out) {
    if (chunk.isEmpty() && timeoutNanos != NEVER) {
      firstNanos = time.nanoTime();
    }
    chunk.add(item);
    if (context != null) {
      kept = kept.join(context.keep());
    }
    if (chunk.size() == size) {
      onFlush(out);
    }
  }

  @Override
  public void onFlush(Emitter<List<T>> out) {
    if (!chunk.isEmpty()) {
      kept.emit(out, Collections.unmodifiableList(chunk));
      chunk = newChunk(); // only now: if the emit is cancelled, the items are still kept
      kept.release();
      kept = Kept.none();
    }
  }

  @Override
  public long remainingNanos() {
    return chunk.isEmpty() || timeoutNanos == NEVER
        ? NEVER
        : timeoutNanos - (time.nanoTime() - firstNanos);
  }

  @Override
  public void onDeadline(Emitter<List<T>> out) {
    onFlush(out);
  }

  @Override
  public int kept() {
    return chunk.size();
  }

  private List<T> newChunk() {
    return new ArrayList<>(Math.min(size, INITIAL_SIZE));
  }
}
