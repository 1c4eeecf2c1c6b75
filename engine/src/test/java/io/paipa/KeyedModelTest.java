package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keyed steps against a model that knows no threads: each key is a line of items, of which one at a
 * time goes through its attempts. Items, keys, failures, retries, skips, dead letters, items that
 * come again, meta events and endings are drawn from the seed that a failure names.
 */
class KeyedModelTest {
  private static final int MAX_RETRIES = 3;

  private enum Fate {
    DONE,
    SKIPPED,
    DEAD
  }

  /** What becomes of an item: so many attempts fail before that. */
  private record Item(
      @Nullable Integer key,
      int number,
      int failures,
      Fate fate,
      boolean comesAgain,
      boolean again) {
    Item putBack() {
      return new Item(key, number, failures, fate, false, true);
    }

    /** How often it is tried in all. */
    int attempts() {
      return fate == Fate.DEAD ? MAX_RETRIES + 1 : failures + 1;
    }
  }

  private record Meta(int behind) {}

  /** What was seen at the step. */
  private record Call(Item item, int attempt) {}

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<Item> outputs = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("keyed");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private final class Flaky implements Step<Item, Item> {
    private @Nullable StepContext<Item> context;

    @Override
    public void onWorkerStart(StepContext<Item> given) {
      context = given;
    }

    @Override
    public void process(Item item, Emitter<Item> emitter) {
      StepContext<Item> mine = Objects.requireNonNull(context);
      seen.add(new Call(item, mine.attempt()));
      emitter.emit(item);
      if (item.fate() == Fate.DEAD || mine.attempt() <= item.failures()) {
        throw new IllegalStateException("again");
      }
      if (item.fate() == Fate.SKIPPED) {
        throw Skip.item();
      }
      if (item.comesAgain()) {
        mine.reenqueue(item.putBack());
      }
    }

    @Override
    public Object onMeta(Object meta, Emitter<Item> emitter) {
      seen.add(meta);
      return meta;
    }
  }

  private static List<Item> draw(Random random) {
    int keys = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
    return IntStream.range(0, random.nextInt(400))
        .mapToObj(
            number ->
                new Item(
                    random.nextInt(10) == 0 ? null : random.nextInt(keys),
                    number,
                    random.nextInt(8) == 0 ? random.nextInt(MAX_RETRIES + 1) : 0,
                    random.nextInt(10) == 0
                        ? Fate.values()[random.nextInt(Fate.values().length)]
                        : Fate.DONE,
                    random.nextInt(12) == 0,
                    false))
        .toList();
  }

