package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key is held until its item is settled, whatever becomes of that. */
class KeyedFailureTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("keyed");
  }

  private static Builder<String, String> named() {
    return Pipeline.named("keyed");
  }

  /** The key is the first letter. */
  private static char key(String item) {
    return item.charAt(0);
  }

  @Test
  void shouldFreeTheKeyOfASkippedAndOfADeadLetteredItem() throws InterruptedException {
    List<String> dead = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<String, Void> pipeline =
        named()
            .sink(
                "choosy",
                item -> {
                  calls.add(item);
                  if (item.endsWith("1")) {
                    throw Skip.item();
                  } else if (item.endsWith("2")) {
                    throw new IllegalStateException("no");
                  }
                })
            .workers(4)
            .keyed(KeyedFailureTest::key)
            .retrying(1, Backoff.none())
            .onFailure(FailurePolicy.deadLetter(failed -> dead.add(failed.item())))
            .build()) {
      pipeline.putIterable(List.of("a1", "a2", "a3"));
      pipeline.run();
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(List.of(report.skipped(), report.deadLettered(), report.done()))
          .containsExactly(1L, 1L, 1L);
    }
    assertThat(calls).containsExactly("a1", "a2", "a2", "a3");
    assertThat(dead).containsExactly("a2");
  }

  @Test
  void shouldPutAReenqueuedItemBehindThoseThatWait() throws InterruptedException {
    CountDownLatch allThere = new CountDownLatch(1);
    try (Pipeline<String, Void> pipeline =
        named()
            .<Void>step(
                "again",
                () ->
                    new Step<>() {
                      private StepContext<String> context;

                      @Override
                      public void onWorkerStart(StepContext<String> given) {
                        context = given;
                      }

                      @Override
                      public void process(String item, Emitter<Void> emitter)
                          throws InterruptedException {
                        assertThat(allThere.await(30, TimeUnit.SECONDS)).isTrue();
                        calls.add(item);
                        if (item.equals("a1")) {
                          context.reenqueue("a1 again");
                        }
                      }
                    })
            .workers(4)
            .keyed(KeyedFailureTest::key)
            .build()) {
      pipeline.start();
      for (String item : List.of("a1", "a2", "a3")) {
        pipeline.put(item);
      }
      Threads.await(() -> pipeline.report().steps().get(0).waitingForKeys() == 2);
      allThere.countDown();
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).reenqueued()).isEqualTo(1);
    }
    assertThat(calls).containsExactly("a1", "a2", "a3", "a1 again");
  }

  /** Items that come again and again must not keep those in the ring from their turn. */
  @Test
  void shouldTakeFromTheRingWhileItemsComeAgainForEver() throws InterruptedException {
    AtomicInteger others = new AtomicInteger();
    try (Pipeline<String, Void> pipeline =
        named()
            .<Void>step(
                "again",
                () ->
                    new Step<>() {
                      private StepContext<String> context;

                      @Override
                      public void onWorkerStart(StepContext<String> given) {
                        context = given;
                      }

                      @Override
                      public void process(String item, Emitter<Void> emitter) {
                        if (key(item) == 'a' && others.get() < 5_000) {
                          context.reenqueue(item);
                        } else if (key(item) == 'b') {
                          others.incrementAndGet();
                        }
                      }
                    })
            .keyed(KeyedFailureTest::key)
            .build()) {
      pipeline.start();
      pipeline.put("a1");
      pipeline.put("a2");
      for (int i = 0; i < 5_000; i++) {
        pipeline.put("b");
      }
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
    assertThat(others).hasValue(5_000);
  }

  @Test
  void shouldCountWhatWaitsForAKeyAsAbandonedAtAnAbort() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink(
                "stuck",
                item -> {
                  inHand.countDown();
                  new CountDownLatch(1).await();
                })
            .workers(4)
            .keyed(item -> "all")
            .build();
    pipeline.putIterable(IntStream.range(0, 5_000).boxed().toList());
    pipeline.start();
    assertThat(inHand.await(30, TimeUnit.SECONDS)).isTrue();
    Threads.await(() -> pipeline.report().steps().get(0).waitingForKeys() == 1_023);
    pipeline.abort();
    pipeline.close();
    StepReport report = assertBalanced(pipeline).steps().get(0);
    assertThat(report.abandoned()).isEqualTo(report.received());
    assertThat(report.waitingForKeys()).isZero();
    assertThat(report.busyKeys()).isZero();
  }
}
