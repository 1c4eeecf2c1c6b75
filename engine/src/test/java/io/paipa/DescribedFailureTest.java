package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A failure ends the pipeline first, and is described afterwards: items may not say what they are.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DescribedFailureTest {
  private static final String NAME = "described";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** The lock is held by a thread that waits in put: only the end lets it go on. */
  @Test
  void shouldEndAlthoughTheWordsNeedALockThatAProducerHolds() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch full = new CountDownLatch(1);
    Supplier<String> words =
        () -> {
          lock.lock();
          try {
            return "locked";
          } finally {
            lock.unlock();
          }
        };
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  full.await();
                  throw new IOException("disk");
                })
            .capacity(2)
            .build()
            .start();
    Thread producer =
        new Thread(
            () -> {
              lock.lock();
              try {
                while (true) {
                  pipeline.put(new Saying(words));
                }
              } catch (PipelineException | InterruptedException ended) {
                // as it has to
              } finally {
                lock.unlock();
              }
            });
    producer.start();
    Threads.await(() -> PipelineThreads.waits(producer));
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    producer.join(20_000);
    assertThat(producer.isAlive()).isFalse();
    assertThatThrownBy(pipeline::close)
        .hasMessageContaining("an item failed: item locked, attempt 1");
  }

  /** A recipe's step names the item, too: not in the worker, before the end. */
  @Test
  void shouldEndAlthoughTheWordsThatARecipeNeedsComeFromALockThatAProducerHolds()
      throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch full = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Supplier<String> words =
        () -> {
          calls.incrementAndGet();
          lock.lock();
          try {
            return "locked";
          } finally {
            lock.unlock();
          }
        };
    Recipe<Object, Object> failing =
        Recipe.mapping(
            item -> {
              full.await();
              throw new IOException("disk");
            });
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .iterate("fail", failing)
            .workers(8)
            .capacity(8)
            .whenFailed(failure -> {}) // so it is not logged
            .build()
            .start();
    Thread producer =
        new Thread(
            () -> {
              lock.lock();
              try {
                while (true) {
                  pipeline.put(new Saying(words));
                }
              } catch (PipelineException | InterruptedException ended) {
                // as it has to
              } finally {
                lock.unlock();
              }
            });
    producer.start();
    Threads.await(() -> PipelineThreads.waits(producer));
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    producer.join(20_000);
    assertThat(producer.isAlive()).isFalse();
    assertThatThrownBy(pipeline::close)
        .hasMessageContaining("step 'fail'")
        .hasMessageContaining("java.io.IOException: disk")
        .rootCause()
        .hasMessage("disk");
    assertThat(calls).hasValue(2); // of one item: of what the step failed, and the recipe in it
  }

  /** What closes badly in a recipe may have no words, either. */
  @Test
  @SuppressWarnings("OverrideThrowableToString") // that is what is asked for
  void shouldEndBeforeAskingWhatTheClosingInARecipeHasThrown() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    IOException wordless =
        new IOException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            Threads.await(() -> ended.getCount() == 0);
            return "x".repeat(10_000);
          }
        };
    Recipe<Object, Object> failing =
        Recipe.<Object, Object>flatMapping(
            item ->
                Stream.of(item)
                    .onClose(
                        () -> {
                          throw sneaky(wordless);
                        }));
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .iterate("fail", failing)
            .whenFailed(failure -> {})
            .build()
            .start();
    pipeline.put(1);
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    ended.countDown();
    assertThatThrownBy(pipeline::close)
        .cause()
        .hasMessageContaining("closing failed: xxx")
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(1_000));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Test
  void shouldBeginNothingWhileTheFailureIsDescribed() throws InterruptedException {
    CountDownLatch describing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicLong others = new AtomicLong();
    Object slow =
        new Saying(
            () -> {
              describing.countDown();
              Threads.await(() -> release.getCount() == 0);
              return "slow";
            });
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  if (item == slow) {
                    throw new IOException("disk");
                  }
                  others.incrementAndGet();
                  return item;
                })
            .workers(2)
            .build()
            .start();
    pipeline.put(slow);
    assertThat(describing.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThatThrownBy(() -> pipeline.offer(1)).isInstanceOf(PipelineException.class);
    release.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(others).hasValue(0);
    assertThatThrownBy(pipeline::close).hasMessageContaining("slow");
  }
}
