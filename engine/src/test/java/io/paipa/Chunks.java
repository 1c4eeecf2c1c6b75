package io.paipa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pipeline with a chunk step, whose clock is moved by hand, and what came out of it. */
final class Chunks {
  static final String NAME = "chunks";

  /** Lists and meta events, in the order in which they came. */
  final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger attempts = new AtomicInteger();

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

  /** With no observer: its attempts are the plain ones. */
  <T> Pipeline<T, Void> plain(ChunkBuilder<T, T> chunk) {
    return Door.open(chunk.step("see", Recording<T>::new).definition(), clock);
  }

  /** With an observer of the attempts at the items. */
  <T> Pipeline<T, Void> observed(ChunkBuilder<T, T> chunk) {
    Tracker tracker =
        new Tracker() {
          @Override
          public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
            if (!stepName.equals("see")) {
              attempts.incrementAndGet();
            }
          }
        };
    return Door.open(chunk.step("see", Recording<T>::new).tracker(tracker).definition(), clock);
  }

  /** So many items have come to the observed chunk step. */
  void awaitAttempts(int count) {
    Threads.await(() -> attempts.get() == count);
  }

  /** So many lists and meta events have come out. */
  void awaitSeen(int count) {
    Threads.await(() -> seen.size() >= count);
  }

  void advance(Duration time) {
    clock.advance(time);
  }
}
