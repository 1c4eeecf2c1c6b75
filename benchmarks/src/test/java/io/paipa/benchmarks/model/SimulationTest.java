package io.paipa.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simulation agrees with what can be calculated. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SimulationTest {
  private static final int ITEMS = 100_000;
  private static final long SEED = 7;
  private static final Costs NOTHING = new Costs(0, 0, 0, 0, 0);
  private static final Costs TRANSFER = new Costs(0, 50, 0, 0, 0);
  private static final Percentage SOME = Percentage.withPercentage(2);

  private static Outcome run(Costs costs, int workers, double itemNanos, int ahead) {
    return new Simulation(costs, itemNanos, ahead, SEED).run(workers, ITEMS);
  }

  @Test
  void shouldBeLinearWhereTakingCostsNothing() {
    for (int workers : new int[] {1, 2, 8, 64}) {
      Outcome outcome = run(NOTHING, workers, 200, 1);

      assertThat(outcome.speedUp(200)).isCloseTo(workers, SOME);
      assertThat(outcome.busyShare()).isZero();
    }
  }

  @Test
  void shouldTransferTheWordForEachItemThatCostsNothing() {
    for (int workers : new int[] {2, 3, 64}) {
      Outcome outcome = run(TRANSFER, workers, 0, 1);

      assertThat(outcome.itemsPerNano()).isCloseTo(1.0 / 50, within(1e-9));
      assertThat(outcome.busyShare()).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void shouldTransferTheWordOnceForAllItemsTakenAhead() {
    double single = run(TRANSFER, 8, 0, 1).itemsPerNano();

    for (int ahead : new int[] {2, 16, 64}) { // divisors of a filling
      assertThat(run(TRANSFER, 8, 0, ahead).itemsPerNano() / single).isCloseTo(ahead, within(1e-6));
    }
  }

  @Test
  void shouldTakeOnceMoreAfterALostRace() {
    Costs costs = new Costs(5, 50, 0, 0, 0);

    assertThat(run(costs, 8, 0, 1).itemsPerNano()).isCloseTo(1.0 / 55, within(1e-9));
  }

  @Test
  void shouldNotTransferTheWordForASingleWorker() {
    Outcome outcome = run(new Costs(5, 1_000, 0, 0, 0), 1, 0, 1);

    assertThat(outcome.itemsPerNano()).isCloseTo(1.0 / 5, within(1e-9));
  }

  /** A claim holds as many items as take 50 microseconds, and 256 at most. */
  @Test
  void shouldRefillTheClaimWhenItIsEmpty() {
    Costs costs = new Costs(0, 0, 512, 3, 0);

    assertThat(run(costs, 8, 0, 1).itemsPerNano()).isCloseTo(1 / (2.0 + 3), within(1e-3));
    assertThat(run(costs, 1, 50_000, 1).itemsPerNano()).isCloseTo(1 / 50_515.0, SOME);
    assertThat(run(costs, 1, 25_000, 1).itemsPerNano()).isCloseTo(1 / 25_259.0, SOME);
  }

  @Test
  void shouldBeLimitedByTheWordWhereManyWorkersShareIt() {
    Outcome outcome = run(TRANSFER, 64, 1_000, 1);

    assertThat(outcome.speedUp(1_000)).isCloseTo(1_000 / 50, SOME);
    assertThat(outcome.busyShare()).isCloseTo(1, within(0.01));
  }

  @Test
  void shouldDependOnTheSeedAlone() {
    Outcome first = new Simulation(TRANSFER, 300, 4, 1).run(8, ITEMS);
    Outcome again = new Simulation(TRANSFER, 300, 4, 1).run(8, ITEMS);
    Outcome other = new Simulation(TRANSFER, 300, 4, 2).run(8, ITEMS);

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(other.itemsPerNano()).isCloseTo(first.itemsPerNano(), SOME);
  }
}
