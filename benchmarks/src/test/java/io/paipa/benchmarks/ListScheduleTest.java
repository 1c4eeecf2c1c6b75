package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The schedule with which finishing times are compared. */
class ListScheduleTest {
  @Test
  void shouldGiveEachItemToTheWorkerThatIsFreeFirst() {
    assertThat(ListSchedule.makespan(new long[] {3, 1, 1, 1, 4}, 2)).isEqualTo(7);
  }

  @Test
  void shouldKeepTheOrderOfTheItems() {
    assertThat(ListSchedule.makespan(new long[] {1, 1, 1, 9}, 3)).isEqualTo(10);
    assertThat(ListSchedule.makespan(new long[] {9, 1, 1, 1}, 3)).isEqualTo(9);
  }

  @Test
  void shouldAddUpForOneWorker() {
    assertThat(ListSchedule.makespan(new long[] {2, 3, 5}, 1)).isEqualTo(10);
  }

  @Test
  void shouldEndAtOnceWithoutItems() {
    assertThat(ListSchedule.makespan(new long[0], 4)).isZero();
  }

  @Test
  void shouldBeBoundByAllWorkersOrByTheHottestKey() {
    String[] keys = {"a", "b", "a", "c"};
    assertThat(ListSchedule.keyedBound(new long[] {1, 3, 1, 3}, keys, 2)).isEqualTo(4);
    assertThat(ListSchedule.keyedBound(new long[] {3, 1, 3, 1}, keys, 2)).isEqualTo(6);
    assertThat(ListSchedule.keyedBound(new long[] {1, 1, 1, 2}, keys, 2)).isEqualTo(3);
  }
}
