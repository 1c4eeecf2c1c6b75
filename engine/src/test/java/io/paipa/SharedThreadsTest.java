package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The threads that all pipelines share are there while they are needed, and are nobody's. */
class SharedThreadsTest {
  private static final String NAME = "shared";

  @BeforeEach
  void shouldBeTheFirst() throws InterruptedException {
    Threads.awaitEndOfTheClock();
  }

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Void> built() {
    return Pipeline.<Integer>named(NAME)
        .sink("wait", item -> new CountDownLatch(1).await())
        .itemTimeout(Duration.ofMillis(20))
        .onFailure(FailurePolicy.skip())
        .build();
  }

  private static void letItemsExpire() {
    try (Pipeline<Integer, Void> pipeline = built()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.start();
    }
  }

  @Test
  void shouldTakeNothingOverFromWhoNeedsThemFirst() throws InterruptedException {
    Thread first = new Thread(new ThreadGroup("its"), SharedThreadsTest::letItemsExpire, "first");
    first.setContextClassLoader(new ClassLoader() {});
    first.setPriority(Thread.MAX_PRIORITY);
    first.start();
    first.join();
    assertThat(Threads.ofTheClock())
        .isNotEmpty()
        .allSatisfy(
            thread -> {
              assertThat(thread.isDaemon()).isTrue();
              assertThat(thread.getThreadGroup().getParent()).isNull();
              assertThat(thread.getContextClassLoader()).isSameAs(Pipeline.class.getClassLoader());
              assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
            });
  }

  @Test
  void shouldBeGoneSomeSecondsAfterTheLastPipelineAndComeBack() throws InterruptedException {
    letItemsExpire();
    assertThat(Threads.ofTheClock()).isNotEmpty();
    Threads.awaitEndOfTheClock();
    letItemsExpire();
    assertThat(Threads.ofTheClock()).isNotEmpty();
  }

  /** What it leaves in thread-locals is not for others to keep. */
  @Test
  void shouldCallUserCodeInAThreadThatIsUsedForNothingElse() throws InterruptedException {
    Thread first = forcedEnd();
    Thread second = forcedEnd();
    assertThat(second).isNotSameAs(first);
    first.join(20_000);
    assertThat(first.isAlive()).isFalse();
  }

  /** Gives the thread in which the failure is told. */
  private static Thread forcedEnd() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> teller = new AtomicReference<>();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "stuck",
                item -> {
                  if (item == 0) {
                    stuck.await();
                    throw new IllegalStateException("fails");
                  }
                  stuck.countDown();
                  Threads.await(() -> release.getCount() == 0); // whatever interrupts
                })
            .workers(2)
            .whenFailed(failure -> teller.set(Thread.currentThread()))
            .terminationTimeout(Duration.ofMillis(20))
            .build();
    pipeline.putIterable(List.of(1, 0));
    pipeline.start();
    assertThatThrownBy(pipeline::close).hasMessageContaining("user code does not return");
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(teller.get().getName()).isEqualTo("paipa-clock");
    return teller.get();
  }
}
