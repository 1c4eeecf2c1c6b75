package io.paipa;

import java.util.concurrent.Callable;

/** What a step of a test knows before it is started: nothing may be asked. */
final class NoContext implements StepContext<Integer> {
  private static AssertionError early() {
    return new AssertionError("asked before onWorkerStart");
  }

  @Override
  public String pipelineName() {
    throw early();
  }

  @Override
  public String stepName() {
    throw early();
  }

  @Override
  public int workerIndex() {
    throw early();
  }

  @Override
  public int workerCount() {
    throw early();
  }

  @Override
  public int attempt() {
    throw early();
  }

  @Override
  public <T> T shared(Class<T> key, Callable<? extends T> ifAbsent) {
    throw early();
  }

  @Override
  public void reenqueue(Integer item) {
    throw early();
  }

  @Override
  public Kept keep() {
    throw early();
  }
}
