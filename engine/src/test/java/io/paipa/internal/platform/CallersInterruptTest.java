package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller finds its interrupt again after what was done without it. */
class CallersInterruptTest {
  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  @Test
  void shouldGiveBackWhatCameBefore() {
    Thread.currentThread().interrupt();
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    interrupt.add(); // none has come since
    interrupt.giveBack();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldGiveBackNothingIfNothingCame() {
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    interrupt.add();
    interrupt.add(new IOException("no interrupt"));
    interrupt.giveBack();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldGiveBackWhatCameMeanwhile() {
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    Thread.currentThread().interrupt();
    interrupt.add();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    interrupt.giveBack();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldGiveBackWhatWasThrown() {
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    interrupt.add(new InterruptedException());
    interrupt.giveBack();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldLeaveTheFlagAloneBeforeItIsAskedToSetItAside() {
    Thread.currentThread().interrupt();
    CallersInterrupt none = CallersInterrupt.none();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    none.add();
    none.giveBack();
    assertThat(Thread.interrupted()).isTrue();
  }
}
