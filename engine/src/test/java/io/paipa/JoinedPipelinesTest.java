package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The results of a pipeline are the source of another one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JoinedPipelinesTest {
  private final Pipeline<Integer, Integer> first =
      Pipeline.<Integer>named("first").map("same", item -> item).workers(2).build();
  private final Pipeline<Integer, Integer> second =
      Pipeline.<Integer>named("second").map("same", item -> item).workers(2).build();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("first");
    Threads.assertNoneOf("second");
  }

  private void start() {
    first.putStream(Stream.generate(() -> 1));
    second.putStream(first.results());
    second.start();
    Threads.await(() -> second.count() > 0);
  }

  /** What the first has accepted, the second is done with; and both are known to be cut. */
  @Test
  void shouldLoseNothingWhenTheFirstIsDrained() throws InterruptedException {
    start();
    Report given = first.drain(Duration.ofSeconds(20));
    assertThat(given.state()).isEqualTo(PipelineState.DRAINED);
    assertThatThrownBy(second::stop)
        .isInstanceOf(CutShortException.class)
        .hasMessageContaining("pipeline 'second' was drained by thread 'second-source'");
    Report report = second.report();
    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(report.steps().get(0).done()).isEqualTo(given.accepted());
    second.close();
    first.close();
  }

  /** Nobody knows what is missing. */
  @Test
  void shouldFailWhenTheFirstIsAborted() throws InterruptedException {
    start();
    first.abort();
    assertThatThrownBy(second::stop)
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(CutShortException.class);
    second.close();
    first.close();
  }
}
