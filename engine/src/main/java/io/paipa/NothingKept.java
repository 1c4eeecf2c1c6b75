package io.paipa;

/** Keeps nothing. */
enum NothingKept implements Kept {
  INSTANCE;

  @Override
  public <O> void emit(Emitter<? super O> out, O output) {
    out.emit(output);
  }

  @Override
  public Kept join(Kept other) {
    return other;
  }

  @Override
  public void release() {}
}
