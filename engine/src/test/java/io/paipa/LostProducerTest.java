package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A producer that stops in the midst of a put, as if its thread were gone, holds nobody for long.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostProducerTest {
  private static final String NAME = "lost";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Class<?> type = of.getClass();
    while (Arrays.stream(type.getDeclaredFields()).noneMatch(each -> each.getName().equals(name))) {
      type = type.getSuperclass();
    }
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static Object call(Object of, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : of.getClass().getDeclaredMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        method.setAccessible(true);
        return method.invoke(of, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  /** Begins to publish into the first ring, as a put does, and goes away. */
  private static void beginToPut(Pipeline<?, ?> pipeline) throws ReflectiveOperationException {
    Object hop = call(field(field(pipeline, "engine"), "assembly"), "entrance");
    Object slots = field(call(hop, "inlet"), "slots");
    assertThat((boolean) call(field(slots, "producers"), "tryLock")).isTrue();
  }

  private static Builder<Integer, Integer> builder() {
    return Pipeline.<Integer>named(NAME)
        .map("first", (Integer item) -> item)
        .workers(2)
        .terminationTimeout(Duration.ofMillis(300));
  }

  private static Pipeline<Integer, Integer> pipeline() {
    return builder().build().start();
  }

  @Test
  void shouldFailTheRunAndNameTheStep() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    beginToPut(pipeline);
    assertThatThrownBy(() -> pipeline.put(1)).isInstanceOf(PipelineException.class);
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith(
            "pipeline 'lost', step 'first': a producer has stopped in the midst of a put into the"
                + " ring of this step, and holds up all others");
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
  }

  @Test
  void shouldNotHoldAnAbort() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.put(1);
    beginToPut(pipeline);
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue(); // of 300 ms
    pipeline.close();
    assertThat(pipeline.report().accepted()).isEqualTo(1);
  }

  @Test
  void shouldLetAPutBeAbortedThatWaitsForIt() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    beginToPut(pipeline);
    FutureTask<@Nullable Void> put =
        new FutureTask<>(
            () -> {
              pipeline.put(1);
              return null;
            });
    new Thread(put, "lost-put").start();
    pipeline.abort();
    assertThatThrownBy(() -> put.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
    pipeline.close();
    assertThat(pipeline.report().accepted()).isZero();
  }

  /** As long as nobody else is let in, there is no room. */
  @Test
  void shouldNotHoldAnOfferForLongerThanItWaits() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    beginToPut(pipeline);
    assertThat(pipeline.offer(1)).isFalse();
    assertThat(pipeline.offer(1, Duration.ofMillis(10))).isFalse();
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
    pipeline.close();
  }

  @Test
  void shouldNotHoldASourceThatReadsACollection() throws Exception {
    Pipeline<Integer, Integer> pipeline = builder().build();
    beginToPut(pipeline);
    pipeline.putIterable(IntStream.range(0, 1_000).boxed().toList());
    pipeline.start();
    Threads.await(LostProducerTest::isSourceHeld);
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
    pipeline.close();
  }

  private static boolean isSourceHeld() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(NAME + "-source"))
        .flatMap(entry -> Stream.of(entry.getValue()))
        .anyMatch(frame -> frame.getClassName().endsWith(".Inlet"));
  }

  /** Of the last step, while it hands over what it has emitted. */
  @Test
  void shouldNotHoldWhoPullsTheResults() throws Exception {
    Pipeline<Integer, Integer> pipeline = builder().build();
    Iterator<Integer> results = pipeline.results().iterator();
    Object behind = field(field(field(pipeline, "engine"), "assembly"), "results");
    for (Object outbox : (List<?>) field(behind, "outboxes")) {
      assertThat((boolean) call(field(Objects.requireNonNull(outbox), "lock"), "tryLock")).isTrue();
    }
    FutureTask<Integer> pull = new FutureTask<>(results::next);
    new Thread(pull, "pulling").start();
    pipeline.put(1);
    assertThatThrownBy(() -> pull.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("in the midst of a put into the ring of the results");
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
  }
}
