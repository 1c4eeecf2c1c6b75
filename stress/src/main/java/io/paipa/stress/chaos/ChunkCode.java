package io.paipa.stress.chaos;

import io.paipa.Builder;
import io.paipa.ChunkBuilder;
import io.paipa.StepOptions;
import java.time.Duration;
import java.util.List;

/** Makes the chunk steps of a scenario, with the code that they ask for weights and keys. */
final class ChunkCode {
  private static final int MANY_SLOTS = 128;

  private final StepSpec spec;
  private final DrawnLists lists;
  private final StepCode code;
  private final Sabotage sabotage;

  ChunkCode(StepSpec spec, StepCode code, Sabotage sabotage) {
    this.spec = spec;
    this.lists = spec.rarity().lists();
    this.code = code;
    this.sabotage = sabotage;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a list is an object
  Builder<Object, Object> addTo(Builder<Object, Object> builder, StepOptions options) {
    return (Builder) chunk(builder, options);
  }

  private ChunkBuilder<Object, Object> chunk(Builder<Object, Object> builder, StepOptions options) {
    StepSpec.Habit habit = spec.habit();
    String step = "s" + code.step();
    ChunkBuilder<Object, Object> chunk = builder.chunk(step, habit.chunkSize());
    if (habit.chunkMillis() > 0) {
      chunk = chunk.within(Duration.ofMillis(habit.chunkMillis()));
    }
    if (lists.weight() > 0) {
      chunk = chunk.weighing(item -> weight((Token) item), lists.weight());
    }
    if (lists.areGrouped()) {
      chunk = chunk.groupedBy(item -> key((Token) item), lists.openAtMost());
    }
    boolean plain = habit.chunkMillis() == 0 && lists.equals(DrawnLists.NONE);
    return plain && spec.workers() == 1 && spec.capacity() > MANY_SLOTS
        ? chunk // with the options of its own
        : chunk.with(options);
  }

  private long weight(Token token) {
    if (!lists.isUnfit(token)) {
      return lists.weightOf(token);
    }
    if ((token.id & 1) == 0) {
      throw unfit(token);
    }
    if (spec.rarity().lists().policy() == StepSpec.Policy.FAIL) {
      throw unfit(token); // a failure that can be known again
    }
    code.probe().unfit(token);
    return -1;
  }

  private int key(Token token) {
    if (lists.weight() == 0 && lists.isUnfit(token)) {
      throw unfit(token);
    }
    return lists.keyOf(token);
  }

  private InjectedException unfit(Token token) {
    InjectedException thrown =
        new InjectedException("s" + code.step() + " has no place for " + token);
    if (lists.policy() == StepSpec.Policy.FAIL) {
      sabotage.itemFailed(thrown, code.step());
    }
    code.probe().unfit(token);
    return thrown;
  }

  /** Whether the lists that came of a step are such that it may have given. */
  static boolean allows(StepSpec chunk, List<?> list) {
    int size = list.size();
    return size >= 1 && size <= chunk.habit().chunkSize() && chunk.rarity().lists().allow(list);
  }
}
