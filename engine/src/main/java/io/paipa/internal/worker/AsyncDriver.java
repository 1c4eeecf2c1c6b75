package io.paipa.internal.worker;

import io.paipa.CheckedFunction;
import java.util.concurrent.CompletionStage;

/**
 * Drives an asynchronous step: begins an attempt at each item that is pulled, and concludes those
 * whose stages are complete, between two items and while there is none.
 */
final class AsyncDriver implements Driver {
  private final Output output;
  private final AsyncAttempts attempts;

  AsyncDriver(
      Station station,
      int index,
      CheckedFunction<Object, CompletionStage<?>> function,
      boolean emits) {
    this.output = new Output(station, index);
    this.attempts = new AsyncAttempts(station, index, function, emits, output);
  }

  @Override
  public void drive(Supply supply) {
    while (supply.pull()) {
      attempts.begin(supply.attempt());
    }
  }

  @Override
  public void attend() {
    attempts.concludeCompleted();
  }

  @Override
  public boolean isDue() {
    return attempts.haveCompleted();
  }

  @Override
  public void flushOutputs() {
    output.flushOutbox();
  }

  @Override
  public long remainingNanos() {
    return attempts.remainingNanos();
  }

  @Override
  public void deadline() {
    attempts.expire();
  }

  @Override
  public void stop() {
    attempts.abandon();
  }
}
