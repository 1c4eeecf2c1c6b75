package io.paipa.internal.step;

import io.paipa.Emitter;
import io.paipa.KeyFunction;
import io.paipa.Step;
import io.paipa.StepContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects items of equal keys into lists, each with all limits of its own. At most so many are
 * open. Confined to the thread of the step's one worker.
 *
 * <p>All code of the user's that an item needs is called before anything is changed for it. So an
 * item that fails leaves the lists as they were. And the code is called for that item alone: a list
 * goes out without a look at its key.
 *
 * @param <T> type of the items
 */
public final class GroupedChunkStep<T> implements Step<T, List<T>>, TimedStep<List<T>> {
  /** Most lists may well stay short. */
  private static final int INITIAL_SIZE = 8;

  private final ChunkLimits<T> limits;
  private final KeyFunction<? super T> key;
  private final int openAtMost;

  /** The groups that have an open list, each by itself. The list of the first is the oldest. */
  private final Map<Group<T>, Group<T>> groups = new LinkedHashMap<>();

  private @Nullable StepContext<? super T> context;
  private int kept;

  /**
   * A step without items.
   *
   * @param limits when a list goes out
   * @param key gives the key of an item
   * @param openAtMost how many lists may be open
   */
  public GroupedChunkStep(ChunkLimits<T> limits, KeyFunction<? super T> key, int openAtMost) {
    this.limits = limits;
    this.key = key;
    this.openAtMost = openAtMost;
  }

  @Override
  public void onWorkerStart(StepContext<T> ofWorker) {
    context = ofWorker;
  }

  @Override
  public void process(T item, Emitter<List<T>> out) throws Exception {
    long weight = limits.weigh(item);
    Group<T> group = groupOf(item);
    OpenList<T> list = group.list();
    if (list == null || !limits.haveRoom(list, weight)) {
      list = openAnew(group, out);
    }
    list.add(item, weight, context);
    kept++;
    if (limits.areReached(list)) {
      send(group, list, out);
    }
  }

  private Group<T> groupOf(T item) throws Exception {
    Object keyOfItem =
        Objects.requireNonNull(
            key.keyOf(item), "its key is null; give it one, or filter the item out before");
    Group<T> asked = new Group<>(keyOfItem);
    return groups.getOrDefault(asked, asked);
  }

  /**
   * Opens a list, in the place of one that is full. If there are too many then, the oldest goes.
   */
  private OpenList<T> openAnew(Group<T> group, Emitter<List<T>> out) {
    OpenList<T> list = limits.open(INITIAL_SIZE);
    OpenList<T> full = group.list();
    if (full != null) {
      send(group, full, out);
    }
    groups.put(group, group); // calls the key's code only if the group is a new one
    group.open(list);
    if (groups.size() > openAtMost) {
      sendOldest(out);
    }
    return list;
  }

  private void sendOldest(Emitter<List<T>> out) {
    Group<T> oldest = oldest();
    send(oldest, Objects.requireNonNull(oldest.list()), out);
  }

  private Group<T> oldest() {
    return groups.keySet().iterator().next();
  }

  private void send(Group<T> group, OpenList<T> list, Emitter<List<T>> out) {
    list.emit(out);
    groups.remove(group); // only now: if the emit is cancelled, the items are still kept
    group.close();
    kept -= list.size();
    list.release();
  }

  @Override
  public void onFlush(Emitter<List<T>> out) {
    while (!groups.isEmpty()) {
      sendOldest(out);
    }
  }

  @Override
  public long remainingNanos() {
    return groups.isEmpty()
        ? NEVER
        : limits.remainingNanos(Objects.requireNonNull(oldest().list()));
  }

  @Override
  public void onDeadline(Emitter<List<T>> out) {
    while (remainingNanos() <= 0) {
      sendOldest(out);
    }
  }

  @Override
  public int kept() {
    return kept;
  }
}