  private Pipeline<Item, Void> build(Random random) {
    int micros = random.nextInt(3) * 150;
    int atMost = random.nextInt(6) == 0 ? random.nextInt(200) : Integer.MAX_VALUE;
    return Pipeline.<Item>named("keyed")
        .<Item>step("flaky", Flaky::new)
        .workers(1 + random.nextInt(random.nextBoolean() ? 4 : 16))
        .capacity(2 << random.nextInt(9))
        .keyed(Item::key)
        .retrying(
            MAX_RETRIES,
            micros == 0 ? Backoff.none() : Backoff.fixed(Duration.ofNanos(1_000L * micros)))
        .onFailure(FailurePolicy.deadLetter(failed -> {}))
        .sink(
            "see",
            item -> {
              outputs.add(item);
              if (outputs.size() == atMost) {
                throw new IllegalStateException("enough");
              }
            })
        .build();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldDoWhatTheModelDoes(long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<Item> items = draw(random);
    Pipeline<Item, Void> pipeline = build(random);
    try (pipeline) {
      pipeline.start();
      boolean aborts = random.nextInt(8) == 0;
      int fed = aborts ? random.nextInt(items.size() + 1) : items.size();
      feed(pipeline, items.subList(0, fed), random);
      if (aborts) {
        pipeline.abort();
      }
      pipeline.stop();
    } catch (PipelineException | IllegalStateException e) {
      assertThat(pipeline.failure().orElseThrow()).hasRootCauseMessage("enough");
    }
    Report report = assertBalanced(pipeline);
    checkLines(items);
    checkMetas();
    checkOutputs();
    if (pipeline.state() == PipelineState.COMPLETED) {
      checkAllDone(items, report.steps().get(0));
    }
  }

  private static void feed(Pipeline<Item, Void> pipeline, List<Item> items, Random random)
      throws InterruptedException {
    for (Item item : items) {
      pipeline.put(item);
      if (random.nextInt(30) == 0) {
        pipeline.putMeta(new Meta(item.number()));
      }
    }
  }

  private List<Call> calls() {
    return seen.stream().filter(Call.class::isInstance).map(Call.class::cast).toList();
  }

  /** The attempts at an item of a key follow each other, and so do the items, as they were put. */
  private void checkLines(List<Item> items) {
    Map<Integer, List<Call>> lines = new HashMap<>();
    for (Call call : calls()) {
      if (call.item().key() != null) {
        lines.computeIfAbsent(call.item().key(), key -> new ArrayList<>()).add(call);
      }
    }
    lines.forEach(
        (key, line) -> {
          for (int i = 1; i < line.size(); i++) {
            Call before = line.get(i - 1);
            Call call = line.get(i);
            boolean over = before.attempt() == before.item().attempts();
            assertThat(call.item().equals(before.item()) ? call.attempt() - 1 : 0)
                .as("%s behind %s", call, before)
                .isEqualTo(call.item().equals(before.item()) ? before.attempt() : 0);
            assertThat(over || call.item().equals(before.item()))
                .as("%s behind %s", call, before)
                .isTrue();
          }
          List<Item> begun =
              line.stream()
                  .filter(call -> call.attempt() == 1 && !call.item().again())
                  .map(Call::item)
                  .toList();
          List<Item> put = items.stream().filter(item -> key.equals(item.key())).toList();
          assertThat(begun).isEqualTo(put.subList(0, begun.size()));
          checkPutBacks(line);
        });
  }

  /**
   * What is put back comes again in the order in which that was done, and behind its first time.
   */
  private static void checkPutBacks(List<Call> line) {
    List<Item> putBack = new ArrayList<>();
    int cameAgain = 0;
    for (Call call : line) {
      Item item = call.item();
      if (item.again() && call.attempt() == 1) {
        assertThat(cameAgain).as("%s", call).isLessThan(putBack.size());
        assertThat(item).isEqualTo(putBack.get(cameAgain++));
      } else if (item.comesAgain() && ended(call, Fate.DONE)) {
        putBack.add(item.putBack());
      }
    }
  }

  /** Before a meta event all is done that was put before it, and nothing behind it has begun. */
  private void checkMetas() {
    int last = -1;
    Map<Item, Integer> open = new HashMap<>();
    for (Object each : List.copyOf(seen)) {
      if (each instanceof Call call) {
        assertThat(call.item().again() || call.item().number() > last).as("%s", call).isTrue();
        if (call.attempt() == call.item().attempts()) {
          open.remove(call.item());
        } else {
          open.put(call.item(), call.attempt());
        }
      } else if (each instanceof Meta meta) {
        assertThat(open).as("at %s", meta).isEmpty();
        last = meta.behind();
      }
    }
  }

  /** The outputs of a key leave in the order in which its items were done. */
  private void checkOutputs() {
    Map<Integer, List<Item>> done = new HashMap<>();
    for (Call call : calls()) {
      Item item = call.item();
      if (item.key() != null && item.fate() == Fate.DONE && call.attempt() == item.attempts()) {
        done.computeIfAbsent(item.key(), key -> new ArrayList<>()).add(item);
      }
    }
    Map<Integer, List<Item>> given = new HashMap<>();
    for (Item item : outputs) {
      if (item.key() != null) {
        given.computeIfAbsent(item.key(), key -> new ArrayList<>()).add(item);
      }
    }
    given.forEach(
        (key, those) ->
            assertThat(those)
                .isEqualTo(Objects.requireNonNull(done.get(key)).subList(0, those.size())));
  }

  private void checkAllDone(List<Item> items, StepReport report) {
    long again =
        items.stream().filter(item -> item.comesAgain() && item.fate() == Fate.DONE).count();
    assertThat(report.reenqueued()).isEqualTo(again);
    assertThat(report.received()).isEqualTo(items.size() + again);
    assertThat(calls().stream().filter(call -> call.attempt() == 1))
        .hasSize((int) report.received());
    assertThat(report.retried())
        .isEqualTo(calls().stream().filter(call -> call.attempt() > 1).count());
    assertThat(report.skipped())
        .isEqualTo(calls().stream().filter(call -> ended(call, Fate.SKIPPED)).count());
    assertThat(report.deadLettered())
        .isEqualTo(calls().stream().filter(call -> ended(call, Fate.DEAD)).count());
  }

  private static boolean ended(Call call, Fate fate) {
    return call.item().fate() == fate && call.attempt() == call.item().attempts();
  }
}
