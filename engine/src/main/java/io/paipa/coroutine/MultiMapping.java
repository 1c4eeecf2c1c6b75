package io.paipa.coroutine;

import io.paipa.Emitter;
import io.paipa.MultiFunction;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives what a function emits for each item; each application has a function of its own. */
final class MultiMapping implements Stage {
  private static final long serialVersionUID = 1L;
  private static final String ONLY_IN_ITS_CALL =
      "an emitter is usable only in the call that got it";

  /** Makes the functions. */
  @SuppressWarnings("serial") // serialisable if the user's supplier is
  private final Supplier<? extends MultiFunction<?, ?>> perIterator;

  MultiMapping(Supplier<? extends MultiFunction<?, ?>> perIterator) {
    this.perIterator = perIterator;
  }

  @Override
  @SuppressWarnings({"unchecked", "ConstantValue"}) // the recipe's types say that the items fit
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    MultiFunction<?, ?> function = perIterator.get();
    if (function == null) {
      throw place.nothing("a function");
    }
    return new Emitted(upstream, place, (MultiFunction<Object, Object>) function);
  }

  /**
   * Keeps what the call for an item emitted, until it is asked for. Used by the reader's thread;
   * any other that emits is refused, and may swallow that: so the first refusal is kept for the
   * reader.
   */
  private static final class Emitted extends Pull implements Emitter<Object> {
    private final Pull upstream;
    private final Place place;
    private final MultiFunction<Object, Object> function;
    private final ArrayDeque<Object> outputs = new ArrayDeque<>();
    private @Nullable Thread caller;

    /**
     * Written by the threads that are refused, read by the reader: at each item, and at the end.
     */
    private volatile @Nullable IllegalStateException refused;

    Emitted(Pull upstream, Place place, MultiFunction<Object, Object> function) {
      this.upstream = upstream;
      this.place = place;
      this.function = function;
    }

    @Override
    @Nullable Object next() {
      checkRefused();
      while (outputs.isEmpty()) {
        Object item = upstream.next();
        checkRefused();
        if (item == null) {
          return null;
        }
        call(item);
        checkRefused();
      }
      return outputs.poll();
    }

    @Override
    void drain(Consumer<Object> sink) {
      outputs.forEach(sink);
      outputs.clear();
      upstream.drain(
          item -> {
            call(item);
            checkRefused();
            for (Object output = outputs.poll(); output != null; output = outputs.poll()) {
              sink.accept(output);
            }
          });
      checkRefused();
    }

    /** What was to be emitted is lost: the results must not end as if they were all. */
    private void checkRefused() {
      IllegalStateException refusal = refused;
      if (refusal != null) {
        throw new IllegalStateException(
            place + ": an emit was refused: " + ONLY_IN_ITS_CALL, refusal);
      }
    }

    private void call(Object item) {
      caller = Thread.currentThread();
      try {
        function.apply(item, this);
      } catch (Exception e) {
        outputs.clear();
        place.failed(item, e);
      } finally {
        caller = null;
      }
    }

    @Override
    public void emit(Object output) {
      if (caller != Thread.currentThread()) {
        IllegalStateException refusal = new IllegalStateException(place + ": " + ONLY_IN_ITS_CALL);
        if (refused == null) {
          refused = refusal;
        }
        throw refusal;
      }
      outputs.add(Objects.requireNonNull(output, () -> place + ": null is no output"));
    }
  }
}
