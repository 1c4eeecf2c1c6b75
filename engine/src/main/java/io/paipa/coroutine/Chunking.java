package io.paipa.coroutine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects items into lists.
 *
 * @param size how many items a list
 */
record Chunking(int size) implements Stage {
  private static final int INITIAL_SIZE = 1_024;

  @Override
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    return new Chunks(upstream, size);
  }

  private static final class Chunks extends Pull {
    private final Pull upstream;
    private final int size;
    private List<Object> chunk = List.of();

    Chunks(Pull upstream, int size) {
      this.upstream = upstream;
      this.size = size;
    }

    @Override
    @Nullable Object next() {
      List<Object> items = newChunk();
      while (items.size() < size) {
        Object item = upstream.next();
        if (item == null) {
          break;
        }
        items.add(item);
      }
      return items.isEmpty() ? null : Collections.unmodifiableList(items);
    }

    @Override
    void drain(Consumer<Object> sink) {
      chunk = newChunk();
      upstream.drain(
          item -> {
            chunk.add(item);
            if (chunk.size() == size) {
              List<Object> full = chunk;
              chunk = newChunk();
              sink.accept(Collections.unmodifiableList(full));
            }
          });
      if (!chunk.isEmpty()) {
        sink.accept(Collections.unmodifiableList(chunk));
      }
    }

    private List<Object> newChunk() {
      return new ArrayList<>(Math.min(size, INITIAL_SIZE));
    }
  }
}
