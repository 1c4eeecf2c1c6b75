package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The longest prefix of positions that are all settled. */
class SettledPrefixTest {
  private static final List<Settlement> OUTCOMES =
      List.of(
          Settlement.DONE,
          Settlement.DONE,
          Settlement.DONE,
          Settlement.DONE,
          Settlement.DEAD_LETTERED,
          Settlement.FAILED,
          Settlement.ABANDONED);

  private final SettledPrefix prefix = new SettledPrefix();

  private static void settle(Acknowledgement position, Settlement outcome) {
    try {
      position.settled(outcome);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldBeEmptyBeforeTheFirstIsSettled() {
    prefix.opened(10);
    Acknowledgement second = prefix.opened(11);
    settle(second, Settlement.DONE);
    assertThat(prefix.settledUpTo()).isEmpty();
  }

  @Test
  void shouldPassGapsAndDeadLetters() {
    Acknowledgement first = prefix.opened(3);
    Acknowledgement second = prefix.opened(30);
    settle(second, Settlement.DEAD_LETTERED);
    settle(first, Settlement.DONE);
    assertThat(prefix.settledUpTo()).hasValue(30);
    assertThat(prefix.settledUpTo()).hasValue(30);
  }

  @Test
  void shouldNeverPassWhatHasToComeAgain() {
    Acknowledgement done = prefix.opened(0);
    Acknowledgement abandoned = prefix.opened(1);
    Acknowledgement later = prefix.opened(2);
    settle(done, Settlement.DONE);
    settle(abandoned, Settlement.ABANDONED);
    settle(later, Settlement.DONE);
    assertThat(prefix.settledUpTo()).hasValue(0);
  }

  @Test
  void shouldKeepWhatIsOpenAlone() {
    prefix.opened(1);
    for (long position = 2; position <= 1_000; position++) {
      settle(prefix.opened(position), Settlement.DONE);
    }
    prefix.opened(2_000);
    assertThat(prefix.open()).containsExactly(1L, 2_000L);
  }

  @Test
  void shouldTakeASecondSettlementForNone() {
    Acknowledgement first = prefix.opened(1);
    prefix.opened(2);
    settle(first, Settlement.DONE);
    settle(first, Settlement.ABANDONED);
    settle(first, Settlement.DONE);
    assertThat(prefix.settledUpTo()).hasValue(1);
    assertThat(prefix.open()).containsExactly(2L);
  }

  @Test
  void shouldRefusePositionsThatAreNotInOrder() {
    prefix.opened(5);
    assertThatThrownBy(() -> prefix.opened(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 5 does not come after 5");
  }

  /** Against a model that looks at all positions each time. */
  @Test
  void shouldAgreeWithAModel() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      SettledPrefix tried = new SettledPrefix();
      TreeMap<Long, Boolean> model = new TreeMap<>();
      List<Long> positions = new ArrayList<>();
      List<Acknowledgement> open = new ArrayList<>();
      long position = 0;
      for (int step = 0; step < 200; step++) {
        if (open.isEmpty() || random.nextBoolean()) {
          position += 1 + random.nextInt(3);
          model.put(position, false);
          positions.add(position);
          open.add(tried.opened(position));
        } else {
          int index = random.nextInt(open.size());
          Settlement outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
          settle(open.remove(index), outcome);
          model.put(positions.remove(index), outcome.isFinal());
        }
        OptionalLong expected = OptionalLong.empty();
        for (var entry : model.entrySet()) {
          if (!entry.getValue()) {
            break;
          }
          expected = OptionalLong.of(entry.getKey());
        }
        assertThat(tried.settledUpTo()).as("seed %d, step %d", seed, step).isEqualTo(expected);
        assertThat(tried.open().boxed())
            .as("seed %d, step %d", seed, step)
            .containsExactlyElementsOf(
                model.entrySet().stream()
                    .filter(each -> !each.getValue())
                    .map(Map.Entry::getKey)
                    .toList());
      }
    }
  }
}
