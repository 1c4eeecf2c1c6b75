package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Builder;
import io.paipa.ChunkBuilder;
import io.paipa.Emitter;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.Settlement;
import io.paipa.Step;
import io.paipa.StepReport;
import io.paipa.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chunk steps against a model that knows no threads: what comes out, list by list. Limits, items,
 * failures, meta events, the passing of time, and who is told of an item, are drawn from the seed
 * that a failure names.
 */
@LeavesNoPipeline
@Timeout(60)
class ChunkModelTest {
  private static final Duration LIMIT = ofMillis(100);

  /** Negative if the weight can't be found out; without a key if that can't. */
  private record Item(int number, @Nullable Integer key, long weight) {
    boolean fails(Limits limits) {
      return (limits.weight() > 0 && weight < 0) || (limits.openAtMost() > 0 && key == null);
    }
  }

  /** A number that is 0 stands for no such limit. */
  private record Limits(int size, boolean timed, long weight, int openAtMost) {
    static Limits drawn(Random random) {
      return new Limits(
          1 + random.nextInt(random.nextBoolean() ? 4 : 40),
          random.nextBoolean(),
          random.nextBoolean() ? 1 + random.nextInt(50) : 0,
          random.nextInt(3) > 0 ? 1 + random.nextInt(12) : 0);
    }
  }

  /** What is to come out. */
  private static final class Model {
    private static final class Open {
      private final List<Item> items = new ArrayList<>();
      private final long sinceMillis;
      private long weight;

      Open(long sinceMillis) {
        this.sinceMillis = sinceMillis;
      }
    }

    private final Limits limits;
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private final List<Object> expected = new ArrayList<>();
    private long nowMillis;

    Model(Limits limits) {
      this.limits = limits;
    }

    void put(Item item) {
      if (item.fails(limits)) {
        return;
      }
      int key = limits.openAtMost() == 0 ? 0 : Objects.requireNonNull(item.key());
      long weight = limits.weight() == 0 ? 0 : item.weight();
      Open list = open.get(key);
      if (list != null && limits.weight() > 0 && list.weight + weight > limits.weight()) {
        send(key);
      }
      Open mine = open.computeIfAbsent(key, k -> new Open(nowMillis));
      if (limits.openAtMost() > 0 && open.size() > limits.openAtMost()) {
        send(oldest());
      }
      mine.items.add(item);
      mine.weight += weight;
      boolean heavy = limits.weight() > 0 && mine.weight >= limits.weight();
      if (heavy || mine.items.size() == limits.size()) {
        send(key);
      }
    }

    void pass(long millis) {
      nowMillis += millis;
      while (limits.timed() && !open.isEmpty() && isDue(oldest())) {
        send(oldest());
      }
    }

    private boolean isDue(Integer key) {
      Open list = Objects.requireNonNull(open.get(key));
      return nowMillis - list.sinceMillis >= LIMIT.toMillis();
    }

    void flush() {
      while (!open.isEmpty()) {
        send(oldest());
      }
    }

    private Integer oldest() {
      return open.keySet().iterator().next();
    }

    private void send(Integer key) {
      expected.add(Objects.requireNonNull(open.remove(key)).items);
    }
  }

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<CompletableFuture<Settlement>> answers = new ArrayList<>();

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static ChunkBuilder<Item, Item> chunk(Limits limits) {
    ChunkBuilder<Item, Item> chunk = Pipeline.<Item>named("chunks").chunk("chunk", limits.size());
    if (limits.timed()) {
      chunk = chunk.within(LIMIT);
    }
    if (limits.weight() > 0) {
      chunk = chunk.weighing(Item::weight, limits.weight());
    }
    if (limits.openAtMost() > 0) {
      chunk = chunk.groupedBy(Item::key, limits.openAtMost());
    }
    return chunk.onFailure(FailurePolicy.skip());
  }

  /** Lists and meta events, in the order in which they came. */
  private record Recording(List<Object> seen) implements Step<List<Item>, Void> {
    @Override
    public void process(List<Item> item, Emitter<Void> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Void> out) {
      seen.add(meta);
      return meta;
    }
  }

  /** Attempts that are observed are another code's. */
  private static Builder<Item, Void> observed(Builder<Item, Void> builder, boolean isObserved) {
    return isObserved ? builder.tracker(new Tracker() {}) : builder;
  }

  private static Item draw(Random random, int number) {
    return new Item(
        number,
        random.nextInt(20) == 0 ? null : random.nextInt(15),
        random.nextInt(20) == 0 ? -1 : random.nextInt(20));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldDoWhatTheModelDoes(long seed) throws InterruptedException {
    Random random = new Random(seed);
    Limits limits = Limits.drawn(random);
    Model model = new Model(limits);
    PipelineTest<Item, Void> test =
        PipelineTest.of(
            observed(chunk(limits).step("see", () -> new Recording(seen)), seed % 2 == 0));
    int failed = 0;
    int count = random.nextInt(150);

    for (int number = 0; number < count; number++) {
      Item item = draw(random, number);
      failed += item.fails(limits) ? 1 : 0;
      model.put(item);
      put(test, item, random);
      if (random.nextInt(30) == 0) {
        model.flush();
        model.expected.add(number);
        test.putMeta(number);
      }
      if (limits.timed() && random.nextInt(10) == 0) {
        int millis = random.nextInt(150);
        model.pass(millis);
        test.advance(ofMillis(millis));
        assertThat(seen).isEqualTo(model.expected);
      }
    }
    model.flush();

    StepReport step = Ledger.assertFinishes(test).steps().get(0);
    assertThat(step.skipped()).isEqualTo(failed);
    assertThat(step.done()).isEqualTo(count - failed);
    assertThat(seen).isEqualTo(model.expected);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer).isCompletedWithValue(Settlement.DONE));
  }

  private void put(PipelineTest<Item, Void> test, Item item, Random random)
      throws InterruptedException {
    if (random.nextInt(4) == 0) {
      answers.add(test.pipeline().submit(item).toCompletableFuture());
    } else {
      test.put(item);
    }
  }
}
