package io.paipa.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Skip;
import io.paipa.StepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ledgers travel, and add up. */
@Timeout(30)
class RunLedgerTest {
  /** Of a run of ten items, one of which is skipped at the first of two steps. */
  private static RunLedger ledger() {
    var definition =
        Pipeline.<Integer>named("line")
            .filter("odd", item -> item % 2 == 1)
            .workers(2)
            .capacity(16)
            .sink(
                "store",
                item -> {
                  if (item == 3) {
                    throw Skip.item();
                  }
                })
            .capacity(32)
            .definition();
    try (EmbeddedPipeline run =
        EmbeddedPipeline.start("line", definition.steps(), Duration.ofSeconds(10))) {
      for (int item = 0; item < 10; item++) {
        assertThat(run.offer(item)).isTrue();
      }
      while (!run.flush()) {
        Thread.yield();
      }
      return run.ledger();
    }
  }

  private static Report report(RunLedger ledger) {
    return ledger.report("line", PipelineState.RUNNING, false, null);
  }

  private static void shouldHave(StepReport step, int workers, long received, long skipped) {
    assertThat(step.workers()).isEqualTo(workers);
    assertThat(step.received()).isEqualTo(received);
    assertThat(step.skipped()).isEqualTo(skipped);
    assertThat(step.done()).isEqualTo(received - skipped);
  }

  /** All that the steps say, but what each worker is doing. */
  private static String words(Report report) {
    return report.steps().toString().replaceAll("workerActivities=.*?]", "");
  }

  @Test
  void shouldSayTheSameAfterItHasTravelled() throws IOException {
    RunLedger ledger = ledger();
    Report report = report(RunLedger.ofBytes(ledger.toBytes()));

    assertThat(words(report)).isEqualTo(words(report(ledger)));
    assertThat(report.elapsed()).isEqualTo(report(ledger).elapsed()).isPositive();
    assertThat(report.accepted()).isEqualTo(10);
    assertThat(report.steps()).extracting(StepReport::stepName).containsExactly("odd", "store");
    assertThat(report.steps()).extracting(StepReport::queueCapacity).containsExactly(16, 32);
    shouldHave(report.steps().get(0), 2, 10, 5);
    shouldHave(report.steps().get(1), 1, 5, 1);
    assertThat(report.steps().get(0).serviceTime()).isPresent();
  }

  @Test
  void shouldAddUp() {
    RunLedger one = ledger();
    Report sum = report(one.plus(ledger()));

    assertThat(sum.accepted()).isEqualTo(20);
    shouldHave(sum.steps().get(0), 4, 20, 10);
    shouldHave(sum.steps().get(1), 2, 10, 2);
    assertThat(sum.steps().get(0).workerTime().lifetime())
        .isGreaterThan(report(one).steps().get(0).workerTime().lifetime());
    assertThat(sum.steps().get(0).serviceTime().orElseThrow().count())
        .isGreaterThan(report(one).steps().get(0).serviceTime().orElseThrow().count());
  }

  @Test
  void shouldAddUpTheTimesOfRunsOneAfterTheOther() {
    RunLedger before = ledger();
    RunLedger now = ledger();
    Report all = report(now.after(before.past()));

    assertThat(all.elapsed()).isEqualTo(report(before).elapsed().plus(report(now).elapsed()));
    shouldHave(all.steps().get(0), 2, 20, 10);
  }

  @Test
  void shouldForgetWhatIsOfTheMoment() {
    Report past = report(ledger().past());

    shouldHave(past.steps().get(0), 0, 10, 5);
    assertThat(past.steps()).extracting(StepReport::queueCapacity).containsOnly(0);
    assertThat(past.accepted()).isEqualTo(10);
  }

  @Test
  void shouldPutStepsBehindSteps() {
    Report line = report(ledger().followedBy(ledger()));

    assertThat(line.steps())
        .extracting(StepReport::stepName)
        .isEqualTo(List.of("odd", "store", "odd", "store"));
    assertThat(line.accepted()).isEqualTo(10);
  }

  @Test
  void shouldRefuseOtherBytes() {
    assertThatThrownBy(() -> RunLedger.ofBytes(new byte[] {7, 0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of form 7");
  }
}
