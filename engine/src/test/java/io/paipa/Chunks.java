package io.paipa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A pipeline with a chunk step, and what came out of it. */
final class Chunks {
  static final String NAME = "chunks";

  /** Lists and meta events, in the order in which they came. */
  final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  private final class Recording<T> implements Step<List<T>, Void> {
    @Override
    public void process(List<T> item, Emitter<Void> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Void> out) {
      seen.add(meta);
      return meta;
    }
  }

  static <T> Builder<T, T> named() {
    return Pipeline.named(NAME);
  }

  <T> Pipeline<T, Void> build(ChunkBuilder<T, T> chunk) {
    return chunk.step("see", Recording<T>::new).build();
  }
}
