package io.paipa;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What belongs to the thread that puts an item is there wherever the item is worked on. */
@Timeout(60)
class ContextPropagationTest {
  @RegisterExtension final LogListener log = new LogListener();

  private final NamedThreadContext context = new NamedThreadContext();

  private Builder<Integer, Integer> named(String name) {
    return Pipeline.<Integer>named(name).contextPropagation(context);
  }

  @Test
  void shouldBeThereForRetriesAndDeadLetters() throws InterruptedException {
    Map<Integer, String> letters = new ConcurrentHashMap<>();
    named("failing")
        .sink(
            "work",
            item -> {
              if (context.current().equals(NamedThreadContext.NONE)) {
                throw new AssertionError("no context at " + item);
              }
              throw new IllegalStateException("again");
            })
        .workers(2)
        .retrying(2, Backoff.fixed(Duration.ofMillis(1)))
        .onFailure(deadLetter(failed -> letters.put(failed.item(), context.current())))
        .build()
        .during(
            pipeline -> {
              context.putAs(pipeline, "one", 1);
              context.putAs(pipeline, "two", 2);
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
              context.meet("call " + item);
              return CompletableFuture.supplyAsync(() -> item);
            })
        .sink("work", context::meet)
        .build()
        .during(
            pipeline -> {
              context.putAs(pipeline, "one", 1);
              context.putAs(pipeline, null, 2);
            });

    assertThat(context.met())
        .containsEntry("call 1", "one")
        .containsEntry("1", "one")
        .containsEntry("call 2", NamedThreadContext.NONE)
        .containsEntry("2", NamedThreadContext.NONE);
  }

  @Test
  void shouldKeepTheContextsOfKeysApart() throws InterruptedException {
    named("keyed")
        .sink("work", context::meet)
        .workers(3)
        .keyed(item -> item % 2)
        .build()
        .during(
            pipeline -> {
              for (int i = 0; i < 100; i++) {
                context.putAs(pipeline, "item " + i, i);
              }
            });

    assertThat(context.met())
        .hasSize(100)
        .allSatisfy((item, found) -> assertThat(found).isEqualTo("item " + item));
  }

  @Test
  void shouldBeJoinedWhereItemsBecomeOne() throws InterruptedException {
    named("chunks")
        .chunk("three", 3)
        .sink("work", context::meet)
        .build()
        .during(
            pipeline -> {
              context.putAs(pipeline, "one", 1);
              context.putAs(pipeline, null, 2);
              context.putAs(pipeline, "three", 3);
              context.putAs(pipeline, null, 4);
              context.putAs(pipeline, "five", 5);
            });

    assertThat(context.met())
        .containsEntry("[1, 2, 3]", "one+three")
        .containsEntry("[4, 5]", "five");
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
                    context.meet(item);
                    if (item > 0) {
                      Objects.requireNonNull(own).reenqueue(item - 1);
                    }
                  }
                })
        .build()
        .during(pipeline -> context.putAs(pipeline, "down", 3));

    assertThat(context.met()).hasSize(4).containsEntry("0", "down");
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
                    context.meet(item);
                    if (item == 1) {
                      throw new IllegalStateException("fails");
                    }
                  }

                  @Override
                  public void onFlush(Emitter<Integer> out) {
                    hooks.put("onFlush", context.current());
                  }

                  @Override
                  public void onWorkerStop(Ending ending) {
                    hooks.put("onWorkerStop", context.current());
                  }
                })
        .with(options().onFailure(FailurePolicy.skip()))
        .build()
        .during(
            pipeline -> {
              context.putAs(pipeline, "one", 1);
              context.putAs(pipeline, null, 2);
            });

    assertThat(context.met()).isEqualTo(Map.of("1", "one", "2", NamedThreadContext.NONE));
    assertThat(hooks)
        .isEqualTo(
            Map.of("onFlush", NamedThreadContext.NONE, "onWorkerStop", NamedThreadContext.NONE));
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
        .sink("work", context::meet)
        .build()
        .during(
            pipeline -> {
              context.putAs(pipeline, "capture", 1);
              context.putAs(pipeline, "restore", 2);
              context.putAs(pipeline, "close", 3);
              context.putAs(pipeline, "well", 4);
            });

    assertThat(context.met())
        .isEqualTo(
            Map.of(
                "1",
                NamedThreadContext.NONE,
                "2",
                NamedThreadContext.NONE,
                "3",
                "close",
                "4",
                "well"));
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
