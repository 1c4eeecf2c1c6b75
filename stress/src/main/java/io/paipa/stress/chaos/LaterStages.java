package io.paipa.stress.chaos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The stages of a step. Its code does its work in the call; the stage is completed in the call,
 * too, or later, in another thread, drawn by hash; now and then twice, or as a composed one.
 */
final class LaterStages {
  private static final int WAYS = 8;
  private static final int LATER_MICROS = 1_500;
  private static final int NEVER_PER_MILLE = 5;

  private final long seed;
  private final StepCode code;
  private final boolean composes;
  private final boolean mayNeverComplete;

  /**
   * Stages for a step.
   *
   * @param composes whether composed stages are among them: these call the words of a failure
   * @param mayNeverComplete whether some never complete: a limit or an abort gets rid of them
   */
  LaterStages(long seed, StepCode code, boolean composes, boolean mayNeverComplete) {
    this.seed = seed;
    this.code = code;
    this.composes = composes;
    this.mayNeverComplete = mayNeverComplete;
  }

  /** Works on an item. An error is thrown at once. */
  CompletionStage<Object> of(Object item, boolean sink) {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    long hash = Mix.hash(seed, code.step(), ((Token) item).id, 62);
    try {
      Object output = sink ? consumed(item) : code.map(item);
      if (!mayNeverComplete || !Mix.hits(Mix.hash(hash, 68), NEVER_PER_MILLE)) {
        complete(() -> stage.complete(output), hash);
      }
    } catch (Exception e) {
      complete(() -> stage.completeExceptionally(e), hash);
    }
    return switch (Math.floorMod(hash >> 8, WAYS)) {
      case 0 -> new Twice(stage);
      case 1 -> composes ? stage.thenApply(output -> output) : stage;
      case 2 -> composes ? stage.minimalCompletionStage() : stage;
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
      var unused = CompletableFuture.runAsync(completion);
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
    public <U> CompletableFuture<U> handle(
        BiFunction<? super Object, Throwable, ? extends U> function) {
      var unused = stage.handle(function);
      return stage.handle(function);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return stage.cancel(mayInterruptIfRunning);
    }
  }
}
