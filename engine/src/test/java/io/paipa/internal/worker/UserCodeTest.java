package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an interrupt means to user code, and what of its failures is of the end's doing. */
class UserCodeTest {
  private final QuietRun run = new QuietRun();
  private final UserCode userCode = new UserCode(run);

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  private void failRun() {
    run.fail("a step failed", "other", null, 0, new IOException("other"));
  }

  @Test
  void shouldForgetWhatInterruptsForNoReason() {
    Thread.currentThread().interrupt();
    UserCode.forgetInterrupt();
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    userCode.handOnInterrupt();
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    UserCode.handOnInterrupt(() -> false);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldHandOnTheInterruptOfTheEnd() {
    run.abort();
    userCode.handOnInterrupt();
    assertThat(Thread.interrupted()).as("there was none").isFalse();
    Thread.currentThread().interrupt();
    userCode.handOnInterrupt();
    assertThat(Thread.interrupted()).isTrue();
    Thread.currentThread().interrupt();
    UserCode.handOnInterrupt(() -> true);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** In the thread that starts a pipeline, it is the caller's. */
  @Test
  void shouldLeaveAnInterruptThatIsNotOfTheEndWhereNoneIsAwaited() {
    Thread.currentThread().interrupt();
    assertThat(userCode.awaitEnd()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    userCode.awaitPeace();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldClearTheInterruptOfTheEndBeforeWhatComesAfter() {
    run.abort();
    Thread.currentThread().interrupt();
    assertThat(userCode.awaitEnd()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldTakeNothingForOfTheEndBeforeTheEnd() {
    assertThat(userCode.isOfTheEnd(new InterruptedException())).isFalse();
    assertThat(userCode.isOfTheEnd(new CancellationException())).isFalse();
    assertThat(userCode.isCausedByTheEnd(new InterruptedException())).isFalse();
  }

  @Test
  void shouldTakeWhatAnInterruptThrowsForOfTheEnd() {
    failRun();
    assertThat(userCode.isOfTheEnd(new InterruptedException())).isTrue();
    assertThat(userCode.isOfTheEnd(new CancellationException())).isTrue();
    assertThat(userCode.isOfTheEnd(new ClosedByInterruptException())).isTrue();
    assertThat(userCode.isOfTheEnd(new IOException("broken"))).isFalse();
  }

  @Test
  void shouldTakeAnyExceptionButNoErrorForOfAnAbort() {
    run.abort();
    assertThat(userCode.isOfTheEnd(new IOException("broken"))).isTrue();
    assertThat(userCode.isOfTheEnd(new AssertionError("broken"))).isFalse();
    assertThat(userCode.isCausedByTheEnd(new IOException("broken"))).isTrue();
    assertThat(userCode.isCausedByTheEnd(new AssertionError("broken"))).isFalse();
  }

  @Test
  void shouldTakeNothingForOfTheEndThatWasCalledAfterIt() {
    run.abort();
    assertThat(userCode.isOfTheEnd(new InterruptedException(), true)).isFalse();
    assertThat(userCode.isOfTheEnd(new InterruptedException(), false)).isTrue();
  }

  @Test
  void shouldFindTheInterruptAmongTheCauses() {
    failRun();
    IOException inner = new IOException("inner", new InterruptedException());
    assertThat(userCode.isCausedByTheEnd(new IllegalStateException("outer", inner))).isTrue();
    assertThat(userCode.isCausedByTheEnd(new IllegalStateException("outer"))).isFalse();
    assertThat(userCode.isCausedByTheEnd(new AssertionError("outer", inner))).isFalse();
  }

  @Test
  void shouldLookAtACircleOfCausesOnlySoLong() {
    failRun();
    IllegalStateException one = new IllegalStateException("one");
    IllegalStateException other = new IllegalStateException("other", one);
    one.initCause(other);
    assertThat(userCode.isCausedByTheEnd(one)).isFalse();
  }
}
