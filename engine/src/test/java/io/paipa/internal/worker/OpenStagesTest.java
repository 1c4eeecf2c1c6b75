package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the stages that are open. */
class OpenStagesTest {
  private static OpenStage stage(long number) {
    return new OpenStage(
        Attempt.first(number, Attempt.NO_PLACE), number, 0, false, new LongAdder(), open -> {});
  }

  private static List<Long> numbers(OpenStages stages) {
    return stages.stream().map(OpenStage::number).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1_000})
  void shouldHoldAsManyAsThereMayBe(int most) {
    OpenStages stages = new OpenStages(most);
    LongStream.range(0, most).forEach(number -> stages.add(stage(number)));

    assertThat(numbers(stages)).hasSize(most).doesNotHaveDuplicates();
  }

  /** Numbers grow without end; those that are a table apart have the same place. */
  @Test
  void shouldFindAnotherPlaceForAStageWhosePlaceIsTaken() {
    OpenStages stages = new OpenStages(3);
    List<OpenStage> same = LongStream.of(7, 7 + 8, 7 + 16).mapToObj(OpenStagesTest::stage).toList();
    same.forEach(stages::add);
    assertThat(numbers(stages)).containsExactlyInAnyOrder(7L, 15L, 23L);

    stages.remove(same.get(0));
    assertThat(numbers(stages)).containsExactlyInAnyOrder(15L, 23L);

    stages.add(stage(7 + 24));
    assertThat(numbers(stages)).containsExactlyInAnyOrder(15L, 23L, 31L);
  }

  @Test
  void shouldHoldOneThatIsOpenForLongWhileOthersComeAndGo() {
    OpenStages stages = new OpenStages(2);
    stages.add(stage(1));
    for (long number = 2; number < 10_000; number++) {
      OpenStage brief = stage(number);
      stages.add(brief);
      stages.remove(brief);
    }

    assertThat(numbers(stages)).containsExactly(1L);
  }

  @Test
  void shouldRemoveNothingForAStageThatWasNotPutIn() {
    OpenStages stages = new OpenStages(2);
    stages.add(stage(0));
    stages.remove(stage(0));

    assertThat(numbers(stages)).containsExactly(0L);
  }

  /** Numbers go beyond an int. */
  @Test
  void shouldTakeAnyNumber() {
    OpenStages stages = new OpenStages(2);
    stages.add(stage(10_000_000_000_000_001L));
    stages.add(stage(Long.MAX_VALUE));

    assertThat(numbers(stages)).hasSize(2);
  }
}
