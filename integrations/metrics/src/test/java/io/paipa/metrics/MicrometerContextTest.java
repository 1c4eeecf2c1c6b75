package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** The MDC of the producer's log is there in the steps. */
@Timeout(60)
class MicrometerContextTest {
  private static final String NONE = "none";

  private final MicrometerContext propagation =
      MicrometerContext.propagation(
          new ContextRegistry().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("user")));
  private final Map<String, String> users = new ConcurrentHashMap<>();

  @AfterEach
  void shouldClear() {
    MDC.clear();
  }

  private static String user() {
    return Objects.requireNonNullElse(MDC.get("user"), NONE);
  }

  private static void putAs(Pipeline<String, ?> pipeline, String user, String item)
      throws InterruptedException {
    MDC.put("user", user);
    pipeline.put(item);
    MDC.clear();
  }

  @Test
  void shouldBeThereInTheStepAndGoneAfterwards() throws InterruptedException {
    Pipeline.<String>named("logged")
        .contextPropagation(propagation)
        .map(
            "look",
            item -> {
              users.put("look " + item, user());
              return item;
            })
        .sink("store", item -> users.put("store " + item, user()))
        .build()
        .during(
            pipeline -> {
              putAs(pipeline, "ann", "a");
              pipeline.put("b");
              putAs(pipeline, "carl", "c");
            });

    assertThat(users)
        .isEqualTo(
            Map.of(
                "look a", "ann",
                "look b", NONE,
                "look c", "carl",
                "store a", "ann",
                "store b", NONE,
                "store c", "carl"));
  }

  @Test
  void shouldBeThereForDeadLetters() throws InterruptedException {
    Pipeline.<String>named("dead")
        .contextPropagation(propagation)
        .sink(
            "fail",
            item -> {
              throw new IllegalStateException("no");
            })
        .onFailure(FailurePolicy.deadLetter(failed -> users.put(failed.item(), user())))
        .build()
        .during(pipeline -> putAs(pipeline, "ann", "a"));

    assertThat(users).isEqualTo(Map.of("a", "ann"));
  }

  @Test
  void shouldCaptureNothingWhereNothingIsSet() {
    assertThat(propagation.capture()).isNull();
    MDC.put("user", "ann");
    assertThat(propagation.capture()).isNotNull();
  }
}
