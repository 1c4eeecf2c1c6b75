package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By whichever way an item comes in, it has the context of the thread from which it comes. */
@Timeout(60)
class WaysOfContextsTest {
  private final NamedThreadContext context = new NamedThreadContext();

  private Builder<Integer, Integer> named(String name) {
    return Pipeline.<Integer>named(name).contextPropagation(context);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldGoWithTheItemThroughAllSteps(int workers) throws InterruptedException {
    named("steps")
        .map(
            "first",
            item -> {
              context.meet("first " + item);
              return item;
            })
        .workers(workers)
        .flatMap("second", item -> Stream.of(item + "a", item + "b"))
        .workers(workers)
        .sink("third", context::meet)
        .workers(workers)
        .build()
        .during(
            pipeline -> {
              for (int i = 0; i < 1_000; i++) {
                context.putAs(pipeline, i % 3 == 0 ? null : "thread " + i, i);
              }
            });

    for (int i = 0; i < 1_000; i++) {
      String expected = i % 3 == 0 ? NamedThreadContext.NONE : "thread " + i;
      assertThat(context.met())
          .containsEntry("first " + i, expected)
          .containsEntry(i + "a", expected)
          .containsEntry(i + "b", expected);
    }
  }

  @Test
  void shouldBeThatOfThePutBeforeTheStart() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = named("early").sink("work", context::meet).build();
    context.putAs(pipeline, "early bird", 1);
    pipeline.finish();
    pipeline.run();

    assertThat(context.met()).containsEntry("1", "early bird");
  }

  @Test
  void shouldGoWithOffersAndSubmissions() throws InterruptedException {
    named("offered")
        .sink("work", context::meet)
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

    assertThat(context.met())
        .containsOnlyKeys("1", "2", "3", "4")
        .allSatisfy((item, found) -> assertThat(found).isEqualTo("offered"));
  }

  @Test
  void shouldBeThatOfTheThreadThatPullsASource() throws InterruptedException {
    Iterator<Integer> numbers =
        IntStream.range(0, 5).boxed().peek(item -> context.set("pulled " + item)).iterator();
    Pipeline<Integer, Void> pipeline = named("pulled").sink("work", context::meet).build();
    pipeline.putIterator(numbers);
    pipeline.run();

    assertThat(context.met()).hasSize(5).containsEntry("3", "pulled 3");
  }

  /** What was pulled is accepted, whatever comes then: the ledger has it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAccountForAnItemWhoseContextCantBeCaptured(boolean asCollection) {
    AtomicInteger captured = new AtomicInteger();
    ContextPropagation failing =
        new ContextPropagation() {
          @Override
          public @Nullable Object capture() {
            if (captured.incrementAndGet() == 3) {
              throw new LinkageError("no such library");
            }
            return null;
          }

          @Override
          public Scope restore(Object captured) {
            return () -> {};
          }
        };
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("failing")
            .contextPropagation(failing)
            .sink("work", item -> {})
            .build();
    List<Integer> items = List.of(1, 2, 3, 4);
    if (asCollection) {
      pipeline.putIterable(new ArrayList<>(items));
    } else {
      pipeline.putIterator(items.iterator());
    }

    assertThatThrownBy(pipeline::run).hasRootCauseMessage("no such library");
    Report report = pipeline.report();
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.steps().get(0).received() + report.abandonedBeforeFirstStep()).isEqualTo(3);
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
    Pipeline<Integer, Void> pipeline = named("delivered").sink("work", context::meet).build();
    pipeline.putAcknowledged(topic);
    pipeline.run();

    assertThat(context.met()).containsEntry("1", "polled").containsEntry("2", "polled");
  }
}
