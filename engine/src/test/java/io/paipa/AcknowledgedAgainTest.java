package io.paipa;

import static io.paipa.Settlement.DEAD_LETTERED;
import static io.paipa.Settlement.DONE;
import static io.paipa.Told.all;
import static io.paipa.Told.named;
import static io.paipa.Told.numbers;
import static io.paipa.Told.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deliveries of items that come again, and of items in lists. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgedAgainTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(Told.NAME);
  }

  @Test
  void shouldKeepADeliveryOpenForItsRetries() throws InterruptedException {
    Map<Integer, AtomicInteger> attempts = new HashMap<>();
    numbers(100).forEach(number -> attempts.put(number, new AtomicInteger()));
    assertThat(
            outcomes(
                100,
                named()
                    .map(
                        "flaky",
                        item -> {
                          if (Objects.requireNonNull(attempts.get(item)).incrementAndGet()
                              <= item % 3) {
                            throw new IllegalStateException("again");
                          }
                          return item;
                        })
                    .workers(3)
                    .retrying(2, Backoff.fixed(Duration.ofMillis(1)))
                    .sink("sum", item -> {})))
        .isEqualTo(all(100, DONE));
    attempts.forEach((item, count) -> assertThat(count).hasValue(item % 3 + 1));
  }

  /** What it has put out before it failed was taken back, and holds nothing open. */
  @Test
  void shouldForgetTheOutputsOfFailedAttempts() throws InterruptedException {
    assertThat(
            outcomes(
                100,
                named()
                    .<Integer>mapMulti(
                        "half",
                        (item, out) -> {
                          out.emit(item);
                          out.emit(item);
                          if (item % 2 == 0) {
                            throw new IllegalStateException("half done");
                          }
                        })
                    .retrying(1, Backoff.none())
                    .onFailure(FailurePolicy.skip())
                    .sink("sum", item -> {})))
        .isEqualTo(all(100, DONE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepADeliveryOpenForWhatIsReenqueued(boolean retried) throws InterruptedException {
    StepBuilder<Integer, Integer, Integer> again = named().step("again", AgainStep::new);
    if (retried) { // then it is put back when the attempt has succeeded
      again = again.retrying(1, Backoff.none());
    }
    Map<Integer, Settlement> outcomes =
        outcomes(
            100,
            again
                .sink(
                    "choosy",
                    item -> {
                      if (item == -7) {
                        throw new IllegalStateException("no");
                      }
                    })
                .onFailure(FailurePolicy.deadLetter(failed -> {})));
    Map<Integer, Settlement> expected = all(100, DONE);
    expected.put(7, DEAD_LETTERED);
    assertThat(outcomes).isEqualTo(expected);
  }

  /** Puts each number back, negated. */
  private static final class AgainStep implements Step<Integer, Integer> {
    private StepContext<Integer> context = new NoContext();

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      if (item > 0) {
        context.reenqueue(-item);
      } else {
        out.emit(item);
      }
    }
  }

  @Test
  void shouldSettleAllItemsOfAListAsTheListIs() throws InterruptedException {
    Map<Integer, Settlement> outcomes =
        outcomes(
            1_000,
            named()
                .chunk("lists", 500)
                .sink(
                    "store",
                    list -> {
                      if (list.contains(700)) {
                        throw new IllegalStateException("no room");
                      }
                    })
                .onFailure(FailurePolicy.deadLetter(failed -> {})));
    Map<Integer, Settlement> expected = all(1_000, DONE);
    expected.replaceAll((item, outcome) -> item >= 500 ? DEAD_LETTERED : DONE);
    assertThat(outcomes).isEqualTo(expected);
  }

  /** An item that somebody waits for, among others. */
  @Test
  void shouldSettleTheOneItemOfAListThatSomebodyWaitsFor() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named().chunk("lists", 3).chunk("more", 2).sink("store", lists -> {}).build()) {
      pipeline.start();
      pipeline.put(1);
      var answer = pipeline.submit(2).toCompletableFuture();
      pipeline.put(3);
      assertThat(answer).isNotDone();
      pipeline.stop();
      assertThat(answer).isCompletedWithValue(DONE);
    }
  }
}
