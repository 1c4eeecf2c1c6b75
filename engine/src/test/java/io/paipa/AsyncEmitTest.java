package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
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
                2,
                (item, out) -> {
                  CompletableFuture<Void> unused =
                      CompletableFuture.supplyAsync(() -> item, client).thenAccept(out::emit);
                })
            .build();
    pipeline.putStream(IntStream.range(0, 1_000).boxed());
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("pipeline 'async', step 'fetch': an emit was refused: ")
        .hasMessageContaining("an emitter is usable only in the hook call that got it");
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
  }
}
