package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.StepReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How steps are tested: what {@code docs/testing-your-steps.md} shows. */
class TestingStepsTest {
  // tag::results[]
  @Test
  void shouldGiveTheTotalOfADay() throws InterruptedException {
    Pipeline<Integer, String> pipeline =
        Pipeline.<Integer>named("test").step("total", DayTotals.Total::new).build();
    pipeline.putAll(List.of(1, 2, 3));
    pipeline.putMeta("Monday");
    pipeline.finish();

    try (Stream<String> totals = pipeline.results()) {
      assertThat(totals).containsExactly("Monday: 6");
    }
  }

  // end::results[]

  // tag::failure[]
  @Test
  void shouldNameWhatCannotBeParsed() {
    Pipeline<String, Integer> pipeline =
        Pipeline.<String>named("test").map("parse", Integer::valueOf).build();
    pipeline.putIterable(List.of("1", "two"));

    assertThatThrownBy(pipeline::run)
        .isInstanceOfSatisfying(
            PipelineException.class, failure -> assertThat(failure.item()).contains("two"))
        .hasCauseInstanceOf(NumberFormatException.class);
  }

  // end::failure[]

  // tag::ledger[]
  @Test
  void shouldTryAgain() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CheckedConsumer<String> busyTwice =
        item -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IOException("busy");
          }
        };

    Report report =
        Pipeline.<String>named("test")
            .sink("send", busyTwice)
            .retrying(2, Backoff.none())
            .build()
            .during(pipeline -> pipeline.put("item"));

    StepReport send = report.steps().get(0);
    assertThat(send.done()).isEqualTo(1);
    assertThat(send.retried()).isEqualTo(2);
  }
  // end::ledger[]
}
