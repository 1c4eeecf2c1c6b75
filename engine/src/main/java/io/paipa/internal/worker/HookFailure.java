package io.paipa.internal.worker;

/** Takes what a hook threw out of the worker, to fail the pipeline there. */
final class HookFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HookFailure(String hook, Throwable cause) {
    super(hook + " failed", cause, false, false);
  }
}
