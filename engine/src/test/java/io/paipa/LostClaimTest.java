package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A slot that is claimed and never published, as if its thread were gone, holds nobody for long.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostClaimTest {
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

  /** Claims a slot of the first ring, as a put does, and goes away. */
  private static void claim(Pipeline<?, ?> pipeline) throws ReflectiveOperationException {
    Object hop = call(field(field(pipeline, "engine"), "assembly"), "entrance");
    Object slots = field(call(hop, "inlet"), "slots");
    assertThat((long) call(slots, "tryClaim", 1)).isNotNegative();
  }

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME)
        .map("first", (Integer item) -> item)
        .workers(2)
        .terminationTimeout(Duration.ofMillis(300))
        .build()
        .start();
  }

  @Test
  void shouldFailTheRunAndNameTheStep() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    claim(pipeline);
    pipeline.put(1);
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith(
            "pipeline 'lost', step 'first': a producer has claimed a slot of this step's ring and"
                + " never published it");
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
  }

  @Test
  void shouldNotHoldAnAbort() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    claim(pipeline);
    pipeline.put(1);
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue(); // of 300 ms
    pipeline.close();
    assertThat(pipeline.report().accepted()).isEqualTo(1);
  }
}
