package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs are published at once, or held back: for a whole attempt, or until their turn comes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutputTest {
  private final Workplace workplace = new Workplace(options -> {});
  private final Output output = new Output(workplace.station, 0);

  @Test
  void shouldPublishAtOnce() {
    output.openFor(Attempt.NO_PLACE, false);
    output.emit("a");
    assertThat(workplace.published()).containsExactly("a");
    output.emit("b");
    assertThat(workplace.published()).containsExactly("b");
    assertThat(workplace.report().emitted()).isEqualTo(2);
    assertThat(output.takeHeld()).isEmpty();
  }

  @Test
  void shouldHoldBackTheOutputsOfAWholeAttempt() {
    output.openFor(Attempt.NO_PLACE, true);
    output.emit("a");
    output.emit("b");
    assertThat(workplace.published()).isEmpty();
    assertThat(workplace.report().emitted()).isZero();
    output.flush();
    assertThat(workplace.published()).containsExactly("a", "b");
    output.flush();
    assertThat(workplace.published()).as("each goes out once").isEmpty();
  }

  @Test
  void shouldForgetTheOutputsOfAnAttemptThatIsDiscarded() {
    output.openFor(Attempt.NO_PLACE, true);
    output.emit("a");
    output.discard();
    output.openFor(Attempt.NO_PLACE, true);
    output.emit("b");
    output.flush();
    assertThat(workplace.published()).containsExactly("b");
  }

  @Test
  void shouldLetTheOutputsOfAWholeAttemptFlowWhenTheyAreTooMany() {
    output.openFor(Attempt.NO_PLACE, true);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < Output.HELD_AT_MOST; i++) {
      output.emit(i);
      all.add(i);
    }
    assertThat(workplace.published()).isEmpty();
    assertThat(output.hasFlowed()).isFalse();
    output.emit("one more");
    all.add("one more");
    assertThat(workplace.published()).isEqualTo(all);
    assertThat(output.hasFlowed()).isTrue();
    output.emit("another");
    assertThat(workplace.published()).containsExactly("another");
    output.openFor(Attempt.NO_PLACE, true);
    assertThat(output.hasFlowed()).isFalse();
  }

  @Test
  void shouldHoldTheOutputsOfAnItemUntilItsTurn() {
    Workplace ordered = new Workplace(options -> options.workers = 2);
    Output second = new Output(ordered.station, 1);
    Order order = ordered.station.order;
    order.nextPlace();
    order.nextPlace();
    second.openFor(1, false);
    second.emit("a");
    assertThat(ordered.published()).isEmpty();
    order.drop(0, outputs -> {});
    second.emit("b");
    assertThat(ordered.published()).containsExactly("a", "b");
  }

  @Test
  void shouldNotLetOutputsFlowOutOfTurnHoweverManyTheyAre() {
    Workplace ordered = new Workplace(options -> options.workers = 2);
    Output second = new Output(ordered.station, 1);
    ordered.station.order.nextPlace();
    ordered.station.order.nextPlace();
    second.openFor(1, true);
    for (int i = 0; i < Output.HELD_AT_MOST + 5; i++) {
      second.emit(i);
    }
    assertThat(ordered.published()).isEmpty();
    assertThat(second.hasFlowed()).isFalse();
    assertThat(second.takeHeld()).hasSize(Output.HELD_AT_MOST + 5);
    assertThat(second.takeHeld()).as("they are given away once").isEmpty();
  }

  @Test
  void shouldPublishAtOnceWhatAHookEmits() {
    output.openFor(Attempt.NO_PLACE, true);
    output.close();
    output.open();
    output.emit("a");
    assertThat(workplace.published()).containsExactly("a");
  }

  @Test
  void shouldNoteThatTheItemIsToBeDropped() {
    output.openFor(Attempt.NO_PLACE, false);
    assertThat(output.wasDropped()).isFalse();
    output.drop();
    assertThat(output.wasDropped()).isTrue();
    output.openFor(Attempt.NO_PLACE, false);
    assertThat(output.wasDropped()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // as user code may do
  void shouldRefuseNull() {
    output.openFor(Attempt.NO_PLACE, false);
    assertThatThrownBy(() -> output.emit(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("step 'bench'")
        .hasMessageContaining("Skip.item()");
    assertThat(workplace.run.failures()).isEmpty();
  }

  private void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only in the hook call that got it");
    assertThat(workplace.published()).isEmpty();
    assertThat(workplace.run.failures())
        .extracting(QuietRun.Failure::what)
        .containsExactly("an emit was refused");
  }

  @Test
  void shouldRefuseAnEmitBeforeItsCall() {
    assertRefused(() -> output.emit("a"));
  }

  @Test
  void shouldRefuseAnEmitAfterItsCall() {
    output.openFor(Attempt.NO_PLACE, false);
    output.close();
    assertRefused(() -> output.emit("a"));
  }

  @Test
  void shouldRefuseADropAfterItsCall() {
    output.openFor(Attempt.NO_PLACE, false);
    output.close();
    assertRefused(output::drop);
    assertThat(output.wasDropped()).isFalse();
  }

  @Test
  void shouldRefuseAnEmitInAnotherThread() throws InterruptedException {
    output.openFor(Attempt.NO_PLACE, false);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread other = new Thread(() -> thrown.set(catchThrowable(() -> output.emit("a"))));
    other.start();
    other.join();
    assertRefused(
        () -> {
          throw thrown.get();
        });
  }

  /** The run fails for it only while it is open: later it has another reason. */
  @Test
  void shouldFailNoRunThatHasEnded() {
    workplace.run.abort();
    assertThatThrownBy(() -> output.emit("a")).isInstanceOf(IllegalStateException.class);
    assertThat(workplace.run.failures()).isEmpty();
  }

  @Test
  void shouldPublishNothingAfterTheEnd() {
    output.openFor(Attempt.NO_PLACE, false);
    workplace.run.abort();
    assertThatThrownBy(() -> output.emit("a")).isInstanceOf(CancellationException.class);
    assertThat(workplace.published()).isEmpty();
    assertThat(workplace.report().emitted()).isZero();
  }
}
