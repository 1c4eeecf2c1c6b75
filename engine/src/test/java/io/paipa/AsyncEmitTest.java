package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** The results of a recipe, too, must not end as if they were all. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldThrowToTheReaderOfARecipeWhereACallbackEmits(boolean atOnce) {
    Recipe<Integer, Integer> fetching =
        Recipe.mapMulti(
            () ->
                (item, out) -> {
                  out.emit(item);
                  CompletableFuture<Void> emitted =
                      CompletableFuture.runAsync(() -> out.emit(item), client);
                  assertThatThrownBy(() -> emitted.get(20, TimeUnit.SECONDS))
                      .hasCauseInstanceOf(IllegalStateException.class);
                });
    List<Integer> read = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              Iterator<Integer> results = fetching.on(List.of(1, 2, 3));
              if (atOnce) {
                results.forEachRemaining(read::add);
              } else {
                while (results.hasNext()) {
                  read.add(results.next());
                }
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("recipe, step 1 'mapMulti': an emit was refused: ");
    assertThat(read).isEmpty();
  }

  /** It comes when the last item was mapped: the end is looked at, too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldThrowAtTheEndOfARecipeWhereACallbackHasEmitted(boolean atOnce) {
    AtomicReference<Emitter<Integer>> known = new AtomicReference<>();
    Recipe<Integer, Integer> keeping =
        Recipe.mapMulti(
            () ->
                (item, out) -> {
                  known.set(out);
                  out.emit(item);
                });
    Iterator<Integer> source =
        new Iterator<>() {
          private boolean given;

          @Override
          public boolean hasNext() {
            if (given) {
              assertThatThrownBy(() -> known.get().emit(2))
                  .isInstanceOf(IllegalStateException.class);
            }
            return !given;
          }

          @Override
          public Integer next() {
            given = true;
            return 1;
          }
        };
    Iterator<Integer> results = keeping.on(source);
    List<Integer> read = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              if (atOnce) {
                results.forEachRemaining(read::add);
              } else {
                while (results.hasNext()) {
                  read.add(results.next());
                }
              }
            })
        .hasMessageContaining("an emit was refused");
    assertThat(read).containsExactly(1);
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
