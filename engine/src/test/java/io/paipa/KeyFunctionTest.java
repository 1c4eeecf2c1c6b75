package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that can't be found out, or can't be compared, and a function that waits. */
class KeyFunctionTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("keyed");
  }

  private static Builder<String, String> named() {
    return Pipeline.named("keyed");
  }

  @Test
  void shouldTakeAKeyThatCanNotBeFoundOutForAFailureOfTheItem() throws InterruptedException {
    List<FailedItem<String>> dead = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<String, Void> pipeline =
        named()
            .sink("choosy", calls::add)
            .workers(4)
            .keyed(item -> item.charAt(1))
            .retrying(3, Backoff.none())
            .onFailure(FailurePolicy.deadLetter(dead::add))
            .build()) {
      pipeline.putIterable(List.of("a1", "b", "c1"));
      pipeline.run();
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.retried()).isZero();
    }
    assertThat(calls).containsExactly("a1", "c1");
    assertThat(dead).singleElement().satisfies(failed -> assertThat(failed.item()).isEqualTo("b"));
    assertThat(dead.get(0).cause()).isInstanceOf(StringIndexOutOfBoundsException.class);
  }

  @Test
  void shouldFailThePipelineForAKeyThatCanNotBeFoundOut() {
    try (Pipeline<String, Void> pipeline =
        named().sink("choosy", calls::add).keyed(item -> item.charAt(1)).build()) {
      pipeline.putIterable(List.of("a1", "b", "c1"));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'choosy'")
          .hasMessageContaining("the key of an item could not be found out: item b, attempt 1")
          .hasCauseInstanceOf(StringIndexOutOfBoundsException.class);
      assertBalanced(pipeline);
    }
  }

  /** What an item before it has put out is no reason to fail. */
  @Test
  void shouldSkipAnItemWithoutKeyBehindOneWithManyOutputs() throws InterruptedException {
    try (Pipeline<String, String> pipeline =
        named()
            .<String>flatMap("many", item -> Stream.generate(() -> item).limit(2_000))
            .keyed(item -> item.charAt(1))
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.putIterable(List.of("a1", "b", "c1"));
      pipeline.run();
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.skipped()).isEqualTo(1);
      assertThat(report.emitted()).isEqualTo(4_000);
    }
  }

  /** An abort ends the asking for keys; its interrupt ends a key that waits. */
  @Test
  void shouldAskForNoFurtherKeyAfterTheEnd() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger keys = new AtomicInteger();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("never", item -> {})
            .workers(2)
            .keyed(
                item -> {
                  keys.incrementAndGet();
                  asked.countDown();
                  new CountDownLatch(1).await();
                  return item;
                })
            .build();
    pipeline.putIterable(IntStream.range(0, 500).boxed().toList());
    pipeline.start();
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    pipeline.close();
    assertThat(keys).hasValue(1);
    assertThat(assertBalanced(pipeline).state()).isEqualTo(PipelineState.ABORTED);
  }

  @Test
  void shouldDropAnItemWhoseKeySkipsIt() throws InterruptedException {
    try (Pipeline<String, Void> pipeline =
        named()
            .sink("choosy", calls::add)
            .keyed(
                item -> {
                  if (item.equals("b")) {
                    throw Skip.item();
                  }
                  return item;
                })
            .build()) {
      pipeline.putIterable(List.of("a", "b", "c"));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).skipped()).isEqualTo(1);
    }
    assertThat(calls).containsExactly("a", "c");
  }

  /** A key of the user's that can't be hashed, or can't be compared. */
  private record BrokenKey(boolean hashes) {
    @Override
    public int hashCode() {
      if (!hashes) {
        throw new IllegalStateException("broken");
      }
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("broken");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFailForAKeyThatCanNotBeCompared(boolean hashes) throws InterruptedException {
    CountDownLatch allThere = new CountDownLatch(1);
    List<String> dead = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<String, Void> pipeline =
        named()
            .sink("choosy", item -> assertThat(allThere.await(30, TimeUnit.SECONDS)).isTrue())
            .workers(2)
            .keyed(item -> new BrokenKey(hashes))
            .onFailure(FailurePolicy.deadLetter(failed -> dead.add(failed.item())))
            .build()) {
      pipeline.start();
      pipeline.put("a");
      pipeline.put("b");
      Threads.await(() -> dead.contains("b"));
      allThere.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
    assertThat(dead).hasSize(hashes ? 1 : 2);
  }
}
