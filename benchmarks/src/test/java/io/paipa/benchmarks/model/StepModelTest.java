package io.paipa.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A step has as many workers as are of use, and its cores are used from some cost of an item on.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StepModelTest {
  private static final StepModel FREE = new StepModel(new Costs(0, 0, 0, 0, 0));
  private static final StepModel DEAR = new StepModel(new Costs(5, 100, 0, 0, 1_000));

  @Test
  void shouldLetWorkersStepBackThatHinderEachOther() {
    Outcome outcome = DEAR.on(64, 10, 1);

    assertThat(outcome.workers()).isEqualTo(1);
    assertThat(outcome.itemsPerNano()).isCloseTo(1.0 / 15, Percentage.withPercentage(2));
  }

  @Test
  void shouldHaveAllWorkersAtWorkWhereItemsAreDear() {
    assertThat(DEAR.on(64, 1_000_000, 1).workers()).isEqualTo(64);
  }

  @Test
  void shouldNeedDearerItemsOnMoreCores() {
    double onFour = DEAR.enoughNanos(4, 1).orElseThrow();
    double onMany = DEAR.enoughNanos(64, 1).orElseThrow();

    assertThat(onMany).isGreaterThan(2 * onFour).isGreaterThan(64 * 100 * 0.9);
    assertThat(DEAR.enoughNanos(64, 16).orElseThrow()).isLessThan(onMany / 8);
  }

  @Test
  void shouldFindTheLeastCost() {
    double nanos = DEAR.enoughNanos(8, 1).orElseThrow();

    assertThat(DEAR.on(8, nanos, 1).speedUp(nanos)).isGreaterThanOrEqualTo(0.9 * 8);
    assertThat(DEAR.on(8, nanos / 1.05, 1).speedUp(nanos / 1.05)).isLessThan(0.9 * 8);
  }

  @Test
  void shouldSayWhereNoCostIsEnough() {
    assertThat(new StepModel(new Costs(1e7, 1e7, 0, 0, 0)).enoughNanos(4, 1)).isEmpty();
    assertThat(FREE.enoughNanos(4, 1).orElseThrow()).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldWakeOneWorkerAfterTheOther() {
    assertThat(DEAR.allAwakeNanos(64)).isCloseTo(64_000, within(1e-6));
  }

  @Test
  void shouldRefuseCostsThatCanNotBe() {
    assertThatThrownBy(() -> new Costs(-1, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cost of -1.0 ns: 0 or more is needed");
    assertThatThrownBy(() -> new Costs(0, 0, 0, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
