package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rate is of the items that a step has finished, in whatever way; not of those that wait. */
class ReportedRatesTest {
  private static final int SKIPPED_FROM = 100;
  private static final int DEAD_FROM = 150;
  private static final int LAST = 184;

  private final HandClock clock = new HandClock();
  private final CountDownLatch inHand = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Reporter aligned = Reporter.aligned(lines::add);
  private final Reporter printing =
      Reporter.printing(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("rates");
  }

  private int work(int item) throws InterruptedException {
    if (item == LAST) {
      inHand.countDown();
      assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
      throw new AssertionError("fails the pipeline, whatever the policy");
    } else if (item >= DEAD_FROM) {
      throw new IllegalStateException("to the dead letters");
    } else if (item >= SKIPPED_FROM) {
      throw Skip.item();
    }
    return item;
  }

  /** Of 979 items that came, 184 are finished after two seconds, and one more after three. */
  @Test
  void shouldBeOfWhatIsFinished() throws InterruptedException {
    StepOptions options =
        options().workers(1).onFailure(FailurePolicy.deadLetter((FailedItem<Object> dead) -> {}));
    Pipeline<Integer, Integer> pipeline =
        clock.build(Pipeline.<Integer>named("rates").map("work", this::work).with(options));
    pipeline.putAll(IntStream.range(0, 979).boxed().toList());
    pipeline.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    Threads.await(() -> pipeline.report().steps().get(0).received() == 979);

    clock.advance(Duration.ofSeconds(2));
    report(pipeline);
    clock.advance(Duration.ofSeconds(1));
    release.countDown();
    assertThatThrownBy(pipeline::stop).hasCauseInstanceOf(AssertionError.class);
    report(pipeline);

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

  private void report(Pipeline<?, ?> pipeline) {
    Report report = pipeline.report();
    aligned.report(report);
    printing.report(report);
  }
}
