package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.LazySource;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.SourceReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that fails is made anew when its back-off is over; until then it keeps no ending. */
@LeavesNoPipeline
@Timeout(60)
class RestartsInTimeTest {
  private static final Duration SECOND = ofSeconds(1);
  private static final Duration MOMENT = ofNanos(1);

  private final List<Integer> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> closed = Collections.synchronizedList(new ArrayList<>());

  private static PipelineTest<Integer, Integer> pulling(LazySource<Integer> source) {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
            Pipeline.<Integer>named("restarts")
                .map(
                    "check",
                    item -> {
                      if (item < 0) {
                        throw new IllegalArgumentException("negative");
                      }
                      return item;
                    }));
    test.pipeline().putSource(source);
    return test;
  }

  private static SourceReport source(PipelineTest<?, ?> test) {
    return test.report().sources().get(0);
  }

  /** Ten rows, and the server is away at the row with the number 4, for so many openings. */
  private Iterator<Integer> rows(long from, int failures) {
    opened.add((int) from);
    return new Rows((int) from, opened.size() <= failures ? 4 : 10);
  }

  private final class Rows implements Iterator<Integer>, AutoCloseable {
    private final int end;
    private int next;

    Rows(int from, int end) {
      this.next = from;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < 10;
    }

    @Override
    public Integer next() {
      if (next == end) {
        throw new IllegalStateException("away");
      }
      return next++;
    }

    @Override
    public void close() {
      closed.add(next);
    }
  }

  /** The failed one is closed before the next one is made; the last one is closed at the end. */
  @Test
  void shouldCloseEachIteratorOnce() {
    PipelineTest<Integer, Integer> test =
        pulling(LazySource.restarting(1, Backoff.fixed(SECOND), given -> rows(given, 1)));

    test.expect(numbers(0, 4)); // it holds nothing back while it waits
    assertThat(opened).containsExactly(0);
    assertThat(closed).containsExactly(4);

    test.advance(SECOND).expect(numbers(4, 10));
    assertThat(opened).containsExactly(0, 4);
    assertThat(closed).containsExactly(4, 10);
  }

  @Test
  void shouldWaitForTheBackoffOfEachRestartInARow() {
    PipelineTest<Integer, Integer> test =
        pulling(LazySource.restarting(5, SECOND::multipliedBy, given -> rows(given, 3)));
    test.expect(numbers(0, 4));

    for (int retry = 1; retry <= 3; retry++) {
      test.advance(SECOND.multipliedBy(retry).minus(MOMENT)).expectNothing();
      assertThat(opened).hasSize(retry);
      assertThat(source(test).restarts()).isEqualTo(retry - 1);
      test.advance(MOMENT);
      assertThat(opened).hasSize(retry + 1);
      assertThat(source(test).restarts()).isEqualTo(retry);
    }
    test.expect(numbers(4, 10));
  }

  @Test
  void shouldBePulledToItsEndAfterAFinish() {
    PipelineTest<Integer, Integer> test =
        pulling(
                LazySource.restarting(
                    1, Backoff.fixed(Duration.ofDays(1)), given -> rows(given, 1)))
            .finish()
            .expect(numbers(0, 4));
    assertThat(test.pipeline().state()).isEqualTo(PipelineState.FINISHING);

    test.advance(Duration.ofDays(1)).expect(numbers(4, 10));
    assertThat(test.pipeline().state()).isEqualTo(PipelineState.COMPLETED);
  }

  /** How a pipeline ends while its source waits. */
  enum End {
    ABORT,
    DRAIN,
    FAILURE
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndTheWaitAtOnce(End end) {
    PipelineTest<Integer, Integer> test =
        pulling(
                LazySource.restarting(
                    5,
                    Backoff.fixed(Duration.ofDays(1)),
                    given -> {
                      opened.add((int) given);
                      throw new IllegalStateException("away");
                    }))
            .put(1)
            .expect(List.of(1));

    switch (end) {
      case ABORT -> test.abort();
      case DRAIN -> test.drain();
      case FAILURE -> test.put(-1).expectFailure().hasRootCauseMessage("negative");
    }

    assertThat(test.report().state())
        .isEqualTo(
            switch (end) {
              case ABORT -> PipelineState.ABORTED;
              case DRAIN -> PipelineState.DRAINED;
              case FAILURE -> PipelineState.FAILED;
            });
    SourceReport source = Ledger.assertBalanced(test).sources().get(0);
    assertThat(source.ended()).isFalse();
    assertThat(source.restarts()).isZero();
    assertThat(opened).hasSize(1);
  }
}
