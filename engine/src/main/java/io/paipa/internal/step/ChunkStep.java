package io.paipa.internal.step;

import io.paipa.Emitter;
import io.paipa.Step;
import io.paipa.StepContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects items into lists, by size, by weight, and by the time since the first item. Confined to
 * its worker's thread.
 *
 * @param <T> type of the items
 */
public final class ChunkStep<T> implements Step<T, List<T>>, TimedStep<List<T>> {
  private final ChunkLimits<T> limits;
  private @Nullable OpenList<T> open;
  private @Nullable StepContext<? super T> context;

  /**
   * A step without items.
   *
   * @param limits when a list goes out
   */
  public ChunkStep(ChunkLimits<T> limits) {
    this.limits = limits;
  }

  @Override
  public void onWorkerStart(StepContext<T> ofWorker) {
    context = ofWorker;
  }

  @Override
  public void process(T item, Emitter<List<T>> out) throws Exception {
    long weight = limits.weigh(item);
    OpenList<T> list = open;
    if (list == null || !limits.haveRoom(list, weight)) {
      list = limits.open(); // what may throw comes before anything is changed
      onFlush(out);
      open = list;
    }
    list.add(item, weight, context);
    if (limits.areReached(list)) {
      onFlush(out);
    }
  }

  @Override
  public void onFlush(Emitter<List<T>> out) {
    OpenList<T> list = open;
    if (list != null) {
      list.emit(out);
      open = null; // only now: if the emit is cancelled, the items are still kept
      list.release();
    }
  }

  @Override
  public long remainingNanos() {
    return open == null ? NEVER : limits.remainingNanos(open);
  }

  @Override
  public void onDeadline(Emitter<List<T>> out) {
    onFlush(out);
  }

  @Override
  public int kept() {
    return open == null ? 0 : open.size();
  }
}
