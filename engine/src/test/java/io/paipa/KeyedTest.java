package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items of equal keys are begun one at a time and in their order; others go on meanwhile. */
class KeyedTest {
  private final Keyed seen = new Keyed();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("keyed");
  }

  /** Events of all keys by turns. */
  private static List<Event> events(int keys, int ofEach) {
    return IntStream.range(0, keys * ofEach).mapToObj(i -> new Event(i % keys, i / keys)).toList();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private void look(Event event) {
    seen.begin(event);
    for (int i = event.hashCode() & 255; i > 0; i--) {
      Thread.onSpinWait();
    }
    seen.end(event);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1024", "1,4,1024", "3,8,2", "100,8,64", "1000,16,1024", "2,64,16"})
  void shouldBeginTheItemsOfAKeyInTheirOrder(int keys, int workers, int capacity)
      throws InterruptedException {
    int ofEach = 20_000 / keys;
    long all = (long) keys * ofEach;
    try (Pipeline<Event, Void> pipeline =
        Pipeline.<Event>named("keyed")
            .sink("look", this::look)
            .workers(workers)
            .capacity(capacity)
            .keyed(Event::key)
            .build()) {
      pipeline.putIterable(events(keys, ofEach));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(all);
    }
    assertThat(seen.keys()).isEqualTo(keys);
    for (int key = 0; key < keys; key++) {
      assertThat(seen.of(key)).as("key %s", key).isEqualTo(numbers(ofEach));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,8,1024,0", "50,8,16,0", "7,4,2,0", "2,8,1024,1", "50,8,16,1", "7,4,2,1"})
  void shouldKeepTheOrderOfTheOutputsOfAKey(int keys, int workers, int capacity, int retries) {
    int ofEach = 10_000 / keys;
    List<Event> outputs;
    try (Pipeline<Event, Event> pipeline =
        Pipeline.<Event>named("keyed")
            .<Event>mapMulti(
                "twice",
                (event, emitter) -> {
                  look(event);
                  emitter.emit(new Event(event.key(), 2 * event.number()));
                  emitter.emit(new Event(event.key(), 2 * event.number() + 1));
                })
            .workers(workers)
            .keyed(Event::key)
            .retrying(retries, Backoff.none()) // with retries, outputs are held until the end
            .map("same", event -> event)
            .capacity(capacity)
            .build()) {
      pipeline.putIterable(events(keys, ofEach));
      outputs = pipeline.results().toList();
    }
    assertThat(outputs.stream().collect(Collectors.groupingBy(Event::key)))
        .hasSize(keys)
        .allSatisfy(
            (key, those) ->
                assertThat(those.stream().map(Event::number)).isEqualTo(numbers(2 * ofEach)));
  }

  /** What waited for its key comes before what came later. */
  @Test
  void shouldKeepTheOrderOfTheRingWithOneWorker() throws InterruptedException {
    List<Integer> begun = new ArrayList<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("look", begun::add)
            .keyed(item -> item / 3 % 10)
            .build()) {
      pipeline.putIterable(numbers(10_000));
      pipeline.run();
    }
    assertThat(begun).isEqualTo(numbers(10_000));
  }

  @Test
  void shouldWorkOnOtherKeysWhileOneIsSlow() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Set<Event> done = ConcurrentHashMap.newKeySet();
    try (Pipeline<Event, Void> pipeline =
        Pipeline.<Event>named("keyed")
            .sink(
                "look",
                event -> {
                  if (event.key() == 0 && event.number() == 0) {
                    assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
                  }
                  done.add(event);
                })
            .workers(2)
            .keyed(Event::key)
            .build()) {
      pipeline.putIterable(events(10, 20));
      pipeline.start();
      Threads.await(() -> done.size() == 180);
      assertThat(done).noneMatch(event -> event.key() == 0);
      release.countDown();
      pipeline.stop();
      assertThat(done).hasSize(200);
    }
  }

  /** As many items of different keys in a row as there are workers may wait for each other. */
  @Test
  void shouldBeginItemsOfOtherKeysInTheOrderOfTheRing() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(4);
    try (Pipeline<Event, Void> pipeline =
        Pipeline.<Event>named("keyed")
            .sink("meet", event -> together.await(30, TimeUnit.SECONDS))
            .workers(4)
            .keyed(Event::key)
            .build()) {
      pipeline.putIterable(events(4, 2_500));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(10_000);
    }
  }

  @Test
  void shouldKeepNoOrderForItemsWithoutAKey() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(4);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("meet", item -> together.await(30, TimeUnit.SECONDS))
            .workers(4)
            .keyed(item -> null)
            .build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldLetAMetaEventPassAfterAllKeys() throws InterruptedException {
    List<Object> passed = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Event, Object> pipeline =
        Pipeline.<Event>named("keyed")
            .<Object>step("look", () -> new Watching(passed))
            .workers(4)
            .keyed(Event::key)
            .build()) {
      pipeline.start();
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 20; i++) {
          pipeline.put(new Event(0, i)); // all of one key: they wait outside the ring
        }
        pipeline.putMeta("meta " + round);
      }
      pipeline.stop();
    }
    List<Object> expected = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      expected.addAll(numbers(20));
      expected.add("meta " + round);
    }
    assertThat(passed).isEqualTo(expected);
  }

  private record Watching(List<Object> passed) implements Step<Event, Object> {
    @Override
    public void process(Event event, Emitter<Object> emitter) {
      passed.add(event.number());
    }

    @Override
    public Object onMeta(Object meta, Emitter<Object> emitter) {
      passed.add(meta);
      return meta;
    }
  }

  @Test
  void shouldBeTheStrictWayToProcessInOrder() throws InterruptedException {
    List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink(
                "flaky",
                item -> {
                  calls.add(item);
                  if (item % 10 == 0 && Collections.frequency(calls, item) < 3) {
                    throw new IllegalStateException("again");
                  }
                })
            .workers(4)
            .keyed(item -> "all")
            .retrying(5, Backoff.fixed(Duration.ofMillis(1)))
            .build()) {
      pipeline.putIterable(numbers(200));
      pipeline.run();
    }
    List<Integer> expected = new ArrayList<>();
    for (int item = 0; item < 200; item++) {
      expected.addAll(Collections.nCopies(item % 10 == 0 ? 3 : 1, item));
    }
    assertThat(calls).isEqualTo(expected);
  }

  @Test
  void shouldRefuseToBeOrderedToo() {
    Builder<Integer, Void> both =
        Pipeline.<Integer>named("keyed").sink("sink", item -> {}).ordered().keyed(item -> item);
    assertThatThrownBy(both::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'keyed', step 'sink': ordered and keyed exclude each other; ordered would"
                + " hold the outputs of all keys back behind one slow item. Leave one out;"
                + " set(StepOption.ORDERED, false) overrides a default");
  }

  @Test
  void shouldOverrideADefaultOfOrder() throws InterruptedException {
    try (Pipeline<Event, Void> pipeline =
        Pipeline.<Event>named("keyed")
            .sink("look", this::look)
            .set(StepOption.ORDERED, false)
            .keyed(Event::key)
            .defaults(StepOptions.options().ordered().workers(4))
            .build()) {
      pipeline.putIterable(events(2, 100));
      pipeline.run();
    }
    assertThat(seen.of(0)).isEqualTo(numbers(100));
  }

  /** A new user's program: events of customers, some of which fail until their last attempt. */
  @Test
  void shouldKeepTheOrderOfCustomersWhoseEventsAreRetried() throws InterruptedException {
    Map<Event, Integer> failures = new ConcurrentHashMap<>();
    try (Pipeline<Event, Void> pipeline =
        Pipeline.<Event>named("keyed")
            .sink(
                "store",
                event -> {
                  if (event.number() % 50 == 7 && failures.merge(event, 1, Integer::sum) <= 3) {
                    throw new IllegalStateException("the database is away");
                  }
                  look(event);
                })
            .workers(8)
            .keyed(Event::key)
            .retrying(3, Backoff.fixed(Duration.ofMillis(2)))
            .build()) {
      pipeline.putIterable(events(1_000, 100));
      pipeline.run();
      StepReport store = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(store.done()).isEqualTo(100_000);
      assertThat(store.retried()).isEqualTo(6_000);
    }
    for (int customer = 0; customer < 1_000; customer++) {
      assertThat(seen.of(customer)).isEqualTo(numbers(100));
    }
  }
}
