package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An output that comes by a callback, after its call, is lost: that is a failure, not a success.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncEmitTest {
  private static final String NAME = "async";

  private static final int FIRST = 0;
  private static final int LAST = 999;

  private final CountDownLatch firstCallIsOver = new CountDownLatch(1);
  private final CountDownLatch refused = new CountDownLatch(1);
  private final ExecutorService client = Executors.newFixedThreadPool(2);

  @AfterEach
  void shouldLeaveNoThread() {
    client.shutdownNow();
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldFailWhereACallbackEmitsAndItsThreadSwallowsTheRefusal() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti(
                "fetch",
                (item, out) -> {
                  CompletableFuture<Void> emitted =
                      CompletableFuture.supplyAsync(() -> fetch(item), client)
                          .thenAccept(out::emit);
                  if (item == FIRST) {
                    var unused = emitted.whenComplete((nothing, refusal) -> refused.countDown());
                  } else if (item == LAST) {
                    firstCallIsOver.countDown();
                    refused.await(); // a run that is over before the refusal could not fail
                  }
                })
            .workers(2)
            .build();
    pipeline.putStream(IntStream.rangeClosed(FIRST, LAST).boxed());
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("pipeline 'async', step 'fetch': an emit was refused: ")
        .hasMessageContaining("an emitter is usable only in the hook call that got it");
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
  }

  private int fetch(int item) {
    try {
      if (item == FIRST) {
        firstCallIsOver.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return item;
  }
}
