package io.paipa.internal.worker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of stages: a table that is at most half full. A stage is put at the place that its number
 * says, or at the next that is free. So a change allocates nothing, and stages that were begun one
 * after the other are neighbours.
 *
 * <p><b>Who writes what.</b> The thread that puts a stage in takes an empty place by
 * compare-and-set, and none but the thread that takes the stage out empties it. A stage knows its
 * place before it is put there. So whoever finds it in the table knows its place, too.
 */
final class OpenStages {
  /** The place of a stage that was not put in. */
  static final int NOWHERE = -1;

  private final AtomicReferenceArray<@Nullable OpenStage> table;
  private final int mask;

  /**
   * No stage.
   *
   * @param most how many there are at most
   */
  OpenStages(int most) {
    int size = Integer.highestOneBit(most) * 4; // more than twice as many
    table = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  void add(OpenStage stage) {
    int place = (int) stage.number() & mask;
    stage.at(place);
    while (!table.compareAndSet(place, null, stage)) {
      place = (place + 1) & mask;
      stage.at(place);
    }
  }

  /** Takes out a stage, once; nothing happens if it was not put in. */
  void remove(OpenStage stage) {
    if (stage.place() != NOWHERE) {
      table.set(stage.place(), null);
    }
  }

  /** All that are there from the beginning of the look to its end, and maybe others. */
  Stream<OpenStage> stream() {
    return IntStream.rangeClosed(0, mask).mapToObj(table::get).filter(Objects::nonNull);
  }
}
