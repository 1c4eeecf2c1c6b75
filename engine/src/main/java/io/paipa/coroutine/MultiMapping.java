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

  /** Keeps what the call for an item emitted, until it is asked for. */
  private static final class Emitted extends Pull implements Emitter<Object> {
    private final Pull upstream;
    private final Place place;
    private final MultiFunction<Object, Object> function;
    private final ArrayDeque<Object> outputs = new ArrayDeque<>();
    private @Nullable Thread caller;

    Emitted(Pull upstream, Place place, MultiFunction<Object, Object> function) {
      this.upstream = upstream;
      this.place = place;
      this.function = function;
    }

    @Override
    @Nullable Object next() {
      while (outputs.isEmpty()) {
        Object item = upstream.next();
        if (item == null) {
          return null;
        }
        call(item);
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
            for (Object output = outputs.poll(); output != null; output = outputs.poll()) {
              sink.accept(output);
            }
          });
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
        throw new IllegalStateException(
            place + ": an emitter is usable only in the call that got it");
      }
      outputs.add(Objects.requireNonNull(output, () -> place + ": null is no output"));
    }
  }
}
