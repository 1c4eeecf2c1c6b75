package io.paipa;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to the thread that puts an item goes along with it. */
@Timeout(60)
class ContextPropagationTest {
  private static final String NONE = "none";

  @RegisterExtension final LogListener log = new LogListener();

  private final NamedThreadContext context = new NamedThreadContext();

  /** Item, or step and item, to the context that its code has met. */
  private final Map<String, String> met = new ConcurrentHashMap<>();

  private String current() {
    return Objects.requireNonNullElse(context.get(), NONE);
  }

  private void meet(Object what) {
    String before = met.put(what.toString(), current());
    assertThat(before).as("the context met before at %s", what).isNull();
  }

  private Builder<Integer, Integer> named(String name) {
    return Pipeline.<Integer>named(name).contextPropagation(context);
  }

  private void putAs(Pipeline<Integer, ?> pipeline, @Nullable String name, int item)
      throws InterruptedException {
    context.set(name);
    pipeline.put(item);
    context.set(null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldGoWithTheItemThroughAllSteps(int workers) throws InterruptedException {
    named("steps")
        .map(
            "first",
            item -> {
              meet("first " + item);
              return item;
            })
        .workers(workers)
        .flatMap("second", item -> Stream.of(item + "a", item + "b"))
        .workers(workers)
        .sink("third", this::meet)
        .workers(workers)
        .build()
        .during(
            pipeline -> {
              for (int i = 0; i < 1_000; i++) {
                putAs(pipeline, i % 3 == 0 ? null : "thread " + i, i);
              }
            });

    for (int i = 0; i < 1_000; i++) {
      String expected = i % 3 == 0 ? NONE : "thread " + i;
      assertThat(met)
          .containsEntry("first " + i, expected)
          .containsEntry(i + "a", expected)
          .containsEntry(i + "b", expected);
    }
  }

  @Test
  void shouldBeThatOfThePutBeforeTheStart() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = named("early").sink("work", this::meet).build();
    putAs(pipeline, "early bird", 1);
    pipeline.finish();
    pipeline.run();

    assertThat(met).containsEntry("1", "early bird");
  }

  @Test
  void shouldGoWithOffersAndSubmissions() throws InterruptedException {
    named("offered")
        .sink("work", this::meet)
        .build()
        .during(
            pipeline -> {
              context.set("offered");
              assertThat(pipeline.offer(1)).isTrue();
              assertThat(pipeline.offer(2, Duration.ofSeconds(20))).isTrue();
              assertThat(pipeline.offer(3, outcome -> {})).isTrue();
              pipeline.submit(4);
              context.set(null);
            });

    assertThat(met)
        .containsOnlyKeys("1", "2", "3", "4")
        .allSatisfy((item, met) -> assertThat(met).isEqualTo("offered"));
  }

  @Test
  void shouldBeThatOfTheThreadThatPullsASource() throws InterruptedException {
    Iterator<Integer> numbers =
        IntStream.range(0, 5).boxed().peek(item -> context.set("pulled " + item)).iterator();
    Pipeline<Integer, Void> pipeline = named("pulled").sink("work", this::meet).build();
    pipeline.putIterator(numbers);
    pipeline.run();

    assertThat(met).hasSize(5).containsEntry("3", "pulled 3");
  }

  @Test
  void shouldGoWithADelivery() throws InterruptedException {
    Topic<Integer> topic =
        new Topic<>(true, List.of(1, 2)) {
          @Override
          public boolean poll(Deliveries<Integer> to, Duration limit) throws Exception {
            context.set("polled");
            return super.poll(to, limit);
          }
        };
    Pipeline<Integer, Void> pipeline = named("delivered").sink("work", this::meet).build();
    pipeline.putAcknowledged(topic);
    pipeline.run();

    assertThat(met).containsEntry("1", "polled").containsEntry("2", "polled");
  }

  @Test
  void shouldBeThereForRetriesAndDeadLetters() throws InterruptedException {
    Map<Integer, String> letters = new ConcurrentHashMap<>();
    named("failing")
        .sink(
            "work",
            item -> {
              if (current().equals(NONE)) {
                throw new AssertionError("no context at " + item);
              }
              throw new IllegalStateException("again");
            })
        .workers(2)
        .retrying(2, Backoff.fixed(Duration.ofMillis(1)))
        .onFailure(deadLetter(failed -> letters.put(failed.item(), current())))
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "one", 1);
              putAs(pipeline, "two", 2);
            });

    assertThat(letters).isEqualTo(Map.of(1, "one", 2, "two"));
  }

  @Test
  void shouldGoWithTheFunctionOfAnAsynchronousStep() throws InterruptedException {
    named("async")
        .mapAsync(
            "call",
            10,
            item -> {
              meet("call " + item);
              return CompletableFuture.supplyAsync(() -> item);
            })
        .sink("work", this::meet)
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "one", 1);
              putAs(pipeline, null, 2);
            });

    assertThat(met)
        .containsEntry("call 1", "one")
        .containsEntry("1", "one")
        .containsEntry("call 2", NONE)
        .containsEntry("2", NONE);
  }

  @Test
  void shouldKeepTheContextsOfKeysApart() throws InterruptedException {
    named("keyed")
        .sink("work", this::meet)
        .workers(3)
        .keyed(item -> item % 2)
        .build()
        .during(
            pipeline -> {
              for (int i = 0; i < 100; i++) {
                putAs(pipeline, "item " + i, i);
              }
            });

    assertThat(met)
        .hasSize(100)
        .allSatisfy((item, met) -> assertThat(met).isEqualTo("item " + item));
  }

  @Test
  void shouldBeJoinedWhereItemsBecomeOne() throws InterruptedException {
    named("chunks")
        .chunk("three", 3)
        .sink("work", this::meet)
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "one", 1);
              putAs(pipeline, null, 2);
              putAs(pipeline, "three", 3);
              putAs(pipeline, null, 4);
              putAs(pipeline, "five", 5);
            });

    assertThat(met).containsEntry("[1, 2, 3]", "one+three").containsEntry("[4, 5]", "five");
  }

  @Test
  void shouldGoWithAnItemThatIsPutBack() throws InterruptedException {
    named("again")
        .step(
            "count down",
            () ->
                new Step<Integer, Integer>() {
                  private @Nullable StepContext<Integer> own;

                  @Override
                  public void onWorkerStart(StepContext<Integer> given) {
                    own = given;
                  }

                  @Override
                  public void process(Integer item, Emitter<Integer> out)
                      throws InterruptedException {
                    meet(item);
                    if (item > 0) {
                      Objects.requireNonNull(own).reenqueue(item - 1);
                    }
                  }
                })
        .build()
        .during(pipeline -> putAs(pipeline, "down", 3));

    assertThat(met).hasSize(4).containsEntry("0", "down");
  }

  /** Nobody else's context is there in a hook, nor for an item that has none. */
  @Test
  void shouldBeGoneAfterwards() throws InterruptedException {
    Map<String, String> hooks = new ConcurrentHashMap<>();
    named("gone")
        .step(
            "work",
            () ->
                new Step<Integer, Integer>() {
                  @Override
                  public void process(Integer item, Emitter<Integer> out) {
                    meet(item);
                    if (item == 1) {
                      throw new IllegalStateException("fails");
                    }
                  }

                  @Override
                  public void onFlush(Emitter<Integer> out) {
                    hooks.put("onFlush", current());
                  }

                  @Override
                  public void onWorkerStop(Ending ending) {
                    hooks.put("onWorkerStop", current());
                  }
                })
        .with(options().onFailure(FailurePolicy.skip()))
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "one", 1);
              putAs(pipeline, null, 2);
            });

    assertThat(met).isEqualTo(Map.of("1", "one", "2", NONE));
    assertThat(hooks).isEqualTo(Map.of("onFlush", NONE, "onWorkerStop", NONE));
  }

  /** It decides nothing: the items go on, and the log says so once. */
  @Test
  void shouldDecideNothingWhereItFails() throws InterruptedException {
    ContextPropagation failing =
        new ContextPropagation() {
          @Override
          public @Nullable Object capture() {
            if ("capture".equals(context.get())) {
              throw new IllegalStateException("in capture");
            }
            return context.get();
          }

          @Override
          public Scope restore(Object captured) {
            if ("restore".equals(captured)) {
              throw new IllegalStateException("in restore");
            }
            Scope scope = context.restore(captured);
            return () -> {
              scope.close();
              if ("close".equals(captured)) {
                throw new IllegalStateException("in close");
              }
            };
          }
        };
    Pipeline.<Integer>named("failing")
        .contextPropagation(failing)
        .sink("work", this::meet)
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "capture", 1);
              putAs(pipeline, "restore", 2);
              putAs(pipeline, "close", 3);
              putAs(pipeline, "well", 4);
            });

    assertThat(met).isEqualTo(Map.of("1", NONE, "2", NONE, "3", "close", "4", "well"));
    assertThat(log.lines()).hasSize(1).first().asString().contains("the propagation of contexts");
  }

  @Test
  void shouldBeRefusedWithAnIteratorStep() {
    assertThatThrownBy(
            () -> named("pulled").iterate("work", input -> Collections.emptyIterator()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipeline 'pulled', step 'work'")
        .hasMessageContaining("leave contextPropagation out");
  }
}
