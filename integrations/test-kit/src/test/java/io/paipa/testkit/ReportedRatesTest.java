package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.Reporter;
import io.paipa.Skip;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rate is of the items that a step has finished, in whatever way; not of those that wait. */
@LeavesNoPipeline
@Timeout(60)
class ReportedRatesTest {
  private static final int SKIPPED_FROM = 100;
  private static final int DEAD_FROM = 150;
  private static final int LAST = 184;

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Reporter aligned = Reporter.aligned(lines::add);
  private final Reporter printing =
      Reporter.printing(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private void work(int item) throws InterruptedException {
    if (item == LAST) {
      release.await();
      throw new AssertionError("fails the pipeline, whatever the policy");
    } else if (item >= DEAD_FROM) {
      throw new IllegalStateException("to the dead letters");
    } else if (item >= SKIPPED_FROM) {
      throw Skip.item();
    }
  }

  /** Of 979 items that came, 184 are finished after two seconds, and one more after three. */
  @Test
  void shouldBeOfWhatIsFinished() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("rates")
                    .sink("work", this::work)
                    .onFailure(FailurePolicy.deadLetter(new DeadLetters<>())))
            .mayWait("work")
            .putAll(numbers(0, 979))
            .advance(ofSeconds(2));
    report(test);
    test.advance(ofSeconds(1));
    release.countDown();
    test.expectFailure().hasCauseInstanceOf(AssertionError.class);
    report(test);

    assertThat(lines.get(1)).matches(".*  items/s +busy +blocked +waiting");
    assertThat(lines.get(2)).matches("  work +979 +100 .* 92 +100 % +0 % +0 %"); // 184 in 2 s
    assertThat(lines.get(5)).matches("  work +979 +100 .* 62 +100 % +0 % +0 %"); // 185 in 3 s
    Stream<String> rates =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.contains(" bottleneck: ")); // where the run takes long enough
    assertThat(rates)
        .containsExactly(
            "rates [RUNNING, 2 s] | work 184 (92/s)", "rates [FAILED, 3 s] | work 185 (1/s)");
  }

  private void report(PipelineTest<?, ?> test) {
    Report report = test.report();
    aligned.report(report);
    printing.report(report);
  }
}
