package io.paipa.stress.chaos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a step. Its code does its work in the call; the stage is completed in the call,
 * too, or later, in another thread, drawn by hash; now and then twice, or as a composed one.
 */
final class LaterStages {
  private static final int WAYS = 8;
  private static final int LATER_MICROS = 1_500;

  private final long seed;
  private final StepCode code;

  LaterStages(long seed, StepCode code) {
    this.seed = seed;
    this.code = code;
  }

  /** Works on an item. An error is thrown at once. */
  CompletionStage<Object> of(Object item, boolean sink) {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    long hash = Mix.hash(seed, code.step(), ((Token) item).id, 62);
    try {
      Object output = sink ? consumed(item) : code.map(item);
      complete(() -> stage.complete(output), hash);
    } catch (Exception e) {
      complete(() -> stage.completeExceptionally(e), hash);
    }
    return switch (Math.floorMod(hash >> 8, WAYS)) {
      case 0 -> stage.thenApply(output -> output);
      case 1 -> stage.minimalCompletionStage();
      case 2 -> new Twice(stage);
      default -> stage;
    };
  }

  private Object consumed(Object item) throws Exception {
    code.process(item, null, null);
    return item;
  }

  private static void complete(Runnable completion, long hash) {
    int way = Math.floorMod(hash, WAYS);
    if (way < 2) {
      completion.run();
    } else if (way < 4) {
      CompletableFuture.runAsync(completion);
    } else {
      int micros = Math.floorMod(hash >> 16, LATER_MICROS);
      CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS).execute(completion);
    }
  }

  /** Calls back twice. */
  private static final class Twice extends CompletableFuture<Object> {
    private final CompletableFuture<Object> stage;

    Twice(CompletableFuture<Object> stage) {
      this.stage = stage;
    }

    @Override
    public CompletableFuture<Object> whenComplete(
        BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> action) {
      return stage.whenComplete(action).whenComplete(action);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return stage.cancel(mayInterruptIfRunning);
    }
  }
}
